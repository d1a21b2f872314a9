"""The top of a session: its name, the first answer, and what to know before trusting it."""

from __future__ import annotations

from html import escape

import streamlit as st

from analyser import workflow
from analyser.dashboard import samples
from analyser.dashboard.context import current_settings
from analyser.dashboard.details import ask_for_details
from analyser.dashboard.frame import plain, unbroken
from analyser.dashboard.listing import held_on
from analyser.dashboard.places import go_to
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.takeaway import show_takeaway
from analyser.measures import first_sentence, warnings
from analyser.measures.wording import many, minutes
from analyser.report import heard_with, labelled_by
from analyser.store import ME


def show_head(shown: Shown) -> None:
    """Title, facts, and what can be done with the session as a whole."""
    session = shown.session
    st.title(plain(session.name))
    facts = (
        held_on(session),
        minutes(session.recording.duration),
        many(len(shown.analysis.speakers), "voice"),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(" · ".join(facts), width="content")
        if session.sample or samples.is_invented(session.recording.id):
            st.badge(
                "Invented sample", color="gray", help="Nobody in this session is a real person."
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Compare", icon=":material/compare_arrows:", type="tertiary"):
            go_to("compare", session=session.id)
        show_takeaway(shown)
        own = current_settings().person in {ME, session.owner}
        if own and st.button("Details", icon=":material/edit:", type="tertiary"):
            ask_for_details(session)


def show_answer(shown: Shown) -> None:
    """How it went, in one sentence with its doubt, and what to know before trusting it."""
    answer = first_sentence(shown.analysis, shown.measures)
    st.html(f'<p class="answer">{escape(unbroken(answer))}</p>')
    _show_warnings(shown)


def show_engines(shown: Shown) -> None:
    """What it was heard with, and whose the labels are."""
    me = current_settings().person
    st.caption(plain(heard_with(shown.analysis)), help=plain(labelled_by(shown.analysis, me=me)))


def show_undo(shown: Shown) -> None:
    """A button that takes back what a person put right last; it stays in sight."""
    settings = current_settings()
    change = workflow.last_change(shown.session.id, settings=settings)
    if not change:
        return
    with st.container(key="undo"):
        if st.button(f"Take back: {plain(change)}", icon=":material/undo:"):
            workflow.undo(shown.session.id, settings=settings)
            st.rerun()


def _show_warnings(shown: Shown) -> None:
    notices = {n.code: n for n in (*shown.analysis.warnings, *warnings(shown.analysis))}
    if not notices:
        return
    things = many(len(notices), "thing")
    with st.expander(f"{things} to know before you trust the figures", icon=":material/info:"):
        for notice in notices.values():
            st.markdown(f"- {plain(notice.text)}")
