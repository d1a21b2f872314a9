"""Every figure of the session, with its doubt and what it means."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analyser.dashboard.look import ROLE_LABELS, names_of
from analyser.dashboard.sections import Shown
from analyser.domain import Analysis, Measure
from analyser.measures import DEFINITIONS, TITLES, told


def show_figures(shown: Shown) -> None:
    """All measures in one table, folded away."""
    with st.expander("All figures", icon=":material/table_rows:"):
        st.dataframe(
            figures_table(shown), hide_index=True, width="stretch", alt="All figures of the session"
        )


def figures_table(shown: Shown) -> pd.DataFrame:
    """One row for each measure: what, about whom, value with doubt, what it rests on, meaning."""
    return pd.DataFrame(
        [
            {
                "Measure": TITLES[measure.name],
                "About": _about(measure, shown.analysis),
                "Value": told(measure),
                "Rests on": measure.note,
                "What it means": DEFINITIONS[measure.name],
            }
            for measure in shown.measures
        ]
    )


def _about(measure: Measure, analysis: Analysis) -> str:
    if measure.subject == "set":
        return "The set"
    role = measure.subject.removeprefix("role:")
    labels = {f"role:{name}": label for name, label in ROLE_LABELS.items()}
    return labels.get(measure.subject) or names_of(analysis).get(measure.subject, role)
