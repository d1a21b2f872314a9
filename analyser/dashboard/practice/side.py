"""A trainee's part of the session page: what a mentor wrote, goals, a private note, sharing."""

from __future__ import annotations

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.dates import day
from analyser.dashboard.frame import kindly, plain, redraw
from analyser.dashboard.mentor.handing import show_downloads
from analyser.dashboard.mentor.pinned import tell_player
from analyser.dashboard.mentor.reel import show_reel
from analyser.dashboard.mentor.side import reviews
from analyser.dashboard.mentor.threads import show_threads
from analyser.dashboard.places import go_to
from analyser.dashboard.practice.goals import show_checks, show_new_goal
from analyser.dashboard.sections import Shown
from analyser.domain import Person
from analyser.store import ME


def owns(shown: Shown) -> bool:
    """Whether the session is about the practice of whoever looks; everybody's for ``me``."""
    return current_settings().person in {ME, shown.session.owner}


def show_trainee_side(shown: Shown) -> None:
    """What was said to the trainee, their goals, their note, and whom they share it with."""
    if not owns(shown):
        return
    with st.container(key="trainee-side"):
        if not reviews(shown):
            _feedback(shown)
        _goals(shown)
        _note(shown)
        _sharing(shown)


@st.fragment
@kindly
def _feedback(shown: Shown) -> None:
    """The signed sheet and the comments that came with it."""
    settings = current_settings()
    signed = [s for s in workflow.sheets(shown.session.id, settings=settings) if s.signed]
    said = workflow.comments(shown.session.id, settings=settings)
    if not signed and not said:
        return
    st.header("What your mentor wrote")
    names = {person.id: person.name for person in workflow.people(settings=settings)}
    for sheet in signed:
        author = names.get(sheet.by, "A mentor")
        with st.container(border=True, key=f"signed-{sheet.by}"):
            st.markdown(f"**{plain(author)}** signed feedback on {day(sheet.signed)}.")
            if st.button("Read it", key=f"read-{sheet.by}", type="primary"):
                go_to("sheet", session=shown.session.id)
            show_downloads(sheet, shown)
    show_reel(said, key=f"own-reel-{shown.session.id}")
    show_threads(shown, said)
    tell_player(said, key=f"pinned-{shown.session.id}")


@st.fragment
@kindly
def _goals(shown: Shown) -> None:
    settings = current_settings()
    checks = workflow.check_goals(shown.session.id, settings=settings)
    set_here = [
        goal
        for goal in workflow.goals_of(shown.session.owner, settings=settings)
        if goal.session == shown.session.id and not goal.closed
    ]
    label = "Goals for this session, and for the next"
    with st.expander(label, expanded=bool(checks), icon=":material/flag:"):
        show_checks(checks, own=True)
        for goal in set_here:
            st.markdown(f"Set for the next session: **{plain(goal.text)}**")
        show_new_goal(shown.session.id)


@st.fragment
@kindly
def _note(shown: Shown) -> None:
    """A text that nobody else reads, kept whenever the field is left."""
    settings = current_settings()
    before = workflow.private_note(shown.session.id, settings=settings)
    with st.expander("My private note", icon=":material/lock:"):
        typed = st.text_area(
            "What you want to remember",
            value=before,
            key=f"note-{shown.session.id}-{settings.person}",
            help="Nobody you share this session with sees it.",
        )
        if typed.strip() != before:
            workflow.write_private_note(shown.session.id, typed, settings=settings)
            st.caption("Kept.")


@st.fragment
@kindly
def _sharing(shown: Shown) -> None:
    """Whom the session is shared with, a way to share it, and a way to take that back."""
    settings = current_settings()
    mentors = [p for p in workflow.people(settings=settings) if "mentor" in p.kinds]
    if not mentors:
        return
    shared = workflow.shared_with(shown.session.id, settings=settings)
    with st.expander("Share with a mentor", icon=":material/group_add:"):
        if not shared:
            st.markdown("Nobody but you sees this session.")
        for person in shared:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(person.name), width="content")
                if st.button("Take it back", key=f"back-{person.id}", type="tertiary"):
                    workflow.take_back(shown.session.id, person.id, settings=settings)
                    redraw()
        _share(shown, [mentor for mentor in mentors if mentor not in shared])


def _share(shown: Shown, others: list[Person]) -> None:
    if not others:
        return
    names = {person.id: person.name for person in others}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "With whom", tuple(names), format_func=names.__getitem__,
            key=f"share-{shown.session.id}", width=280,
        )  # fmt: skip
        if st.button("Share", key=f"share-now-{shown.session.id}", type="primary"):
            workflow.share(shown.session.id, chosen, settings=current_settings())
            redraw()
    st.caption("A mentor hears the recording, reads the transcript, and can put right and comment.")
