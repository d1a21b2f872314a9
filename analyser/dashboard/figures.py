"""What the pages work out of an analysis, remembered while nothing in it changes."""

from __future__ import annotations

from functools import lru_cache

from analyser import measures
from analyser.domain import Analysis, Mark, Measure

_REMEMBERED = 8


def figures_of(analysis: Analysis) -> tuple[Measure, ...]:
    """Every measure of the analysis."""
    return _measured(_Same(analysis))


def part_within(analysis: Analysis, mark: Mark) -> Analysis:
    """What is said in a round or a stage."""
    return _part(_Same(analysis), mark)


def figures_within(analysis: Analysis, mark: Mark) -> tuple[Measure, ...]:
    """Every measure of a round or a stage."""
    return _measured_within(_Same(analysis), mark)


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
            analysis.marks,
        )

    def __hash__(self) -> int:
        return hash(self.parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.parts == other.parts


@lru_cache(maxsize=_REMEMBERED)
def _measured(same: _Same) -> tuple[Measure, ...]:
    return measures.measure(same.analysis)


@lru_cache(maxsize=_REMEMBERED)
def _part(same: _Same, mark: Mark) -> Analysis:
    return measures.part(same.analysis, mark)


@lru_cache(maxsize=4 * _REMEMBERED)
def _measured_within(same: _Same, mark: Mark) -> tuple[Measure, ...]:
    return measures.measure(same.analysis, within=mark)
