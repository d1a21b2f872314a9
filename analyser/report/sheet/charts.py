"""The charts that a feedback sheet shows beside its figures."""

from __future__ import annotations

from collections.abc import Sequence

from analyser.domain import Analysis, Measure
from analyser.report.pictures import PICTURES, Picture
from analyser.report.sheet.told import Told

_CHARTS = {"airtime": "Who spoke for how long", "creep": "Whether advice crept in"}


def charts_of(
    told: Told, analysis: Analysis, measures: Sequence[Measure]
) -> tuple[tuple[str, Picture], ...]:
    """Each chart under its title; none where the mentor chose to show no figure."""
    names = _CHARTS.items() if told.figures else ()
    return tuple((title, PICTURES[name](analysis, measures)) for name, title in names)
