"""Every figure of the session, with its doubt and what it means."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analyser.dashboard.frame import kindly
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.explain import show_heading
from analyser.dashboard.sections.facts import about_whom
from analyser.dashboard.sections.rounds import opted_key
from analyser.measures import DEFINITIONS, OPT_IN, TITLES, told

EVERY = "Everybody and everything"


@st.fragment
@kindly
def show_figures(shown: Shown) -> None:
    """All measures in one table, to be narrowed down to one voice, one role or the set."""
    show_heading(
        "All figures",
        about="Every measure for each voice, for each role and for the set, with its interval, "
        "what it rests on, and what it means. “Cannot tell” is an answer.",
    )
    table = figures_table(shown, opted=st.session_state.get(opted_key(shown), False))
    about = st.selectbox(
        "About", [EVERY, *dict.fromkeys(table["About"])], key=f"about-{shown.key}", width=320
    )
    st.dataframe(
        table if about == EVERY else table[table["About"] == about],
        hide_index=True,
        width="stretch",
        alt="All figures of the session",
    )


def figures_table(shown: Shown, *, opted: bool = True) -> pd.DataFrame:
    """One row for each measure: what, about whom, value with doubt, what it rests on, meaning.

    :param opted: whether measures are among them that are told only to those who ask for them.
    """
    return pd.DataFrame(
        [
            {
                "Measure": TITLES[measure.name],
                "About": about_whom(measure.subject, shown.analysis),
                "Value": told(measure),
                "Rests on": measure.note,
                "What it means": DEFINITIONS[measure.name],
            }
            for measure in shown.measures
            if opted or measure.name not in OPT_IN
        ],
        columns=["Measure", "About", "Value", "Rests on", "What it means"],
    )
