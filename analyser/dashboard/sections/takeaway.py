"""Take it with you: the session in every format that other programs and people read."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analyser import report
from analyser.dashboard.context import current_settings, is_served
from analyser.dashboard.frame import plain
from analyser.dashboard.practice.side import owns
from analyser.dashboard.routes import parcel_address
from analyser.dashboard.sections import Shown
from analyser.report.formats import Format, file_name

ZIP = "The whole session, to open in another analyser (zip)"


def show_takeaway(shown: Shown) -> None:
    """A button for each format; nothing is written before it is asked for."""
    with st.popover("Take it with you", icon=":material/download:", type="tertiary"):
        st.caption("Made on this machine when you ask for it. What you take away is yours to mind.")
        with st.container(gap=None):
            _show_zip(shown)
            for form, told in report.FORMATS.items():
                if not _is_chart(told):
                    _show_format(shown, form, told)
        with st.expander("The charts as pictures"), st.container(gap=None):
            for form, told in report.FORMATS.items():
                if _is_chart(told):
                    _show_format(shown, form, told)


def _is_chart(told: Format) -> bool:
    return told.media.startswith("image/")


def _show_format(shown: Shown, form: str, told: Format) -> None:
    st.download_button(
        plain(told.title),
        data=_made(shown, form),
        file_name=file_name(shown.session.name, told.ending),
        mime=told.media,
        key=f"take-{form}-{shown.session.id}",
        type="tertiary",
        on_click="ignore",
    )


def _made(shown: Shown, form: str) -> Callable[[], str | bytes]:
    return lambda: report.export(
        shown.analysis, form, session=shown.session, measures=shown.measures
    )


def _show_zip(shown: Shown) -> None:
    """A link to the whole session, for who may take it away: it is too large for a button."""
    if not owns(shown):
        return
    if not is_served():
        st.caption("Start the app with the command `analyser app` to take the whole session.")
        return
    address = parcel_address(shown.session.id, current_settings().person)
    st.link_button(plain(ZIP), address, type="tertiary")
