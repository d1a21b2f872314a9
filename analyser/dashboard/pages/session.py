"""One session: the first answer first, the evidence one click away, the player beside it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analyser import workflow
from analyser.dashboard import components
from analyser.dashboard.context import current_settings
from analyser.dashboard.figures import figures_of
from analyser.dashboard.frame import kindly, page
from analyser.dashboard.places import FEEDBACK, LOOK, go_to
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.advice import show_advice
from analyser.dashboard.sections.airtime import show_airtime
from analyser.dashboard.sections.feedback import show_feedback
from analyser.dashboard.sections.figures import show_figures
from analyser.dashboard.sections.head import show_answer, show_engines, show_head, show_undo
from analyser.dashboard.sections.listen import show_player
from analyser.dashboard.sections.listening import show_listening
from analyser.dashboard.sections.overview import show_overview
from analyser.dashboard.sections.parts import choose_part
from analyser.dashboard.sections.questions import show_questions
from analyser.dashboard.sections.rounds import show_rounds
from analyser.dashboard.sections.unsure import show_unsure
from analyser.dashboard.sections.voices import show_voices

TABS: dict[str, Callable[[Shown], None]] = {
    "Overview": show_overview,
    "Airtime": show_airtime,
    "Questions": show_questions,
    "Advice": show_advice,
    "Listening": show_listening,
    "Rounds": show_rounds,
    "To check": show_unsure,
    "Figures": show_figures,
}
"""What is told of the whole session or of a part of it."""


@page
def show() -> None:
    """The session that the address names."""
    wanted = st.query_params.get("session")
    if not wanted:
        go_to("home")
    settings = current_settings()
    analysis = workflow.load(wanted, settings=settings)
    shown = Shown(
        session=workflow.describe(wanted, settings=settings),
        analysis=analysis,
        measures=figures_of(analysis),
    )
    components.steady()
    figures, beside = st.columns([1.7, 1], gap="large")
    with figures:
        show_head(shown)
        unknown = any(speaker.role == "unnamed" for speaker in analysis.speakers)
        if unknown:
            show_voices(shown)
        part = choose_part(shown)
        show_answer(part)
        if not unknown:
            show_voices(shown)
        _show_tabs(shown, part)
        show_engines(shown)
        show_undo(shown)
    with beside.container(key="player"):
        show_player(shown)


@st.fragment
@kindly
def _show_tabs(shown: Shown, part: Shown) -> None:
    """Only what is open is worked out; the address keeps which one that is."""
    names = [*TABS, FEEDBACK]
    for name, tab in zip(
        names, st.tabs(names, key=LOOK, on_change="rerun", bind="query-params"), strict=True
    ):
        if not tab.open:
            continue
        with tab:
            if name == FEEDBACK:
                show_feedback(shown)
            else:
                TABS[name](part)
