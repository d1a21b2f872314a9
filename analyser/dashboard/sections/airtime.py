"""Who spoke for how long."""

from __future__ import annotations

import streamlit as st

from analyser.dashboard.charts import airtime
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.chart import show_chart


def show_airtime(shown: Shown) -> None:
    """The bars; a click on one plays that voice's longest turn."""
    st.header("Airtime")
    rows = airtime.rows(shown.analysis, shown.measures)
    words = airtime.words(rows)
    show_chart(
        airtime.chart(rows, description=words),
        words=words,
        table=airtime.table(rows),
        key=f"airtime-{shown.session.id}",
    )
