"""Who is looking: chosen at the side of every page, kept while the visit lasts and in the address.

Choosing is a view, not a lock: whoever uses this machine can choose anybody.
"""

from __future__ import annotations

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import (
    IN_ADDRESS,
    VIEWER,
    current_settings,
    started_settings,
    viewer_in_address,
)
from analyser.dashboard.frame import plain_errors
from analyser.domain import Person, PersonKind
from analyser.store import ME

EVERYONE = "Everyone here"
KIND_WORDS: dict[PersonKind, str] = {
    "trainee": "trainee",
    "mentor": "mentor",
    "lead": "cohort lead",
}

SIDE_WIDTH = 230
"""Pixels: a name, and as much of the page as can be left to the page."""

_CHOICE = "who-looks"
_PERSON = "viewer-person"
_A_VIEW = (
    "Choosing who looks is a view, not a lock: it shows what that person would see. Whoever uses "
    "this machine can choose anybody."
)


def choose_viewer() -> None:
    """The choice at the side, once there is somebody to choose; the address follows it.

    Where the app was started for one person there is nothing to choose.
    """
    with plain_errors():
        known = {person.id: person for person in workflow.people(settings=started_settings())}
        if known and started_settings().person == ME:
            st.session_state[VIEWER] = _chosen(known, _before(known))
            _write_address()
        st.session_state[_PERSON] = known.get(current_settings().person)


def viewer() -> Person | None:
    """The person who looks; ``None`` for everybody on this machine."""
    person: Person | None = st.session_state.get(_PERSON)
    return person


def looks_as(*kinds: PersonKind) -> bool:
    """Whether what is for people of these kinds is for whoever looks; everybody may see it all."""
    person = viewer()
    return person is None or bool({*kinds} & {*person.kinds})


def kinds_told(person: Person) -> str:
    """What somebody uses the tool as: ``trainee, mentor``."""
    return ", ".join(KIND_WORDS[kind] for kind in person.kinds)


def _before(known: dict[str, Person]) -> str:
    """Who looked until now: in this visit, else by the address; nobody who is not there."""
    wanted = st.session_state.get(VIEWER) or st.query_params.get(IN_ADDRESS, ME)
    return wanted if wanted in known else ME


def _chosen(known: dict[str, Person], before: str) -> str:
    choices = [ME, *known]
    if st.session_state.get(_CHOICE) not in choices:
        st.session_state[_CHOICE] = before
    with st.sidebar:
        chosen: str = st.selectbox(
            "Who is looking?",
            choices,
            key=_CHOICE,
            format_func=lambda who: _called(known.get(who)),
        )
        if chosen != ME:
            st.caption(f"Looks as {kinds_told(known[chosen])}")
        st.caption(_A_VIEW)
    return chosen


def _called(person: Person | None) -> str:
    return EVERYONE if person is None else person.name


def _write_address() -> None:
    """The address names who looks, so that it can be kept and a reload changes nothing."""
    wanted = viewer_in_address().get(IN_ADDRESS)
    if st.query_params.get(IN_ADDRESS) == wanted:
        return
    if wanted is None:
        del st.query_params[IN_ADDRESS]
    else:
        st.query_params[IN_ADDRESS] = wanted
