"""The cohort: how practice is spread and how it changes, over many people, without names."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from analyser import workflow
from analyser.dashboard.cohort.filters import Filters, choose, chosen
from analyser.dashboard.cohort.panels import show_any, show_panels
from analyser.dashboard.cohort.told import agreement, answer, caution, warning_rows
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import page, plain, unbroken
from analyser.dashboard.sample_cohort import invented_badge, remove_button
from analyser.measures.cohort import FEWEST, Cohort

_NO_RANKING = (
    f"Nobody is named and nobody is ranked. What rests on fewer than {FEWEST} people is withheld. "
    "A figure is the facilitator’s own where each voice has one, else the whole set’s."
)


@page
def show() -> None:
    """The answer first; then what was chosen, measure by measure."""
    title, aside = st.columns([4, 1.4], vertical_alignment="bottom")
    title.title("Cohort")
    cohort = _asked(chosen())
    st.html(f'<p class="answer">{escape(unbroken(answer(cohort)))}</p>')
    st.caption(plain(_NO_RANKING))
    choose(cohort.programmes)
    if cohort.sample:
        with aside.container(horizontal=True, horizontal_alignment="right"):
            invented_badge()
            remove_button(key="remove-from-cohort")
    if not cohort.sessions:
        _nothing()
        return
    show_panels(cohort)
    show_any(cohort)
    _recordings(cohort)
    _observers(cohort)


def _asked(filters: Filters) -> Cohort:
    """The cohort; what has to be worked out first is shown as it goes."""
    bar = st.empty()

    def progress(share: float) -> None:
        bar.progress(share, "Working out the figures of sessions that are new …")

    found = workflow.cohort(
        programme=filters.programme,
        since=filters.since,
        until=filters.until,
        online=filters.online,
        size=filters.size,
        settings=current_settings(),
        progress=progress,
    )
    bar.empty()
    return found


def _nothing() -> None:
    st.markdown(
        "Sessions come here by themselves once they have been analysed. Say for each of them on "
        "which day it was held and for which programme: *Details* on the list of sessions."
    )


def _recordings(cohort: Cohort) -> None:
    st.header("Recordings to be careful with")
    st.markdown(plain(caution(cohort)))
    if rows := warning_rows(cohort):
        st.dataframe(
            pd.DataFrame(rows), hide_index=True, width="stretch", alt="Warnings about recordings"
        )


def _observers(cohort: Cohort) -> None:
    st.header("Do observers agree?")
    st.markdown(plain(agreement(cohort)))
    st.caption(
        "Kappa is 1 where two people label every utterance alike and 0 where they agree no more "
        "than by chance. Labelling a session again by a second person is what makes it."
    )
