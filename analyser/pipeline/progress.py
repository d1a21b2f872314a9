"""How far a whole analysis is, and how long it will still take.

Every stage has a typical share of the whole time, but for those that a recording does not need. How
fast this machine gets through the whole is measured over the last minute; until there is something
to measure, the time left is unknown and nothing is guessed. What goes by in a leap, as what was
remembered from an earlier run does, says nothing about speed: measuring begins anew after it, and
what was measured before holds until then.
"""

from __future__ import annotations

import time
import zipfile
from collections import deque
from collections.abc import Callable, Collection
from pathlib import Path

from analyser.domain import STAGES, Request, StageName
from analyser.settings import Settings

WEIGHTS: dict[StageName, float] = {
    "decode": 0.02,
    "transcribe": 0.62,
    "diarise": 0.33,
    "attribute": 0.01,
    "segment": 0.01,
    "classify": 0.01,
}
"""The share of the whole time that each stage takes on two cores, measured on the sample set:
transcribing takes 0.024 of the recording's length, telling the voices apart 0.013."""

_WINDOW_SECONDS = 60.0
_ENOUGH_SECONDS = 3.0
_LEAP_PER_SECOND = 0.1  # of the whole: no machine works that fast on what takes long
_BLINK_SECONDS = 0.02  # reports closer together than this are judged as if they were not


class TimeLeft:
    """Turns the reports of the stages into one share and the seconds that are left.

    :param quick: the stages that will take no time.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, quick: Collection[StageName] = ()
    ) -> None:
        self._clock = clock
        self._weights = _weights_without(quick)
        self._done: dict[StageName, float] = {}
        self._pace: float | None = None  # seconds that the whole takes, by what was measured last
        self._seen: deque[tuple[float, float]] = deque()

    def update(self, stage: StageName, share: float) -> tuple[float, float | None]:
        """Take in a report: ``share`` (0–1) of ``stage`` is done.

        So is what comes before it, but for what was reported to be going on beside it.

        :return: the share (0–1) of the whole, which never falls, and the seconds that are left;
            ``None`` while there is too little to judge by.
        """
        now = self._clock()
        self._done[stage] = max(share, self._done.get(stage, 0.0))
        overall = max(self._overall(), self._seen[-1][1] if self._seen else 0.0)
        if self._leapt(now, overall):
            self._seen.clear()
        self._seen.append((now, overall))
        while now - self._seen[1 if len(self._seen) > 1 else 0][0] > _WINDOW_SECONDS:
            self._seen.popleft()
        return overall, self._left(now, overall)

    @property
    def at(self) -> tuple[StageName, float]:
        """The stage that is going on, the first where there are two, and its share."""
        latest = self._latest
        beside = self._done.get("transcribe", 1.0)
        if latest == "diarise" and beside < 1.0:
            return "transcribe", beside
        return latest, self._done[latest]

    @property
    def _latest(self) -> StageName:
        return max(self._done, key=STAGES.index)

    def _overall(self) -> float:
        """The share of the whole that is done; what comes before the latest stage is."""
        latest = self._latest
        done = {**dict.fromkeys(STAGES[: STAGES.index(latest)], 1.0), latest: self._done[latest]}
        if latest == "diarise":
            done["transcribe"] = self._done.get("transcribe", 1.0)
        whole = sum(self._weights[stage] * min(1.0, max(0.0, s)) for stage, s in done.items())
        return min(1.0, whole)

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
        if now - since >= _ENOUGH_SECONDS:
            self._pace = (now - since) / (overall - done) if overall > done else None
        return None if self._pace is None else (1.0 - overall) * self._pace


def quick_stages(request: Request, settings: Settings) -> frozenset[StageName]:
    """The stages that take no time: a transcript tells, or each person had a microphone."""
    if request.transcript:
        return frozenset({"transcribe", "diarise"})
    has_tracks = Path(request.recording).is_dir() or zipfile.is_zipfile(request.recording)
    return frozenset({"diarise"} if has_tracks and settings.diariser == "auto" else ())


def _weights_without(quick: Collection[StageName]) -> dict[StageName, float]:
    """The weights when some stages have none."""
    left = {stage: 0.0 if stage in quick else weight for stage, weight in WEIGHTS.items()}
    return {stage: weight / sum(left.values()) for stage, weight in left.items()}
