"""One voice that is two people: which of its stretches are the second one's.

The voice's own stretches, in which nobody else is heard, are embedded and told apart again, this
time with two voices as the answer. Nothing else of the recording is listened to.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyser.domain import Turn
from analyser.errors import InputError
from analyser.pipeline.audio import Audio
from analyser.settings import Settings

Span = tuple[float, float]

HOPS_PER_SECOND = 100
_SHORTEST = 0.3
"""Seconds of a stretch that tells something about a voice."""


def second_person(
    audio: Audio, turns: Sequence[Turn], voice: str, *, settings: Settings
) -> tuple[Span, ...]:
    """The stretches of ``voice`` that are another person's: of the two that one heard less of.

    :param turns: all turns of the recording.
    :raises InputError: too little is heard of the voice to tell two people apart.
    :raises ModelError: weights are missing or damaged.
    """
    from analyser.pipeline import pyannote_diariser

    alone = [span for span in alone_in(turns, voice) if span[1] - span[0] >= _SHORTEST]
    parts = pyannote_diariser.parted(audio, alone, settings)
    if len({person for *_, person in parts}) < 2:  # noqa: PLR2004 - it takes two
        raise InputError(
            "Too little is heard of this voice to tell two people apart.",
            "Give single stretches to the other voice instead.",
        )
    heard = {n: sum(end - start for start, end, person in parts if person == n) for n in (0, 1)}
    second = min(heard, key=heard.__getitem__)
    own = [turn for turn in turns if turn.speaker == voice]
    return tuple(span for turn in own for span in _given(turn, parts, second))


def alone_in(turns: Sequence[Turn], voice: str) -> list[Span]:
    """The stretches in which a voice and no other is heard, in order."""
    others = sorted((turn.start, turn.end) for turn in turns if turn.speaker != voice)
    alone: list[Span] = []
    for turn in sorted(turns, key=lambda turn: turn.start):
        if turn.speaker == voice:
            alone.extend(_without((turn.start, turn.end), others))
    return alone


def _without(span: Span, others: Sequence[Span]) -> list[Span]:
    """A stretch without the parts that lie in others."""
    left, end = span
    free: list[Span] = []
    for start, stop in others:
        if stop <= left or start >= end:
            continue
        if start > left:
            free.append((left, start))
        left = max(left, stop)
    return [*free, (left, end)] if left < end else free


def _given(turn: Turn, parts: Sequence[tuple[float, float, int]], second: int) -> list[Span]:
    """The stretches of a turn that are the second person's, up to where the first one goes on."""
    inside = [part for part in parts if part[1] > turn.start and part[0] < turn.end]
    given: list[Span] = []
    for n, (_start, _end, person) in enumerate(inside):
        if person != second:
            continue
        begin = (inside[n - 1][1] + inside[n][0]) / 2 if n else turn.start
        stop = (inside[n][1] + inside[n + 1][0]) / 2 if n + 1 < len(inside) else turn.end
        given.append((max(begin, turn.start), min(stop, turn.end)))
    return given
