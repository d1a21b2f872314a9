"""Please look at these: the labels that are least certain and matter most to a figure."""

from __future__ import annotations

import streamlit as st

from analyser import workflow
from analyser.dashboard import components
from analyser.dashboard.authors import authors
from analyser.dashboard.frame import kindly, unbroken
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.explain import show_heading
from analyser.dashboard.sections.moments import moment_row, put_right
from analyser.domain import Analysis
from analyser.measures import TITLES, please_look
from analyser.measures.wording import percent
from analyser.report.look import CHOICES, names_of

AGREE = "It is right"


def show_unsure(shown: Shown) -> None:
    """A short list to listen to, to confirm or to put right."""
    show_heading(
        "Please look at these",
        about="The labels of which the machine was least sure and which may move a figure most. "
        "What a person has said is certain, and is not asked again.",
    )
    _show_list(shown)


@st.fragment
@kindly
def _show_list(shown: Shown) -> None:
    rows = look_rows(shown.analysis)
    if rows:
        st.caption("Listen, and say whether it is right. Every figure follows.")
    corrections = components.moments(
        rows,
        choices=CHOICES,
        voices=[*names_of(shown.analysis).items(), (workflow.NEW, "Somebody else")],
        empty="There is nothing to look at: every label that matters to a figure is certain.",
        key=f"unsure-{shown.key}",
    )
    if corrections:
        put_right(shown, corrections)


def look_rows(analysis: Analysis) -> list[dict[str, object]]:
    """The labels to look at, numbered, the weightiest first, each with a button to confirm it."""
    names, known = names_of(analysis), authors()
    rows = []
    for number, look in enumerate(please_look(analysis), start=1):
        row = moment_row(number, look.utterance, look.act, names, known)
        sure = unbroken(f"{percent(look.act.confidence)} sure")
        figure = TITLES[look.figure]
        moves = f"may move: {figure[0].lower()}{figure[1:]}"
        rows.append({**row, "about": f"{row['about']} · {sure} · {moves}", "agree": AGREE})
    return rows
