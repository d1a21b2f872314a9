"""Where a piece of sound belongs in time: the arithmetic of gaps and overlaps, and nothing else.

A recording carries a clock: each piece of sound says when it was heard. Mostly the pieces follow
one another, give or take the clock's own unsteadiness. Where they do not, something is missing (a
phone call came in, a connection dropped) or stands there twice; then the clock is right, and what
follows must stay where it was heard.
"""

from __future__ import annotations

from dataclasses import dataclass

STEADY = 0.05
"""Seconds by which a clock may stray before it is believed: below, every word can be found by ear,
and the millisecond clocks of WebM and WMA do not make holes in the sound."""

LONGEST_GAP = 3600.0
LONGEST_OVERLAP = 1.0
"""A clock that leaps further than this, ahead or back, was set anew: the sound goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do before a piece is laid down.

    Leave ``gap`` seconds open, or drop ``overlap`` seconds of its beginning, or take the clock to
    have been set anew (``reset``); mostly none of these.
    """

    gap: float = 0.0
    overlap: float = 0.0
    reset: bool = False


def step(head: float, at: float | None, *, steady: float = STEADY) -> Step:
    """The step from the end of the sound so far, ``head``, to a piece heard ``at`` (seconds).

    A piece without a time follows on.
    """
    if at is None:
        return Step()
    leap = at - head
    if leap > LONGEST_GAP or leap < -LONGEST_OVERLAP:
        return Step(reset=True)
    if abs(leap) <= steady:
        return Step()
    return Step(gap=leap) if leap > 0 else Step(overlap=-leap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a piece goes: at ``start``, without its first ``skip`` seconds.

    ``joins`` tells whether it follows the piece before it seamlessly.
    """

    start: float
    skip: float
    joins: bool


class Timeline:
    """Lays pieces of sound end to end and keeps account of what was left out or left open.

    :param zero: what the recording's clock shows where its timeline begins, in seconds.
    """

    def __init__(self, zero: float) -> None:
        self._zero = zero
        self._begun = False
        self.head = 0.0
        """Seconds laid down so far."""
        self.gaps: list[float] = []
        self.resets = 0

    def place(self, clock: float | None, length: float) -> Place:
        """Lay down a piece of ``length`` seconds that was heard when the clock showed ``clock``."""
        at = None if clock is None else clock - self._zero
        move = step(self.head, at, steady=STEADY if self._begun else 0.0)
        if move.reset and at is not None:
            self._zero += at - self.head
            self.resets += self._begun
        if move.gap and self._begun:
            self.gaps.append(move.gap)
        joins = self._begun and not (move.gap or move.overlap)
        start, skip = self.head + move.gap, min(move.overlap, length)
        self.head = start + length - skip
        self._begun = self._begun or skip < length
        return Place(start=start, skip=skip, joins=joins)
