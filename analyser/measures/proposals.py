"""Rounds and stages that the talk itself suggests; each is a proposal until a person accepts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from analyser.domain import Analysis, Mark, SetStage, milliseconds
from analyser.measures.common import Said, said_in, voices_with
from analyser.measures.once import once
from analyser.measures.stage_model import likeliest_course, seen_in

FEWEST_UTTERANCES = 20
"""With fewer utterances nothing is proposed: that is no set, or hardly anything of one."""

_OF_A_ROUND = frozenset({"presenting", "questions", "reflection", "actions"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A stage of the set with what is said in it; it ends where the next one begins."""

    stage: SetStage
    rows: tuple[Said, ...]
    end: float

    @property
    def start(self) -> float:
        """When its first utterance begins."""
        return self.rows[0].utterance.start


@once
def propose(analysis: Analysis) -> tuple[Mark, ...]:
    """Rounds and stages as the course of the talk suggests them, in order of time.

    A proposal's id stays the same while it begins with the same utterance. Of each round it is said
    who most likely presents.
    """
    rows = said_in(analysis)
    if len(rows) < FEWEST_UTTERANCES:
        return ()
    seen = seen_in(rows)
    parts = _parts(rows, likeliest_course(seen))
    marks = [*_stages(parts), *_rounds(analysis, parts, seen.runs)]
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.id)))


def _parts(rows: Sequence[Said], course: Sequence[SetStage]) -> list[_Part]:
    """The stages with their utterances, in order of time."""
    pairs = groupby(zip(course, rows, strict=True), key=lambda pair: pair[0])
    found = [(stage, tuple(row for _stage, row in group)) for stage, group in pairs]
    starts = [said[0].utterance.start for _stage, said in found[1:]]
    ends = [*starts, max(row.utterance.end for row in rows)]
    return [
        _Part(stage=stage, rows=said, end=end)
        for (stage, said), end in zip(found, ends, strict=True)
    ]


def _stages(parts: Sequence[_Part]) -> list[Mark]:
    """A proposal for each stage."""
    return [
        Mark(
            id=f"{part.stage}-{part.rows[0].utterance.n}",
            start=milliseconds(part.start),
            end=milliseconds(part.end),
            kind="stage",
            stage=part.stage,
            proposed=True,
        )
        for part in parts
    ]


def _rounds(analysis: Analysis, parts: Sequence[_Part], runs: frozenset[str]) -> list[Mark]:
    """A proposal for each round: from its presenting to its actions."""
    rounds: list[list[_Part]] = []
    for part in parts:
        if part.stage == "presenting":
            rounds.append([])
        if rounds and part.stage in _OF_A_ROUND:
            rounds[-1].append(part)
    named = voices_with(analysis, "presenter")
    only = next(iter(named)) if len(named) == 1 and len(rounds) == 1 else None
    return [
        Mark(
            id=f"round-{members[0].rows[0].utterance.n}",
            start=milliseconds(members[0].start),
            end=milliseconds(members[-1].end),
            kind="round",
            presenter=only or _presenter(members[0], runs),
            proposed=True,
        )
        for members in rounds
    ]


def _presenter(presenting: _Part, runs: frozenset[str]) -> str | None:
    """Who tells most while somebody presents; nobody who runs the set."""
    told: Counter[str] = Counter()
    for row in presenting.rows:
        if row.utterance.speaker not in runs and row.act.act == "other":
            told[row.utterance.speaker] += len(row.utterance.text.split())
    return next((voice for voice, _words in told.most_common(1)), None)
