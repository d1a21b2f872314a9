"""Whether advice crept in."""

from __future__ import annotations

import streamlit as st

from analyser.dashboard.charts import creep
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.chart import show_chart
from analyser.measures import drift


def show_creep(shown: Shown) -> None:
    """The word with its counts, the curve in its band; a click on a contribution plays it."""
    st.header(
        "Advice creep",
        help="The line is the share of advice among questions, advice and reflections in five "
        "minutes, moved by thirty seconds; the band holds it with 95 % certainty. There is no "
        "published norm for it.",
    )
    words = creep.words(drift(shown.analysis))
    rows = creep.rows(shown.analysis)
    chart = creep.chart(
        rows,
        creep.contribution_rows(shown.analysis),
        duration=shown.analysis.recording.duration,
        description=words,
    )
    show_chart(chart, words=words, table=creep.table(rows), key=f"creep-{shown.session.id}")
