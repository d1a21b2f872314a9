"""Who spoke for how long."""

from __future__ import annotations

import streamlit as st

from analyser.dashboard.frame import plain
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.chart import show_chart
from analyser.dashboard.sections.explain import show_heading
from analyser.dashboard.sections.facts import lead_of, show_facts
from analyser.measures.common import SET
from analyser.report.charts import airtime

MEASURES = (
    *("airtime", "airtime_share", "turns", "longest_turn", "median_turn"),
    *("evenness", "quiet_voices", "longest_silence", "invitations"),
    *("silence", "silence_share", "overlap", "overlap_share"),
)


def show_airtime(shown: Shown) -> None:
    """The bars, how evenly the members share the talk, and who is hardly heard."""
    show_heading(
        "Airtime",
        measures=MEASURES,
        about="One bar for each voice, by role; the line through it holds the share with 95 % "
        "certainty. A click on a bar plays that voice's longest turn.",
    )
    rows = airtime.rows(shown.analysis, shown.measures)
    words = airtime.words(rows)
    show_chart(
        airtime.chart(rows, description=words),
        words=words,
        table=airtime.table(rows),
        key=f"airtime-{shown.key}",
        empty=rows.empty,
    )
    _show_quiet(shown)
    lead = lead_of(shown.analysis)
    wanted = (
        ("evenness", "role:member"),
        ("quiet_voices", SET),
        ("longest_turn", lead),
        ("median_turn", lead),
        ("silence_share", SET),
        ("overlap_share", SET),
    )
    show_facts(shown, wanted, key="airtime")


def _show_quiet(shown: Shown) -> None:
    """Each quiet member in a sentence."""
    quiet = shown.measure("quiet_voices")
    if quiet and quiet.value:
        for told in quiet.note.split("; "):
            st.markdown(f"- {plain(told)}.")
