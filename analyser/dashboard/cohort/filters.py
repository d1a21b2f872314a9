"""What of the cohort is looked at: a programme, a time, online or in one room, how many voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

EVERY = "All programmes"
ANYWHERE = "Anywhere"
ANY_SIZE = "Any size"

_KEYS = {name: f"cohort-{name}" for name in ("programme", "since", "until", "where", "size")}
_PLACES = {ANYWHERE: None, "Online": True, "In one room": False}
_SIZES = {
    ANY_SIZE: None,
    "Up to 4 voices": (1, 4),
    "5 or 6 voices": (5, 6),
    "7 voices or more": (7, 99),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What was chosen; ``None`` leaves it open."""

    programme: str | None = None
    since: str | None = None
    until: str | None = None
    online: bool | None = None
    size: tuple[int, int] | None = None


def chosen() -> Filters:
    """What was chosen when the page was last drawn, so that its answer can stand above the row."""
    state = st.session_state
    named = state.get(_KEYS["programme"], EVERY)
    return Filters(
        programme=None if named == EVERY else named,
        since=_iso(state.get(_KEYS["since"])),
        until=_iso(state.get(_KEYS["until"])),
        online=_PLACES[state.get(_KEYS["where"], ANYWHERE)],
        size=_SIZES[state.get(_KEYS["size"], ANY_SIZE)],
    )


def choose(programmes: Sequence[str]) -> None:
    """The row of choices; what is chosen holds while the visit lasts.

    :param programmes: those that whoever looks may choose from.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if programmes:
            st.selectbox("Programme", [EVERY, *programmes], key=_KEYS["programme"])
        st.date_input("From", value=None, key=_KEYS["since"], format="DD/MM/YYYY")
        st.date_input("To", value=None, key=_KEYS["until"], format="DD/MM/YYYY")
        st.selectbox("Where", list(_PLACES), key=_KEYS["where"])
        st.selectbox("Set size", list(_SIZES), key=_KEYS["size"])


def _iso(day: object) -> str | None:
    return day.isoformat() if isinstance(day, date) else None
