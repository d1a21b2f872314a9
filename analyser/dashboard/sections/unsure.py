"""Please look at these: the labels that are least certain and matter most to a figure."""

from __future__ import annotations

import streamlit as st

from analyser import workflow
from analyser.dashboard import components
from analyser.dashboard.frame import kindly
from analyser.dashboard.look import CHOICES, names_of
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.spoken import moment_row, put_right
from analyser.domain import Analysis
from analyser.measures import TITLES, please_look
from analyser.measures.wording import percent

AGREE = "It is right"


def show_unsure(shown: Shown) -> None:
    """A short list to listen to, to confirm or to put right; nothing where all is certain."""
    if please_look(shown.analysis):
        st.header("Please look at these")
        _show_list(shown)


@st.fragment
@kindly
def _show_list(shown: Shown) -> None:
    st.caption(
        "Here the machine was least sure, and it matters most to a figure. Listen, and say whether "
        "it is right. What you have said is not asked again."
    )
    corrections = components.moments(
        look_rows(shown.analysis),
        choices=CHOICES,
        voices=[*names_of(shown.analysis).items(), (workflow.NEW, "Somebody else")],
        empty="",
        key=f"unsure-{shown.session.id}",
    )
    if corrections:
        put_right(shown, corrections)


def look_rows(analysis: Analysis) -> list[dict[str, object]]:
    """The labels to look at, numbered, the weightiest first, each with a button to confirm it."""
    rows = []
    for number, look in enumerate(please_look(analysis), start=1):
        row = moment_row(number, look.utterance, look.act, names_of(analysis))
        sure = f"{percent(look.act.confidence)} sure".replace(" %", "\N{NO-BREAK SPACE}%")
        figure = TITLES[look.figure]
        moves = f"may move: {figure[0].lower()}{figure[1:]}"
        rows.append({**row, "about": f"{row['about']} · {sure} · {moves}", "agree": AGREE})
    return rows
