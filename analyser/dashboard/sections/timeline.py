"""The session from left to right."""

from __future__ import annotations

from math import ceil

import streamlit as st

from analyser.dashboard.frame import kindly
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.chart import draw_chart
from analyser.dashboard.sections.explain import show_heading
from analyser.report.charts import airtime, timeline

LONG = 30 * 60
"""Seconds from which on the lanes are too full to read as a whole."""

STEP = 5
"""Minutes."""


@st.fragment
@kindly
def show_timeline(shown: Shown) -> None:
    """Turns, questions and advice on one lane for each voice, in the order of the airtime bars."""
    show_heading(
        "From start to end",
        acts=["open_question", "closed_question", "advice"],
        about="A lane for each voice: the bars are its turns, the signs what it asked and advised. "
        "A click on either plays it.",
    )
    turns, marks = timeline.turn_rows(shown.analysis), timeline.mark_rows(shown.analysis)
    words = timeline.words(turns, marks)
    chart = timeline.chart(
        turns,
        marks,
        lanes=list(airtime.rows(shown.analysis, shown.measures)["name"]),
        part=_part(shown),
        description=words,
    )
    draw_chart(
        chart,
        words=words,
        table=timeline.table(marks),
        key=f"timeline-{shown.key}",
        empty=turns.empty and marks.empty,
    )


def _part(shown: Shown) -> tuple[float, float]:
    """The part of the session to look at, in seconds: all of it where that can be read."""
    since, until = shown.span
    if until - since <= LONG:
        return since, until
    start, end = int(since / 60 / STEP) * STEP, ceil(until / 60 / STEP) * STEP
    first, last = st.slider(
        "Minutes to look at", start, end, (start, end), step=STEP, key=f"part-{shown.key}"
    )
    return max(since, first * 60.0), max((first + 1) * 60.0, min(last * 60.0, until))
