"""Where to listen: the addresses of a session's sound and of its outline."""

from __future__ import annotations

import streamlit as st

from analyser.dashboard.context import current_settings
from analyser.dashboard.routes import sound_ticket


def ticket_of(session: str, *, renew: bool = False) -> str:
    """The ticket for a session's sound: the same for a visit, so that it is loaded once.

    It holds for whoever looks, and for nobody else.
    """
    person = current_settings().person
    key = f"sound-{person}-{session}"
    if renew or key not in st.session_state:
        st.session_state[key] = sound_ticket(session, person)
    return str(st.session_state[key])
