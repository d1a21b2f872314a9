"""How one gets from one page to another."""

from __future__ import annotations

from typing import Literal, NoReturn

import streamlit as st

from analyser.dashboard.context import viewer_in_address

Place = Literal[
    "home",
    "new",
    "session",
    "compare",
    "practice",
    "mentor",
    "sheet",
    "people",
    "cohort",
    "about",
    "help",
]

LOOK = "look"
"""Where the address keeps which tab of a session is open."""

FEEDBACK = "Feedback"
"""The tab with what people say to one another about a session."""


def go_to(place: Place, *, session: str | None = None, look: str | None = None) -> NoReturn:
    """Leave this page for another one; whoever looks goes on looking.

    :param session: the session to open there; it stands in the address, so it can be kept.
    :param look: the tab to open there; the first one if none is named.
    """
    from analyser.dashboard.pages import all_pages  # pages know the places, so this comes late

    asked = {"session": session, LOOK: look}
    named = {name: value for name, value in asked.items() if value}
    st.switch_page(all_pages()[place], query_params=named | viewer_in_address())
