"""One session: the first answer first, the evidence one click away, the player beside it."""

from __future__ import annotations

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.figures import figures_of
from analyser.dashboard.frame import page
from analyser.dashboard.places import go_to
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.airtime import show_airtime
from analyser.dashboard.sections.creep import show_creep
from analyser.dashboard.sections.figures import show_figures
from analyser.dashboard.sections.head import show_head
from analyser.dashboard.sections.listen import show_player
from analyser.dashboard.sections.spoken import show_spoken
from analyser.dashboard.sections.timeline import show_timeline
from analyser.dashboard.sections.unsure import show_unsure
from analyser.dashboard.sections.voices import show_voices


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
    figures, beside = st.columns([1.9, 1], gap="large")
    with beside.container(key="player"):
        show_player(shown)
    with figures:
        show_head(shown)
        show_voices(shown)
        for section in (show_airtime, show_timeline, show_spoken, show_unsure):
            section(shown)
        show_creep(shown)
        show_figures(shown)
