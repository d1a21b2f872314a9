"""Mentor: who shared what, what is new, and what waits for a feedback sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import page, plain
from analyser.dashboard.listing import held_on
from analyser.dashboard.mentor.moments import when
from analyser.dashboard.places import FEEDBACK, go_to
from analyser.measures.wording import counted, many, minutes
from analyser.workflow import Waiting
from analyser.workflow.sharing import SheetState

SHEET_WORDS: dict[SheetState, str] = {
    "none": "No sheet yet",
    "draft": "Sheet begun",
    "signed": "Sheet signed",
}
SHEET_ICONS: dict[SheetState, str] = {
    "none": ":material/radio_button_unchecked:",
    "draft": ":material/edit_note:",
    "signed": ":material/task_alt:",
}

ON_A_PAGE = 20


@page
def show() -> None:
    """What waits first, then every trainee with what they shared."""
    st.title("Mentor")
    found = workflow.inbox(settings=current_settings())
    st.html(f'<p class="answer">{sentence(found)}</p>')
    waits = waiting(found)
    if waits:
        st.header("Waiting for you")
        _rows(waits, part="waits")
    done = [row for row in found if row not in waits]
    if done:
        st.header("All that was shared with you")
        _by_trainee(done)


def waiting(found: Sequence[Waiting]) -> list[Waiting]:
    """What is new, and what has no signed sheet yet: new things first, as the inbox has them."""
    return [row for row in found if row.new or row.sheet != "signed"]


def sentence(found: Sequence[Waiting]) -> str:
    """The page in a sentence."""
    if not found:
        return "Nobody has shared a session yet."
    trainees = len({row.session.owner for row in found})
    people = f"{counted(trainees).capitalize()} trainee{'s' if trainees > 1 else ''}"
    new = sum(row.new for row in found) or "none"
    open_ones = sum(row.sheet != "signed" for row in found) or "none"
    shared = f"{people} shared {many(len(found), 'session')}"
    return f"{shared}: {new} new, {open_ones} without a signed feedback sheet."


def _by_trainee(rows: Sequence[Waiting]) -> None:
    ordered = sorted(rows, key=lambda row: (_owner(row), row.session.owner))
    for (name, _), theirs in groupby(ordered, key=lambda row: (_owner(row), row.session.owner)):
        own = list(theirs)
        with st.expander(plain(f"{name}: {many(len(own), 'session')}"), icon=":material/person:"):
            _rows(own, part="done")


def _rows(rows: Sequence[Waiting], *, part: str) -> None:
    pages = -(-len(rows) // ON_A_PAGE)
    key = f"{part}-page-{rows[0].session.owner if part == 'done' else ''}"
    first = (min(st.session_state.get(key, 1), pages) - 1) * ON_A_PAGE
    for row in rows[first : first + ON_A_PAGE]:
        _row(row)
    if pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key=key)


def _row(row: Waiting) -> None:
    session = row.session
    with st.container(border=True, key=f"waits-{session.id}"):
        about, actions = st.columns([3, 1.6], vertical_alignment="center")
        with about:
            _about(row)
        with actions.container(horizontal=True, horizontal_alignment="right"):
            if st.button("Review", key=f"review-{session.id}", type="primary"):
                go_to("session", session=session.id, look=FEEDBACK)
            if st.button("Sheet", key=f"sheet-{session.id}"):
                go_to("sheet", session=session.id)


def _about(row: Waiting) -> None:
    session = row.session
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(_owner(row))}** · {plain(session.name)}", width="content")
        if row.new:
            st.badge("New", icon=":material/fiber_new:", color="blue")
        st.badge(SHEET_WORDS[row.sheet], icon=SHEET_ICONS[row.sheet], color="gray")
        if session.sample:
            st.badge("Invented sample", color="gray")
    facts = (
        held_on(session),
        minutes(session.recording.duration),
        f"shared {when(row.shared)}" if row.shared else "",
    )
    st.caption(plain(" · ".join(fact for fact in facts if fact)))


def _owner(row: Waiting) -> str:
    return row.owner.name if row.owner else "Somebody"
