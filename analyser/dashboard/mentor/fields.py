"""Fields that keep what is typed in them."""

from __future__ import annotations

import streamlit as st


def kept(key: str, first: object) -> str:
    """A field's key, with what it holds when it is drawn for the first time on a page.

    The field is given no other value, so that no rerun puts another in the place of what is typed.
    """
    st.session_state.setdefault(key, first)
    return key
