"""The session from left to right."""

from __future__ import annotations

from math import ceil

import streamlit as st

from analyser.dashboard.charts import airtime, timeline
from analyser.dashboard.frame import kindly
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.chart import draw_chart

LONG = 30 * 60
"""Seconds from which on the lanes are too full to read as a whole."""

STEP = 5
"""Minutes."""


@st.fragment
@kindly
def show_timeline(shown: Shown) -> None:
    """Turns, questions and advice on one lane for each voice, in the order of the airtime bars."""
    st.header("The session from start to end")
    turns, marks = timeline.turn_rows(shown.analysis), timeline.mark_rows(shown.analysis)
    words = timeline.words(turns, marks)
    chart = timeline.chart(
        turns,
        marks,
        lanes=list(airtime.rows(shown.analysis, shown.measures)["name"]),
        part=_part(shown),
        description=words,
    )
    draw_chart(chart, words=words, table=timeline.table(marks), key=f"timeline-{shown.session.id}")


def _part(shown: Shown) -> tuple[float, float]:
    """The part of the session to look at, in seconds: all of it where that can be read."""
    duration = shown.analysis.recording.duration
    if duration <= LONG:
        return 0.0, duration
    end = ceil(duration / 60 / STEP) * STEP
    first, last = st.slider(
        "Minutes to look at", 0, end, (0, end), step=STEP, key=f"part-{shown.session.id}"
    )
    return first * 60.0, max((first + 1) * 60.0, min(last * 60.0, duration))
