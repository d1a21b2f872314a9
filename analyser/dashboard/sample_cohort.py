"""The invented cohort on the pages: its badge, and the buttons that add and remove it."""

from __future__ import annotations

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import VIEWER, current_settings


def invented_badge() -> None:
    """What marks everything that nobody real said."""
    st.badge("Invented sample", color="gray", help="Nobody in these sessions is a real person.")


def remove_button(*, key: str) -> None:
    """One click removes every invented session and person."""
    if st.button("Remove the invented cohort", key=key, icon=":material/delete:"):
        with st.spinner("Removing the invented sessions …"):
            workflow.remove_sample_cohort(settings=current_settings())
        st.session_state.pop(VIEWER, None)  # it may be one of those who are gone
        st.rerun()


def add_button(*, key: str) -> None:
    """One click brings them back."""
    if st.button("Add the invented cohort", key=key, icon=":material/group_add:"):
        with st.spinner("Adding the invented sessions: about ten seconds …"):
            workflow.add_sample_cohort(settings=current_settings())
        st.rerun()
