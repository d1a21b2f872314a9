"""Stretches of sound become turns, and turns become time: joining, union, overlap, gaps.

A *stretch* is what the diariser found; a *turn* joins a voice's stretches less than 2 seconds
apart with nobody else between. Another voice's stretch under 1 second is a back-channel ("mm")
and breaks nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from analyser.domain import Analysis, Role, Stretch, Turn, milliseconds
from analyser.measures.casting import Casting, Span, middle_of
from analyser.measures.once import once_by_who_speaks

JOIN_SECONDS = 2.0
BACK_CHANNEL_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class JoinedTurn:
    """A turn from first sound to last; ``airtime`` is its sound alone, without the pauses.

    It has no slots, so that what is asked of it for each group of people is reckoned once.
    """

    start: float
    end: float
    speaker: str
    airtime: float

    @cached_property
    def length(self) -> float:
        """Seconds from the first sound to the last."""
        return milliseconds(self.end - self.start)

    @cached_property
    def span(self) -> Span:
        """Its start and end."""
        return self.start, self.end

    @cached_property
    def stretch(self) -> Stretch:
        """Where to listen to it."""
        return Stretch(start=self.start, end=self.end)


@once_by_who_speaks
def turns_of(analysis: Analysis) -> tuple[JoinedTurn, ...]:
    """A session's turns, in order of their first sound."""
    return joined(analysis.turns)


@once_by_who_speaks
def turns_in_roles(analysis: Analysis) -> tuple[tuple[JoinedTurn, Role], ...]:
    """The same with the role that the voice has then: a turn's middle decides in which round."""
    casting = Casting.of(analysis)
    return tuple(
        (turn, casting.role(turn.speaker, middle_of(turn.start, turn.end)))
        for turn in turns_of(analysis)
    )


def joined(stretches: Iterable[Turn]) -> tuple[JoinedTurn, ...]:
    """Stretches of sound joined to turns, in order of their first sound."""
    solid = merged(stretches)
    long: defaultdict[str, list[Span]] = defaultdict(list)
    for row in solid:
        if row.length >= BACK_CHANNEL_SECONDS:
            long[row.speaker].append(row.span)

    def belong(before: JoinedTurn, after: JoinedTurn) -> bool:
        if milliseconds(after.start - before.end) >= JOIN_SECONDS:
            return False
        others = (spans for voice, spans in long.items() if voice != after.speaker)
        return not any(_reaches(spans, before.end, after.start) for spans in others)

    return _chained(solid, belong)


def _reaches(spans: Sequence[Span], since: float, until: float) -> bool:
    """Whether any span begins before ``until`` and ends after ``since``.

    :param spans: in order of time, none touching another: the last to begin is the last to end.
    """
    place = bisect_left(spans, (until,))
    return place > 0 and spans[place - 1][1] > since


def merged(stretches: Iterable[Turn]) -> tuple[JoinedTurn, ...]:
    """Each voice's stretches with those that touch or overlap made one; empty ones are left out."""
    rows = [
        JoinedTurn(
            start=s.start, end=s.end, speaker=s.speaker, airtime=milliseconds(s.end - s.start)
        )
        for s in stretches
        if s.end > s.start
    ]
    return _chained(rows, lambda before, after: after.start <= before.end)


def union(spans: Iterable[Span]) -> list[Span]:
    """Spans with those that touch or overlap made one, in order of time."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def overlap(stretches: Sequence[JoinedTurn]) -> list[Span]:
    """Where two or more voices are heard at once; ``stretches`` are merged ones."""
    edges = sorted([(s.start, 1) for s in stretches] + [(s.end, -1) for s in stretches])
    crossed: list[Span] = []
    heard, since = 0, 0.0
    for time, step in edges:
        if heard > 1 and time > since:
            crossed.append((since, time))
        heard, since = heard + step, time
    return union(crossed)


def gaps(spans: Iterable[Span], until: float, *, since: float = 0.0) -> list[Span]:
    """Where none of ``spans`` is, from ``since`` to ``until``; what lies outside does not count."""
    found: list[Span] = []
    reached = since
    for start, end in sorted(spans):
        if start >= until:
            break
        if end > max(start, reached):
            if start > reached:
                found.append((reached, start))
            reached = end
    return [*found, (reached, until)] if reached < until else found


def seconds_of(spans: Iterable[Span]) -> float:
    """The summed length of spans that do not overlap."""
    return milliseconds(sum(end - start for start, end in spans))


def _chained(
    rows: Iterable[JoinedTurn], belong: Callable[[JoinedTurn, JoinedTurn], bool]
) -> tuple[JoinedTurn, ...]:
    """Each voice's rows in order of time, one made of neighbours that belong together."""
    done: list[JoinedTurn] = []
    last: dict[str, JoinedTurn] = {}
    for row in sorted(rows, key=lambda row: row.span):
        before = last.get(row.speaker)
        if before is not None and belong(before, row):
            last[row.speaker] = _one(before, row)
            continue
        if before is not None:
            done.append(before)
        last[row.speaker] = row
    return tuple(sorted([*done, *last.values()], key=lambda row: row.span))


def _one(before: JoinedTurn, after: JoinedTurn) -> JoinedTurn:
    """Two neighbours of one voice as one; sound that they share counts once."""
    fresh = max(0.0, after.end - max(before.end, after.start))
    return JoinedTurn(
        start=before.start,
        end=max(before.end, after.end),
        speaker=before.speaker,
        airtime=milliseconds(before.airtime + fresh),
    )
