"""Sessions: what is there, what is on its way, and where to begin."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analyser import jobs, workflow
from analyser.dashboard import sample_cohort
from analyser.dashboard.context import current_settings
from analyser.dashboard.details import ask_for_details
from analyser.dashboard.frame import kindly, page, plain
from analyser.dashboard.listing import Row, latest_first, narrowed, rows_of, shared_line
from analyser.dashboard.places import go_to
from analyser.dashboard.progress import show_jobs
from analyser.dashboard.viewer import looks_as, viewer
from analyser.domain import Session

ON_A_PAGE = 20
"""So many sessions are drawn at once; a search is offered where there are more than half of it."""


@page
def show() -> None:
    """The list of sessions; an address with ``?session=ID`` goes straight to that session."""
    if wanted := st.query_params.get("session"):
        go_to("session", session=wanted)
    known = workflow.sessions(settings=current_settings())
    head, action = st.columns([2, 1], vertical_alignment="bottom")
    head.title("Sessions")
    with action.container(horizontal=True, horizontal_alignment="right"):
        if len(known) > 1 and st.button("Compare", icon=":material/compare_arrows:"):
            go_to("compare")
        if looks_as("trainee") and st.button(
            "New recording", type="primary", icon=":material/add:"
        ):
            go_to("new")
    show_jobs()
    if all(session.sample for session in known) and looks_as("trainee"):
        _welcome("Nothing of your own yet" if known else "Nothing here yet")
    elif not known:
        _nothing_to_see()
    if known:
        _list(known)
        _invented(known)


def _welcome(title: str) -> None:
    with st.container(border=True):
        st.header(title)
        st.markdown(
            "Hand in the recording of a practice set. When it has been analysed you see who spoke "
            "for how long, which questions were asked and where advice crept in, and you can "
            "listen to every moment behind a figure."
        )
        if st.button("Hand in a recording"):
            go_to("new")


def _nothing_to_see() -> None:
    """What somebody finds here with whom nothing was shared, and where else to look."""
    st.markdown("No session has been shared with you yet.")
    if looks_as("lead") and st.button("Look at the cohort", icon=":material/bar_chart:"):
        go_to("cohort")


def _list(known: Sequence[Session]) -> None:
    """A page of the sessions, and a search where there are many."""
    wanted = _search(known)
    rows = narrowed(rows_of(latest_first(known), settings=current_settings()), wanted)
    if not rows:
        st.markdown(f"No session has “{plain(wanted)}” in its name, its people or its programme.")
    pages = -(-len(rows) // ON_A_PAGE)
    first = (min(st.session_state.get("sessions-page", 1), max(1, pages)) - 1) * ON_A_PAGE
    for row in rows[first : first + ON_A_PAGE]:
        _card(row)
    if pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key="sessions-page")


def _invented(known: Sequence[Session]) -> None:
    """A way to be rid of what was invented, for who sees all of it."""
    if viewer() is None and any(session.sample for session in known):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("Sessions marked as invented are there to be looked at.", width="content")
            sample_cohort.remove_button(key="remove-invented")


def _search(known: Sequence[Session]) -> str:
    if len(known) <= ON_A_PAGE // 2:
        return ""
    return st.text_input(
        "Find a session",
        key="sessions-wanted",
        icon=":material/search:",
        placeholder="Part of a name, a person or a programme",
        label_visibility="collapsed",
    ).strip()


def _card(row: Row) -> None:
    session = row.session
    with st.container(border=True, key=f"card-{session.id}"):
        about, actions = st.columns([2.2, 1.8], vertical_alignment="center")
        with about:
            _about(row)
        with actions.container(horizontal=True, horizontal_alignment="right"):
            if st.button("Open", key=f"open-{session.id}"):
                go_to("session", session=session.id)
            if row.own:
                _own_actions(session)


def _own_actions(session: Session) -> None:
    if st.button("Details", key=f"details-{session.id}", type="tertiary", icon=":material/edit:"):
        ask_for_details(session)
    if st.button("Forget", key=f"forget-{session.id}", type="tertiary", icon=":material/delete:"):
        _ask_to_forget(session)


def _about(row: Row) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(row.session.name)}**", width="content")
        if row.invented:
            st.badge("Invented sample", color="gray")
    st.caption(plain(row.facts))
    if shared := shared_line(row, settings=current_settings()):
        st.caption(plain(shared))


@st.dialog("Forget this session?")
@kindly
def _ask_to_forget(session: Session) -> None:
    st.markdown(
        f"**{plain(session.name)}**: the recording, its transcript and everything that you "
        "put right are removed from this machine. This cannot be undone."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Keep it"):
            st.rerun()
        if st.button("Forget it", type="primary"):
            jobs.forget(session.id, settings=current_settings())
            st.rerun()
