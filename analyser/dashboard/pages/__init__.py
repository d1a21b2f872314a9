"""The app's pages."""

from __future__ import annotations

import streamlit as st

from analyser.dashboard.pages import help as help_page
from analyser.dashboard.pages import home, new, session
from analyser.dashboard.places import Place


def all_pages() -> dict[Place, st.Page]:
    """Every page under its name; a run of the app makes its own, as Streamlit asks."""
    return {
        "home": st.Page(home.show, title="Sessions", icon=":material/library_music:", default=True),
        "new": st.Page(new.show, title="New recording", icon=":material/add:", url_path="new"),
        "session": st.Page(session.show, title="Session", url_path="session", visibility="hidden"),
        "help": st.Page(help_page.show, title="Help", icon=":material/help:", url_path="help"),
    }
