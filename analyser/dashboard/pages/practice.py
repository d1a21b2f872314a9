"""My practice: how it goes over sessions, what to aim at next, and what mentors wrote."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.dates import day
from analyser.dashboard.frame import kindly, page, plain, unbroken
from analyser.dashboard.listing import rows_of, shared_line
from analyser.dashboard.places import go_to
from analyser.dashboard.practice.followed import Held, answer, in_order, spoken_of
from analyser.dashboard.practice.goals import show_checks, show_new_goal
from analyser.dashboard.practice.panels import show_panels
from analyser.dashboard.viewer import looks_as, viewer
from analyser.domain import Session
from analyser.store import ME

SHOWN = 20
"""The latest sessions are listed; the list of all is a page of its own."""


@page
def show() -> None:
    """The practice of whoever looks, or of somebody whose sessions they may see."""
    st.title("My practice" if looks_as("trainee") and viewer() else "Practice")
    whose = _whose()
    own = whose == current_settings().person
    held = in_order(
        [
            Held(session=row.session, measures=row.measures, cautions=row.warnings)
            for row in workflow.practice(whose, settings=current_settings())
        ]
    )
    said = spoken_of(answer(held), own=own)
    st.html(f'<p class="answer">{escape(unbroken(said))}</p>')
    if not held:
        _begin()
        return
    _goals(held[-1].session)
    _feedback([one.session for one in held])
    st.header("Over time")
    show_panels(held, own=own)
    _sessions([one.session for one in held])


def _whose() -> str:
    """Whose practice is shown: one's own, or that of somebody who shared a session."""
    settings = current_settings()
    names = {person.id: person.name for person in workflow.people(settings=settings)}
    owners = dict.fromkeys(session.owner for session in workflow.sessions(settings=settings))
    if not owners or set(owners) == {settings.person}:
        return settings.person
    choices = sorted(owners, key=lambda owner: (owner != settings.person, names.get(owner, "~")))
    return st.selectbox(
        "Whose",
        choices,
        format_func=lambda owner: names.get(owner, "Nobody in particular"),
        key="whose-practice",
        width=320,
    )


def _begin() -> None:
    st.markdown("When a recording has been analysed, or was shared with you, it stands here.")
    if looks_as("trainee") and st.button("Hand in a recording", type="primary"):
        go_to("new")


@st.fragment
@kindly
def _goals(last: Session) -> None:
    """How the last session met the goals that were set before it, and those set since."""
    settings = current_settings()
    decides = settings.person in {ME, last.owner}
    st.header("Goals")
    before = workflow.check_goals(last.id, settings=settings)
    checks = [check for check in before if not check.goal.closed]
    if checks:
        st.caption(plain(f"In the last session, {last.name}:"))
        show_checks(checks, own=decides)
    checked = {check.goal.id for check in checks}
    for goal in workflow.goals_of(last.owner, settings=settings):
        if not goal.closed and goal.id not in checked:
            with st.container(border=True, key=f"next-{goal.id}"):
                st.markdown(f"**{plain(goal.text)}**")
                st.caption("The next session will tell.")
    if decides:
        with st.expander("Set a goal for the next session", icon=":material/flag:"):
            show_new_goal(last.id)


def _feedback(sessions: Sequence[Session]) -> None:
    """The feedback that was signed, the newest first."""
    settings = current_settings()
    names = {person.id: person.name for person in workflow.people(settings=settings)}
    signed = [
        (sheet, session)
        for session in sessions[-SHOWN:]
        for sheet in workflow.sheets(session.id, settings=settings)
        if sheet.signed
    ]
    if not signed:
        return
    st.header("What mentors wrote")
    for sheet, session in sorted(signed, key=lambda pair: pair[0].signed, reverse=True):
        with st.container(border=True, key=f"feedback-{session.id}-{sheet.by}"):
            about, action = st.columns([4, 1], vertical_alignment="center")
            about.markdown(
                f"**{plain(names.get(sheet.by, 'A mentor'))}** on {plain(session.name)}, "
                f"{day(sheet.signed)}"
            )
            with action.container(horizontal_alignment="right"):
                if st.button("Read it", key=f"read-{session.id}-{sheet.by}"):
                    go_to("sheet", session=session.id)


def _sessions(sessions: Sequence[Session]) -> None:
    """The latest sessions, each a click away."""
    st.header("Sessions")
    latest = sessions[: -SHOWN - 1 : -1]
    for row in rows_of(latest, settings=current_settings()):
        with st.container(border=True, key=f"held-{row.session.id}"):
            about, action = st.columns([4, 1], vertical_alignment="center")
            with about:
                st.markdown(f"**{plain(row.session.name)}**")
                shared = shared_line(row, settings=current_settings())
                st.caption(plain(" · ".join(fact for fact in (row.facts, shared) if fact)))
            with action.container(horizontal_alignment="right"):
                if st.button("Open", key=f"to-{row.session.id}"):
                    go_to("session", session=row.session.id)
    if len(sessions) > SHOWN and st.button("All sessions", type="tertiary"):
        go_to("home")
