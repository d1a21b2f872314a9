"""The top of a session: its name, the first answer, and what to know before trusting it."""

from __future__ import annotations

from html import escape

import streamlit as st

from analyser import workflow
from analyser.dashboard import samples
from analyser.dashboard.context import current_settings
from analyser.dashboard.dates import day
from analyser.dashboard.figures import voices_in
from analyser.dashboard.frame import plain, unbroken
from analyser.dashboard.sections import Shown
from analyser.measures import first_sentence, warnings
from analyser.measures.wording import many, minutes
from analyser.report import heard_with, labelled_by
from analyser.store import ME


def show_head(shown: Shown) -> None:
    """Title, facts, the answer in one sentence, the warnings, and what it was heard with."""
    session = shown.session
    st.title(plain(session.name))
    facts = (
        day(session.created),
        minutes(session.recording.duration),
        many(len(shown.analysis.speakers), "voice"),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(" · ".join(facts), width="content")
        if samples.is_invented(session.recording.id):
            st.badge(
                "Invented sample", color="gray", help="Nobody in this session is a real person."
            )
        _show_undo(shown)
    answer = first_sentence(shown.analysis, shown.measures)
    st.html(f'<p class="answer">{escape(unbroken(answer))}</p>')
    _show_warnings(shown)
    st.caption(plain(heard_with(shown.analysis)), help=plain(labelled_by(shown.analysis, me=ME)))


def _show_undo(shown: Shown) -> None:
    """A button that takes back what a person put right last, if there is anything."""
    settings = current_settings()
    change = workflow.last_change(shown.session.id, settings=settings)
    if change and st.button(f"Take back: {change}", type="tertiary", icon=":material/undo:"):
        workflow.undo(shown.session.id, settings=settings)
        voices_in.clear()
        st.rerun()


def _show_warnings(shown: Shown) -> None:
    notices = {n.code: n for n in (*shown.analysis.warnings, *warnings(shown.analysis))}
    if not notices:
        return
    things = many(len(notices), "thing")
    with st.expander(f"{things} to know before you trust the figures", icon=":material/info:"):
        for notice in notices.values():
            st.markdown(f"- {plain(notice.text)}")
