"""Take it with you: the session in every format that other programs and people read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from analyser import report, workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import plain
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
                _show_format(shown, form, told)


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
    st.download_button(
        plain(ZIP),
        data=_packed(shown.session.id),
        file_name=file_name(shown.session.name, ".zip"),
        mime="application/zip",
        key=f"take-zip-{shown.session.id}",
        type="tertiary",
        on_click="ignore",
    )


def _packed(session: str) -> Callable[[], bytes]:
    settings = current_settings()

    def packed() -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "session.zip"
            workflow.pack(session, path, settings=settings)
            return path.read_bytes()

    return packed
