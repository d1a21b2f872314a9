"""A session on one screen: the first answer, what to be wary of, and a row for each voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyser.domain import Analysis, Measure, Speaker
from analyser.measures import first_sentence, measure, told, warnings
from analyser.report.engines import heard_with

_FIGURES = {
    "Airtime": "airtime",
    "Share": "airtime_share",
    "Turns": "turns",
    "Open": "open_questions",
    "Closed": "closed_questions",
    "Advice": "advice",
    "Reflections": "reflections",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A sentence, warnings, and a table of texts: one row for each voice, in order of airtime.

    ``engines`` says in a sentence what the recording was heard with.
    """

    sentence: str
    engines: str
    warnings: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def summary(analysis: Analysis) -> Summary:
    """The session's first answer, its warnings and its voices."""
    measures = measure(analysis)
    known = {(figure.name, figure.subject): figure for figure in measures}
    voices = sorted(
        analysis.speakers, key=lambda speaker: -_seconds(known[("airtime", speaker.id)])
    )
    return Summary(
        sentence=first_sentence(analysis, measures),
        engines=heard_with(analysis),
        warnings=tuple(n.text for n in (*analysis.warnings, *warnings(analysis))),
        columns=("Voice", "Role", *_FIGURES),
        rows=tuple(_row(speaker, known) for speaker in voices),
    )


def _row(speaker: Speaker, known: dict[tuple[str, str], Measure]) -> tuple[str, ...]:
    """One voice's figures as texts."""
    figures: Sequence[str] = [told(known[(name, speaker.id)]) for name in _FIGURES.values()]
    return (speaker.name, speaker.role, *figures)


def _seconds(figure: Measure) -> float:
    """The value of a figure that is always a number."""
    return float(figure.value or 0.0)
