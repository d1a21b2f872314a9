"""The app's pages."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from analyser.dashboard.pages import (
    about,
    cohort,
    compare,
    home,
    mentor,
    new,
    people,
    practice,
    session,
    sheet,
)
from analyser.dashboard.pages import help as help_page
from analyser.dashboard.places import Place
from analyser.dashboard.viewer import looks_as, viewer
from analyser.domain import PersonKind


def all_pages() -> dict[Place, st.Page]:
    """Every page under its name; a run of the app makes its own, as Streamlit asks.

    The bar names those that are for whoever looks; the others can be reached all the same.
    """
    return {
        "home": st.Page(home.show, title="Sessions", icon=":material/library_music:", default=True),
        "new": st.Page(
            new.show,
            title="New recording",
            icon=":material/add:",
            url_path="new",
            visibility=_for("trainee"),
        ),
        "session": st.Page(session.show, title="Session", url_path="session", visibility="hidden"),
        "compare": st.Page(compare.show, title="Compare", url_path="compare", visibility="hidden"),
        "practice": st.Page(
            practice.show,
            title="My practice" if viewer() and looks_as("trainee") else "Practice",
            icon=":material/trending_up:",
            url_path="practice",
            visibility=_for("trainee", "mentor"),
        ),
        "mentor": st.Page(
            mentor.show,
            title="Mentor",
            icon=":material/rate_review:",
            url_path="mentor",
            visibility=_for("mentor"),
        ),
        "sheet": st.Page(sheet.show, title="Feedback sheet", url_path="sheet", visibility="hidden"),
        "people": st.Page(
            people.show,
            title="People",
            icon=":material/group:",
            url_path="people",
            visibility="hidden" if viewer() else "visible",
        ),
        "cohort": st.Page(
            cohort.show, title="Cohort", icon=":material/bar_chart:", url_path="cohort"
        ),
        "about": st.Page(
            about.show, title="Settings", icon=":material/settings:", url_path="about"
        ),
        "help": st.Page(help_page.show, title="Help", icon=":material/help:", url_path="help"),
    }


def _for(*kinds: PersonKind) -> Literal["visible", "hidden"]:
    """Whether the bar names a page that is for people of these kinds."""
    return "visible" if looks_as(*kinds) else "hidden"
