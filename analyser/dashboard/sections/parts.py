"""Rounds and stages: choosing one narrows every figure of the page to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from analyser.codebook import codebook
from analyser.dashboard.figures import figures_within, part_within
from analyser.dashboard.sections import Shown
from analyser.domain import Analysis, Mark
from analyser.report.look import clock, names_apart

WHOLE = "Whole session"


def choose_part(shown: Shown) -> Shown:
    """What the page is to be about: the whole session, or a round or stage that was marked."""
    marks = shown.analysis.marks
    if not marks:
        return shown
    names = part_names(shown.analysis, marks)
    chosen = st.selectbox(
        "Figures for",
        [WHOLE, *names],
        format_func=lambda mark: names.get(mark, mark),
        key=f"part-of-{shown.session.id}",
        width=420,
    )
    mark = next((mark for mark in marks if mark.id == chosen), None)
    return within(shown, mark) if mark else shown


def within(shown: Shown, mark: Mark) -> Shown:
    """The same session, narrowed to a round or a stage."""
    return replace(
        shown,
        analysis=part_within(shown.analysis, mark),
        measures=figures_within(shown.analysis, mark),
        part=mark,
    )


def part_names(analysis: Analysis, marks: Sequence[Mark]) -> dict[str, str]:
    """What to call each mark, by its id: ``Round 1 (Tom)``, ``Questions, 12:05 to 31:00``."""
    voices = names_apart(analysis)
    rounds = [mark for mark in marks if mark.kind == "round"]
    told = {}
    for mark in marks:
        if mark.kind == "round":
            who = f" ({voices[mark.presenter]})" if mark.presenter in voices else ""
            told[mark.id] = f"Round {rounds.index(mark) + 1}{who}"
        elif mark.stage:
            times = f"{clock(mark.start)} to {clock(mark.end)}"
            told[mark.id] = f"{codebook().stage(mark.stage).title}, {times}"
    return told
