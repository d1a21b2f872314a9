"""When in a round something came: the clock of advice creep.

Advice creep is looked for in the rounds' stages of questions and reflection. Where none is marked,
it is looked for in all of the session, or in all of the part of it that is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyser.domain import Analysis, Mark, milliseconds
from analyser.measures.casting import Marks, middle_of, span_of
from analyser.measures.common import Said, said_in
from analyser.measures.once import once

LOOKED_AT = frozenset({"questions", "reflection"})
"""The stages in which advice is not asked for and may creep in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """An utterance with when it came.

    ``round`` is the round's id, empty outside of rounds; ``seconds`` count from the round's start;
    ``third`` (0, 1 or 2) is of the round's time that is looked at.
    """

    said: Said
    round: str
    seconds: float
    third: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch that is looked at, with the round that it lies in."""

    start: float
    end: float
    round: str
    since: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The utterances that are looked at, in order of time; ``marked`` where stages say which."""

    rows: tuple[Timed, ...]
    marked: bool

    @property
    def said(self) -> list[Said]:
        """The utterances alone."""
        return [row.said for row in self.rows]

    def third(self, which: int) -> list[Said]:
        """What was said in a third (0, 1 or 2) of each round's time."""
        return [row.said for row in self.rows if row.third == which]


@once
def course_of(analysis: Analysis) -> Course:
    """What is looked at for advice creep, and when it came."""
    stages = [mark for mark in Marks.of(analysis, "stage").rows if mark.stage in LOOKED_AT]
    rows = said_in(analysis)
    if not stages:
        start, end = span_of(analysis)
        whole = [_Piece(start=start, end=end, round="", since=start)]
        return Course(rows=tuple(_timed(row, "", whole) for row in rows), marked=False)
    pieces = _pieces(analysis, stages)
    inside = (row for row in rows if row.stage in LOOKED_AT)
    return Course(
        rows=tuple(_timed(row, _round(row.within), pieces) for row in inside), marked=True
    )


def _pieces(analysis: Analysis, stages: Sequence[Mark]) -> list[_Piece]:
    """The stages cut at the edges of the rounds, in order of time."""
    rounds, (first, _last) = Marks.of(analysis, "round"), span_of(analysis)
    edges = sorted({edge for mark in rounds.rows for edge in (mark.start, mark.end)})
    pieces = []
    for stage in stages:
        cuts = [stage.start, *(e for e in edges if stage.start < e < stage.end), stage.end]
        for start, end in pairwise(cuts):
            within = rounds.at(middle_of(start, end))
            since = first if within is None else within.start
            pieces.append(_Piece(start=start, end=end, round=_round(within), since=since))
    return pieces


def _timed(row: Said, within: str, pieces: Sequence[_Piece]) -> Timed:
    """An utterance by the clock of its round, of which ``pieces`` are looked at."""
    own = [piece for piece in pieces if piece.round == within]
    start = row.utterance.start
    whole = milliseconds(sum(piece.end - piece.start for piece in own))
    passed = milliseconds(sum(max(0.0, min(piece.end, start) - piece.start) for piece in own))
    third = 0 if passed * 3 < whole else 2 if passed * 3 >= whole * 2 else 1
    return Timed(said=row, round=within, seconds=start - own[0].since, third=third)


def _round(within: Mark | None) -> str:
    return "" if within is None else within.id
