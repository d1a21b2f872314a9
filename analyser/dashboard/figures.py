"""What the pages work out of an analysis, remembered while nothing in it changes."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.domain import Analysis, Measure
from analyser.measures import measure

_REMEMBERED = 4


def figures_of(analysis: Analysis) -> tuple[Measure, ...]:
    """Every measure of the analysis."""
    return _measured(_Same(analysis))


@st.cache_data(show_spinner=False, max_entries=1000)
def voices_in(session: str) -> int:
    """How many voices a session has, for lists; to be cleared when two become one."""
    return len(workflow.load(session, settings=current_settings()).speakers)


class _Same:
    """An analysis that equals another where all that is measured is equal."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.parts = (
            analysis.recording,
            analysis.speakers,
            analysis.turns,
            analysis.utterances,
            analysis.acts,
        )

    def __hash__(self) -> int:
        return hash(self.parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.parts == other.parts


@lru_cache(maxsize=_REMEMBERED)
def _measured(same: _Same) -> tuple[Measure, ...]:
    return measure(same.analysis)
