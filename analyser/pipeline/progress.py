"""How far a whole analysis is, and how long it will still take.

Every stage has a typical share of the whole time. How fast this machine gets through the whole is
measured over the last minute; until there is something to measure, the time left is unknown and
nothing is guessed. What was remembered from an earlier run goes by in a leap: it says nothing about
speed, so measuring begins anew after it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from analyser.domain import STAGES, StageName

WEIGHTS: dict[StageName, float] = {
    "decode": 0.03,
    "transcribe": 0.32,
    "diarise": 0.58,
    "attribute": 0.01,
    "segment": 0.01,
    "classify": 0.05,
}
"""The share of the whole time that each stage takes on two cores, measured on made sets."""

_WINDOW_SECONDS = 60.0
_ENOUGH_SECONDS = 3.0
_LEAP_PER_SECOND = 0.1  # of the whole: no machine works that fast on what takes long
_BLINK_SECONDS = 0.02  # reports closer together than this are judged as if they were not


class TimeLeft:
    """Turns the reports of the stages into one share and the seconds that are left."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, float]] = deque()

    def update(self, stage: StageName, share: float) -> tuple[float, float | None]:
        """Take in a report: ``share`` (0–1) of ``stage`` is done, and all before it.

        :return: the share (0–1) of the whole, which never falls, and the seconds that are left;
            ``None`` while there is too little to judge by.
        """
        now = self._clock()
        overall = max(overall_share(stage, share), self._seen[-1][1] if self._seen else 0.0)
        if self._leapt(now, overall):
            self._seen.clear()
        self._seen.append((now, overall))
        while now - self._seen[1 if len(self._seen) > 1 else 0][0] > _WINDOW_SECONDS:
            self._seen.popleft()
        return overall, self._left(now, overall)

    def _leapt(self, now: float, overall: float) -> bool:
        """Whether the last step was too quick to have been work."""
        if not self._seen:
            return False
        before, done = self._seen[-1]
        return overall - done > _LEAP_PER_SECOND * max(now - before, _BLINK_SECONDS)

    def _left(self, now: float, overall: float) -> float | None:
        since, done = self._seen[0]
        if overall >= 1.0:
            return 0.0
        if now - since < _ENOUGH_SECONDS or overall <= done:
            return None
        return (1.0 - overall) * (now - since) / (overall - done)


def overall_share(stage: StageName, share: float) -> float:
    """The share (0–1) of the whole that is done when ``share`` (0–1) of ``stage`` is."""
    before = sum(WEIGHTS[earlier] for earlier in STAGES[: STAGES.index(stage)])
    return min(1.0, before + WEIGHTS[stage] * min(1.0, max(0.0, share)))
