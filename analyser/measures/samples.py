"""Where to listen to a voice, to tell whose it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from analyser.domain import Analysis, Stretch
from analyser.measures.once import once_by

SHORTEST = 2.0
LONGEST = 6.0
"""Seconds: long enough to know a voice by, short enough to listen to many."""

_HEARD = 0.3
Interval = tuple[float, float]


def samples(analysis: Analysis, speaker: str, *, count: int = 3) -> tuple[Stretch, ...]:
    """Up to ``count`` stretches of one voice alone, spread over the recording, in order of time.

    Each is 2–6 s long; a voice that never speaks alone for so long gives its longest moments, and
    one that is never alone those in which others are heard too.
    """
    alone = _heard_alone(analysis).get(speaker, ())
    enough = [part for part in alone if part.end - part.start >= SHORTEST] or alone
    enough = enough or [
        Stretch(start=t.start, end=t.end) for t in analysis.turns if t.speaker == speaker
    ]
    parts = [_longest(part) for part in _spread(enough, count)]
    return tuple(Stretch(start=p.start, end=min(p.end, p.start + LONGEST)) for p in parts)


@once_by(lambda analysis: analysis.turns)
def _heard_alone(analysis: Analysis) -> Mapping[str, list[Stretch]]:
    """For each voice the stretches of it alone that are long enough to be heard."""
    return {
        voice: [part for part in _alone(analysis, voice) if part.end - part.start >= _HEARD]
        for voice in {turn.speaker for turn in analysis.turns}
    }


def _alone(analysis: Analysis, speaker: str) -> Iterator[Stretch]:
    """What is left of a voice's turns where no other voice is heard."""
    others = _joined([(t.start, t.end) for t in analysis.turns if t.speaker != speaker])
    ends = [end for _start, end in others]
    for turn in analysis.turns:
        if turn.speaker != speaker:
            continue
        start = turn.start
        for other in others[bisect_right(ends, turn.start) :]:
            if other[0] >= turn.end:
                break
            yield Stretch(start=start, end=max(start, other[0]))
            start = max(start, other[1])
        yield Stretch(start=start, end=max(start, turn.end))


def _joined(intervals: Sequence[Interval]) -> list[Interval]:
    """Intervals in order of time, those that touch made one."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _spread(parts: Sequence[Stretch], count: int) -> Iterator[Sequence[Stretch]]:
    """The parts in order of time, dealt into ``count`` runs of about the same number."""
    ordered = sorted(parts, key=lambda part: part.start)
    for n in range(count):
        run = ordered[len(ordered) * n // count : len(ordered) * (n + 1) // count]
        if run:
            yield run


def _longest(parts: Sequence[Stretch]) -> Stretch:
    return max(parts, key=lambda part: (min(part.end - part.start, LONGEST), -part.start))
