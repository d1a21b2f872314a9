"""Labelled stretches for tiers, in which nothing may overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyser.domain import SET_STAGES, Act, Analysis, Mark, MarkKind, SetStage, milliseconds
from analyser.report.look import FORM_LABELS, names_apart
from analyser.report.texts import one_line

SHORTEST = 0.001
"""Seconds: what has no length is not drawn on a tier."""

STAGE_TITLES: dict[SetStage, str] = {
    stage: stage.replace("_", "-").capitalize() for stage in SET_STAGES
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A stretch of a tier, in seconds, with what is written on it."""

    start: float
    end: float
    label: str


def apart(rows: Iterable[Labelled]) -> tuple[Labelled, ...]:
    """The stretches in order of time, each begun where the one before ends; empty ones left out."""
    found: list[Labelled] = []
    last = 0.0
    for row in sorted(rows, key=lambda row: (row.start, row.end)):
        start = milliseconds(max(row.start, last))
        end = milliseconds(row.end)
        if end - start >= SHORTEST:
            found.append(Labelled(start=start, end=end, label=row.label))
            last = end
    return tuple(found)


def spoken_by(analysis: Analysis, voice: str) -> tuple[Labelled, ...]:
    """What a voice said."""
    return apart(
        Labelled(start=u.start, end=u.end, label=one_line(u.text))
        for u in analysis.utterances
        if u.speaker == voice
    )


def acts_of(analysis: Analysis, voice: str) -> tuple[Labelled, ...]:
    """What a voice's utterances do: ``open_question``, ``advice, disguised``."""
    pairs = zip(analysis.utterances, analysis.acts, strict=True)
    return apart(
        Labelled(start=u.start, end=u.end, label=_named(act))
        for u, act in pairs
        if u.speaker == voice
    )


def turns_of(analysis: Analysis, voice: str) -> tuple[Labelled, ...]:
    """Where a voice is heard in the sound."""
    name = tiers(analysis).get(voice, voice)
    return apart(
        Labelled(start=turn.start, end=turn.end, label=name)
        for turn in analysis.turns
        if turn.speaker == voice
    )


def marked(analysis: Analysis, kind: MarkKind) -> tuple[Labelled, ...]:
    """The rounds, by their presenter, or the stages."""
    marks = [mark for mark in analysis.marks if mark.kind == kind and not mark.proposed]
    return apart(
        Labelled(start=mark.start, end=mark.end, label=_title(mark, place, analysis))
        for place, mark in enumerate(marks, start=1)
    )


def tiers(analysis: Analysis) -> dict[str, str]:
    """A name for each voice's tier, no two of them the same and none empty."""
    names: dict[str, str] = {}
    for voice, name in names_apart(analysis).items():
        plain = one_line(name) or voice
        names[voice] = f"{plain} ({voice})" if plain in names.values() else plain
    return names


def _named(act: Act) -> str:
    return f"{act.act}, {FORM_LABELS[act.form].lower()}" if act.form else act.act


def _title(mark: Mark, place: int, analysis: Analysis) -> str:
    if mark.stage is not None:
        return STAGE_TITLES[mark.stage]
    presenter = tiers(analysis).get(mark.presenter or "", "")
    return f"Round {place}: {presenter}" if presenter else f"Round {place}"
