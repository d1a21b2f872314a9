"""A mentor's part of the session page: moments, what was seen, and the way to the sheet."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import kindly
from analyser.dashboard.mentor.pinned import tell_player
from analyser.dashboard.mentor.reel import show_reel
from analyser.dashboard.mentor.rubric import show_rubric
from analyser.dashboard.mentor.threads import opening, show_composer, show_threads
from analyser.dashboard.places import go_to
from analyser.dashboard.sections import Shown
from analyser.domain import Sheet
from analyser.measures.wording import many
from analyser.store import ME


def reviews(shown: Shown) -> bool:
    """Whether whoever looks may write feedback on the session: everybody but whose it is."""
    person = current_settings().person
    return person == ME or person != shown.session.owner


def show_mentor_side(shown: Shown) -> None:
    """Comments, the moment reel, the rubric and the feedback sheet, for whoever may write them."""
    if not reviews(shown):
        return
    _looked(shown)
    with st.container(key="mentor-side"):
        head, action = st.columns([2, 1], vertical_alignment="bottom")
        head.header(
            "Feedback",
            help="The trainee reads what you write here once you have signed the feedback sheet.",
        )
        with action.container(horizontal_alignment="right"):
            if st.button("Feedback sheet", icon=":material/description:", type="primary"):
                go_to("sheet", session=shown.session.id)
        _review(shown)


def _looked(shown: Shown) -> None:
    """Remember, once in a visit, that a mentor has seen what is new."""
    settings = current_settings()
    key = f"looked-{shown.session.id}-{settings.person}"
    if settings.person != ME and key not in st.session_state:
        workflow.looked_at(shown.session.id, settings=settings)
        st.session_state[key] = True


@st.fragment
@kindly
def _review(shown: Shown) -> None:
    said = workflow.comments(shown.session.id, settings=current_settings())
    marked = opening(said)
    moments, seen = st.tabs([f"Moments ({len(marked)})", "What was seen"])
    with moments:
        show_composer(shown)
        if marked:
            st.markdown(f"**{many(len(marked), 'moment')}, in the order of the session**")
            show_reel(said, key=f"reel-{shown.session.id}")
        show_threads(shown, said)
        tell_player(said, key=f"pinned-{shown.session.id}")
    with seen:
        _rubric(shown)


def _rubric(shown: Shown) -> None:
    """The rubric as a part of the sheet; what is chosen is kept at once."""
    settings = current_settings()
    before = _sheet(shown)
    ratings = show_rubric(before, key=f"rated-{shown.session.id}-{settings.person}")
    if ratings != before.ratings:
        workflow.save_sheet(replace(before, ratings=ratings), settings=settings)
        st.caption("Kept in your draft of the feedback sheet.")


def _sheet(shown: Shown) -> Sheet:
    """The sheet of the person who looks, or an empty one with its usual figures."""
    settings = current_settings()
    known = workflow.sheets(shown.session.id, settings=settings)
    own = next((sheet for sheet in known if sheet.by == settings.person), None)
    return own or Sheet(
        session=shown.session.id, by=settings.person, changed="", figures=workflow.FIGURES
    )
