"""One measure each: its sentence, how it is spread, its months, and both as a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analyser.dashboard.cohort.told import rests_on
from analyser.dashboard.frame import kindly, plain
from analyser.measures import DEFINITIONS, TITLES
from analyser.measures.cohort import Cohort, Spread
from analyser.report.charts import cohort as charts
from analyser.report.charts import cohort_words as told

HEADLINES = (
    "open_share",
    "airtime_share",
    "advice_share",
    "advice_creep_verdict",
    "wait_after_question",
    "reflections_to_questions",
    "steer_back",
    "long_waits_after_question",
    "evenness",
)
"""The measures with a panel of their own, in this order; the others are one choice away."""


def show_panels(cohort: Cohort) -> None:
    """Two panels a row."""
    known = {spread.name: spread for spread in cohort.spreads}
    shown = [known[name] for name in HEADLINES if name in known]
    for first in range(0, len(shown), 2):
        for column, spread in zip(
            st.columns(2, gap="large"), shown[first : first + 2], strict=False
        ):
            with column:
                show_panel(spread)


def show_panel(spread: Spread) -> None:
    """A measure over the cohort; where it is withheld only one's own sessions are drawn."""
    with st.container(border=True, key=f"measure-{spread.name}"):
        st.subheader(TITLES[spread.name], help=plain(DEFINITIONS[spread.name]), anchor=False)
        words = told.words(spread)
        st.markdown(plain(words))
        if any(word.sessions is not None for word in spread.words):
            st.altair_chart(charts.words_chart(spread, description=words))
        if len(charts.rows(spread)):
            st.altair_chart(charts.chart(spread, description=words))
        if _has_time(spread):
            st.altair_chart(charts.months_chart(spread, description=words))
        with st.expander("As a table"):
            st.dataframe(told.table(spread), hide_index=True, width="stretch", alt=words)


@st.fragment
@kindly
def show_any(cohort: Cohort) -> None:
    """Every other measure, one at a time, and all of them in one table."""
    others = [spread for spread in cohort.spreads if spread.name not in HEADLINES]
    if others:
        names = {TITLES[spread.name]: spread for spread in others}
        chosen = st.selectbox("Another figure", list(names), key="cohort-figure", width=420)
        show_panel(names[chosen])
    with st.expander("All figures", icon=":material/table_rows:"):
        st.dataframe(
            all_figures(cohort), hide_index=True, width="stretch", alt="All figures of the cohort"
        )


def all_figures(cohort: Cohort) -> pd.DataFrame:
    """One row for each measure."""
    return pd.DataFrame(
        [
            {
                "Measure": TITLES[spread.name],
                "Rests on": rests_on(spread),
                "Median": _median(spread),
                "Half lie between": told.between(spread.all, spread.unit),
                "Change within people": told.step(spread),
                "With warnings": told.middle(spread.flagged, spread.unit)
                if spread.flagged.sessions
                else "",
                "What it means": DEFINITIONS[spread.name],
            }
            for spread in cohort.spreads
        ]
    )


def _median(spread: Spread) -> str:
    if spread.words and not spread.all.withheld:
        return ", ".join(
            f"{w.word}: {'withheld' if w.sessions is None else w.sessions}" for w in spread.words
        )
    return told.middle(spread.all, spread.unit)


def _has_time(spread: Spread) -> bool:
    """Whether there is anything to draw along the months."""
    told = [month for month in spread.months if month.cell.median is not None]
    return len(told) > 1 or len(spread.own) > 1
