"""A chart with its sentence and its table; what is clicked in it is played."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from analyser.dashboard import components
from analyser.dashboard.frame import kindly, plain
from analyser.report.charts.style import PICK


def draw_chart(
    chart: alt.LayerChart, *, words: str, table: pd.DataFrame, key: str, empty: bool = False
) -> None:
    """Draw a chart, say it in words, and offer it as a table.

    :param words: the chart in a sentence, which its description repeats for screen readers.
    :param empty: whether there is nothing to draw; then only the words are shown.
    """
    st.markdown(plain(words))
    if empty:
        return
    picked = st.altair_chart(chart, key=key, on_select="rerun", selection_mode=PICK)
    start = _start_of(picked)
    components.signal(None if start is None else str(start), start or 0.0, key=f"{key}-signal")
    with st.expander("As a table"):
        st.dataframe(table, hide_index=True, width="stretch", alt=words)


show_chart = st.fragment(kindly(draw_chart))
"""The same as a part that runs on its own after a click, so that the sound starts at once."""


def _start_of(picked: Any) -> float | None:
    """The moment that a click chose, or ``None``."""
    points = picked.selection.get(PICK, [])
    return float(points[0]["start"]) if points and "start" in points[0] else None
