"""People: who uses this machine, and as what."""

from __future__ import annotations

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import kindly, page, plain
from analyser.dashboard.viewer import KIND_WORDS, kinds_told
from analyser.domain import PERSON_KINDS, Person, PersonKind
from analyser.errors import InputError

READING_WIDTH = 760
"""Pixels."""


@page
def show() -> None:
    """Everybody, and a way to add, change and remove somebody."""
    with st.container(width=READING_WIDTH):
        head, action = st.columns([3, 1], vertical_alignment="bottom")
        head.title("People")
        with action.container(horizontal_alignment="right"):
            if st.button("Add somebody", type="primary", icon=":material/person_add:"):
                _ask(None)
        st.markdown(
            "A trainee sees their own sessions, a mentor those that were shared with them, and a "
            "cohort lead figures without names. Who looks is chosen at the side of every page: a "
            "view, not a lock."
        )
        known = workflow.people(settings=current_settings())
        if not known:
            st.markdown("Nobody has been added. Until then everything is shown to everybody.")
        for person in known:
            _card(person)


def _card(person: Person) -> None:
    with st.container(border=True, key=f"person-{person.id}"):
        about, actions = st.columns([3, 1.6], vertical_alignment="center")
        with about:
            _about(person)
        with actions.container(horizontal=True, horizontal_alignment="right"):
            if st.button("Change", key=f"change-{person.id}"):
                _ask(person)
            if st.button(
                "Remove", key=f"remove-{person.id}", type="tertiary", icon=":material/delete:"
            ):
                _ask_to_remove(person)


def _about(person: Person) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(person.name)}**", width="content")
        if person.sample:
            st.badge("Invented", color="gray", help="This is not a real person.")
    facts = (kinds_told(person), person.programme)
    st.caption(plain(" · ".join(fact for fact in facts if fact)))


@st.dialog("Who is it?")
@kindly
def _ask(person: Person | None) -> None:
    """A name, what they do here, and their programme; kept for one who is there already."""
    with st.form("person", border=False):
        name = st.text_input("Name", value=person.name if person else "", max_chars=80)
        kinds = st.multiselect(
            "What they do here",
            PERSON_KINDS,
            default=person.kinds if person else ("trainee",),
            format_func=_kind_word,
        )
        programme = st.text_input(
            "Programme", value=person.programme if person else "", max_chars=80,
            placeholder="The course that they are on, if there is one",
        )  # fmt: skip
        if st.form_submit_button("Save", type="primary"):
            _keep(person, name.strip(), tuple(kinds), programme.strip())
            st.rerun()


def _keep(person: Person | None, name: str, kinds: tuple[PersonKind, ...], programme: str) -> None:
    """Add somebody, or change somebody who is there.

    :raises InputError: there is no name, or nothing that they do here.
    """
    if not kinds:
        raise InputError("It is not said what they do here.", "Choose at least one.")
    settings = current_settings()
    if person is None:
        workflow.add_person(name, kinds, programme, settings=settings)
    else:
        workflow.change_person(
            person.id, name=name, kinds=kinds, programme=programme, settings=settings
        )


def _kind_word(kind: PersonKind) -> str:
    return KIND_WORDS[kind].capitalize()


@st.dialog("Remove this person?")
@kindly
def _ask_to_remove(person: Person) -> None:
    st.markdown(f"**{plain(person.name)}** can no longer be chosen as the one who looks.")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Keep them"):
            st.rerun()
        if st.button("Remove them", type="primary"):
            workflow.remove_person(person.id, settings=current_settings())
            st.rerun()
