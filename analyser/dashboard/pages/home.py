"""Sessions: what is there, what is on its way, and where to begin."""

from __future__ import annotations

import streamlit as st

from analyser import jobs, workflow
from analyser.dashboard import samples
from analyser.dashboard.context import current_settings
from analyser.dashboard.dates import day
from analyser.dashboard.figures import voices_in
from analyser.dashboard.frame import kindly, page, plain
from analyser.dashboard.places import go_to
from analyser.dashboard.progress import show_jobs
from analyser.domain import Session
from analyser.measures.wording import many, minutes


@page
def show() -> None:
    """The list of sessions; an address with ``?session=ID`` goes straight to that session."""
    if wanted := st.query_params.get("session"):
        go_to("session", session=wanted)
    known = workflow.sessions(settings=current_settings())
    head, action = st.columns([4, 1], vertical_alignment="bottom")
    head.title("Sessions")
    with action.container(horizontal_alignment="right"):
        if st.button("New recording", type="primary", icon=":material/add:"):
            go_to("new")
    show_jobs()
    if not known:
        _welcome()
    for session in known:
        _card(session)


def _welcome() -> None:
    with st.container(border=True):
        st.header("Nothing here yet")
        st.markdown(
            "Hand in the recording of a practice set. When it has been analysed you see who spoke "
            "for how long, which questions were asked and where advice crept in, and you can "
            "listen to every moment behind a figure."
        )
        if st.button("Hand in a recording"):
            go_to("new")


def _card(session: Session) -> None:
    with st.container(border=True, key=f"card-{session.id}"):
        about, actions = st.columns([4, 1.4], vertical_alignment="center")
        with about:
            _about(session)
        with actions.container(horizontal=True, horizontal_alignment="right"):
            if st.button("Open", key=f"open-{session.id}"):
                go_to("session", session=session.id)
            if st.button(
                "Forget", key=f"forget-{session.id}", type="tertiary", icon=":material/delete:"
            ):
                _ask_to_forget(session)


def _about(session: Session) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(session.name)}**", width="content")
        if samples.is_invented(session.recording.id):
            st.badge("Invented sample", color="gray")
    length = minutes(session.recording.duration)
    voices = many(voices_in(session.id), "voice")
    st.caption(f"{day(session.created)} · {length} · {voices}")


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
