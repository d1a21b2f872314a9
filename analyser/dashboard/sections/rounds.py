"""Rounds and stages side by side, the first ground rule, and what the presenter will do."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analyser.dashboard.frame import kindly, plain
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.clips import show_marks
from analyser.dashboard.sections.explain import show_heading
from analyser.dashboard.sections.facts import lead_of
from analyser.dashboard.sections.moments import Kind, behind, show_moments
from analyser.dashboard.sections.parts import part_names, within
from analyser.domain import Mark
from analyser.measures import TITLES, told
from analyser.measures.common import SET
from analyser.measures.wording import minutes

MEASURES = ("ground_rule_1", "actions")

BESIDE = ("airtime_share", "open_share", "advice_share", "advice_creep_verdict")
"""What is told of every round and stage."""


def show_rounds(shown: Shown) -> None:
    """A row of figures for each round and stage, the actions, and ground rule 1 on request."""
    _show_parts(shown)
    _show_actions(shown)
    _show_ground_rule(shown)


def _show_parts(shown: Shown) -> None:
    show_heading(
        "Rounds and stages",
        measures=BESIDE,
        about="Rounds and stages are marked on the timeline of the player, by dragging over it. "
        "“Figures for”, above, narrows the whole page to one of them.",
    )
    marks = shown.analysis.marks
    if not marks:
        st.markdown(
            "None is marked yet. Mark them on the timeline of the player, or take the ones that "
            "it proposes; then every figure can be read for each."
        )
        return
    names = part_names(shown.analysis, marks)
    show_marks(marks, names, key=f"marks-{shown.key}")
    rows = pd.DataFrame([_row(shown, mark, names[mark.id]) for mark in marks])
    st.table(rows.set_index("Part"))


def _show_actions(shown: Shown) -> None:
    """What the presenters said that they will do, in their own words."""
    show_heading("Actions", measures=["actions"])
    found = shown.measure("actions")
    if found is None or not found.value:
        st.markdown(plain(found.note) if found else "Cannot tell.")
        return
    st.caption("In the presenters’ own words, for the check-in of the next session.")
    show_moments(shown, [Kind("Actions", behind(shown, "actions"))], key="actions")


@st.fragment
@kindly
def _show_ground_rule(shown: Shown) -> None:
    """Statements that nobody asked for; only where a set works with this rule."""
    show_heading("Ground rule 1", measures=["ground_rule_1"])
    key = opted_key(shown)
    st.session_state[key] = st.toggle(
        "This set works with the rule “statements only in answer to a question”",
        value=st.session_state.get(key, False),
        key=f"ground-rule-{shown.key}",
    )
    if not st.session_state[key]:
        return
    found = shown.measure("ground_rule_1")
    if found is None or not found.value:
        missing = found.note if found and found.value is None else "No such statement was found."
        st.markdown(plain(missing))
        return
    kinds = [Kind("Statements", behind(shown, "ground_rule_1"))]
    show_moments(shown, kinds, key="ground-rule")


def opted_key(shown: Shown) -> str:
    """Where a visit remembers whether what is opt-in is wanted for a session."""
    return f"opted-{shown.session.id}"


def _row(shown: Shown, mark: Mark, name: str) -> dict[str, str]:
    part = within(shown, mark)
    figures = {
        TITLES[measure]: part.measure(measure, lead_of(part.analysis)) or part.measure(measure, SET)
        for measure in BESIDE
    }
    return {
        "Part": name,
        "Length": minutes(mark.end - mark.start),
        **{title: told(found) if found else "cannot tell" for title, found in figures.items()},
    }
