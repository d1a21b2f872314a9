"""Where to listen: the address of a session's sound."""

from __future__ import annotations

import streamlit as st

from analyser.dashboard.routes import audio_address


def address_of(session: str, *, renew: bool = False) -> str:
    """The signed address of a session's sound: the same for a visit, so that it is loaded once."""
    key = f"address-{session}"
    if renew or key not in st.session_state:
        st.session_state[key] = audio_address(session)
    return str(st.session_state[key])
