"""Reflections, and how many there are for each question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyser.domain import Analysis, Measure
from analyser.measures.common import Group, Said, evidence_of, figure, for_each_group


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """Reflections and their ratio to questions."""
    return for_each_group(analysis, _figures)


def _figures(group: Group, rows: Sequence[Said]) -> Iterable[Measure]:
    """One group's figures."""
    given = [row for row in rows if row.act.act == "reflection"]
    asked = [row for row in rows if row.is_question]
    evidence = evidence_of(given)
    note = f"{len(given)} to {len(asked)}" if asked else "No question was asked."
    ratio = len(given) / len(asked) if asked else None
    yield figure("reflections", group.subject, len(given), evidence=evidence)
    yield figure("reflections_to_questions", group.subject, ratio, evidence=evidence, note=note)
