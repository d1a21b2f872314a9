"""Listening: the room that is left after questions and after the presenter, and reflections."""

from __future__ import annotations

import streamlit as st

from analyser.dashboard.frame import kindly
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.chart import draw_chart
from analyser.dashboard.sections.explain import show_heading
from analyser.dashboard.sections.facts import lead_of, show_facts
from analyser.dashboard.sections.moments import Kind, show_moments
from analyser.report.charts import reflections, waits

WAITS = (
    *("wait_after_question", "long_waits_after_question"),
    *("wait_after_presenter", "long_waits_after_presenter"),
)
REFLECTIONS = ("reflections", "reflections_to_questions")


def show_listening(shown: Shown) -> None:
    """Every wait as a dot, and how many reflections came with the questions."""
    _show_waits(shown)
    _show_reflections(shown)
    show_heading("Every reflection")
    kinds = (Kind("Reflections", lambda row: row.act.act == "reflection"),)
    show_moments(shown, kinds, key="reflections")


@st.fragment
@kindly
def _show_waits(shown: Shown) -> None:
    show_heading(
        "Room to think",
        measures=WAITS,
        about="Each dot is one wait; a click plays it. The line at three seconds is ours: there is "
        "no norm for a set.",
    )
    rows = waits.rows(shown.analysis)
    words = waits.words(rows)
    line = st.toggle("Show the line at 3 seconds", value=True, key=f"long-{shown.key}")
    chart = waits.chart(rows, line=line, description=words)
    draw_chart(
        chart, words=words, table=waits.table(rows), key=f"waits-{shown.key}", empty=rows.empty
    )
    show_facts(shown, [(name, lead_of(shown.analysis)) for name in WAITS], key="waits")


@st.fragment
@kindly
def _show_reflections(shown: Shown) -> None:
    show_heading("Reflections to questions", measures=REFLECTIONS, acts=["reflection"])
    rows = reflections.rows(shown.analysis, shown.measures)
    words = reflections.words(rows)
    lines = st.toggle(
        "Show the reference that is borrowed from motivational interviewing",
        value=True,
        key=f"borrowed-{shown.key}",
    )
    chart = reflections.chart(rows, lines=lines, description=words)
    table = reflections.table(rows)
    draw_chart(
        chart,
        words=words,
        table=table,
        key=f"reflections-{shown.key}",
        empty=rows.dropna(subset=["ratio"]).empty,
    )
    show_facts(shown, [(name, lead_of(shown.analysis)) for name in REFLECTIONS], key="reflections")
