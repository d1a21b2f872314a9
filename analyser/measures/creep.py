"""Advice creep: how the share of advice among the contributions drifts as the session goes on.

The drift is a logistic regression of "this contribution is advice" on time, penalised after Firth
(see ``firth``), told as an odds ratio per ten minutes. Plain counts always stand beside it. The
whole session is looked at, since nobody has marked its stages.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analyser.domain import Analysis, Measure
from analyser.measures import firth
from analyser.measures.advice import advice_in, advice_share, contributions_in
from analyser.measures.common import (
    SET,
    TEN_MINUTES,
    Said,
    evidence_of,
    figure,
    jeffreys,
    said_in,
    voices_with,
)

Verdict = Literal["creeping", "receding", "steady", "too little to tell"]

FEWEST_CONTRIBUTIONS = 12
FEWEST_ADVICE = 3
NARROW = 0.25
"""An interval of the advice share that is no wider than this is narrow: the project's own limit,
reached with about 60 contributions if their labels are certain."""
LIKELY = 3.0
"""Advice may well have tripled, or fallen to a third, in ten minutes where the interval of the odds
ratio reaches so far; then nobody can call it steady. The project's own limit."""
WINDOW_SECONDS = 300.0
STEP_SECONDS = 30.0
_NONE_IN_THIRD = "No contribution was made in this third."
_STEEPEST = 50.0
"""Log odds per 10 minutes beyond this are told as this: the odds ratio stays a finite number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The advice share's drift; the odds ratio per 10 minutes is ``None`` where none can be told.

    The ``first`` and ``last`` third hold counts: advice, and contributions.
    """

    verdict: Verdict
    advice: int
    contributions: int
    first: tuple[int, int]
    last: tuple[int, int]
    odds_ratio: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The advice share in a window of time; ``None`` where nobody contributed in it.

    ``low`` and ``high`` bound Jeffreys' 95 % interval.
    """

    start: float
    end: float
    advice: int
    contributions: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def middle(self) -> float:
        """The window's middle, where a chart puts the point."""
        return (self.start + self.end) / 2


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """The drift, its verdict and the first and last third, for the set and the facilitator."""
    rows = said_in(analysis)
    facilitators = voices_with(analysis, "facilitator")
    measures = _figures(SET, rows, analysis.recording.duration)
    if facilitators:
        own = [row for row in rows if row.utterance.speaker in facilitators]
        measures += _figures("role:facilitator", own, analysis.recording.duration)
    return tuple(measures)


def drift(analysis: Analysis) -> Drift:
    """How the whole set's advice share drifts over the session."""
    return _drift(said_in(analysis), analysis.recording.duration)


def curve(analysis: Analysis) -> tuple[Point, ...]:
    """The advice share in a window of 5 minutes that moves by 30 seconds.

    The last window ends where the session ends; a shorter session is one window.
    """
    duration = analysis.recording.duration
    rows = contributions_in(said_in(analysis))
    latest = max(0.0, duration - WINDOW_SECONDS)
    steps = range(math.ceil(latest / STEP_SECONDS) + 1)
    starts = [min(step * STEP_SECONDS, latest) for step in steps] if duration > 0 else []
    return tuple(_point(rows, start, min(start + WINDOW_SECONDS, duration)) for start in starts)


def _point(rows: Sequence[Said], start: float, end: float) -> Point:
    """One window's share with its band."""
    inside = _within(rows, start, end)
    advice, made = len(advice_in(inside)), len(inside)
    low, high = jeffreys(advice, made) if made else (None, None)
    return Point(
        start=start,
        end=end,
        advice=advice,
        contributions=made,
        share=advice / made if made else None,
        low=low,
        high=high,
    )


def _drift(said: Sequence[Said], duration: float) -> Drift:
    """The drift of the advice share over the contributions among these utterances."""
    rows = contributions_in(said)
    advice, made = len(advice_in(rows)), len(rows)
    first, last = _thirds(rows, duration)
    enough = made >= FEWEST_CONTRIBUTIONS and advice >= FEWEST_ADVICE
    ratio, low, high = (_odds_ratio(rows) if enough else None) or (None, None, None)
    return Drift(
        verdict=_verdict(said, low, high),
        advice=advice,
        contributions=made,
        first=(len(advice_in(first)), len(first)),
        last=(len(advice_in(last)), len(last)),
        odds_ratio=ratio,
        low=low,
        high=high,
    )


def _verdict(said: Sequence[Said], low: float | None, high: float | None) -> Verdict:
    """The word for a drift, by its interval; without an interval there is too little to tell."""
    if low is None or high is None:
        return "too little to tell"
    if low > 1:
        return "creeping"
    if high < 1:
        return "receding"
    share = advice_share("advice_share", SET, said, missing="")
    narrow = (share.high or 0.0) - (share.low or 0.0) <= NARROW
    return "steady" if narrow and low >= 1 / LIKELY and high <= LIKELY else "too little to tell"


def _odds_ratio(rows: Sequence[Said]) -> tuple[float, float, float] | None:
    """The odds ratio per 10 minutes with its interval; ``None`` where all came at one time."""
    minutes = np.array([row.utterance.start for row in rows]) / TEN_MINUTES
    outcome = np.array([row.act.act == "advice" for row in rows], dtype=np.float64)
    design = np.column_stack([np.ones(len(rows)), minutes - minutes.mean()])
    try:
        best = firth.fit(design, outcome)
        low, high = firth.profile_interval(design, outcome, 1)
    except ArithmeticError:
        return None
    ratio, low, high = np.exp(np.clip([best.beta[1], low, high], -_STEEPEST, _STEEPEST))
    return float(ratio), float(low), float(high)


def _thirds(rows: Sequence[Said], duration: float) -> tuple[list[Said], list[Said]]:
    """The rows that began in the first and in the last third of the session."""
    return _within(rows, 0.0, duration / 3), _within(rows, duration * 2 / 3, math.inf)


def _within(rows: Iterable[Said], start: float, end: float) -> list[Said]:
    """The rows that began in ``[start, end)``."""
    return [row for row in rows if start <= row.utterance.start < end]


def _figures(subject: str, said: Sequence[Said], duration: float) -> list[Measure]:
    """One subject's drift; the word never comes without its counts."""
    found = _drift(said, duration)
    counts = (
        f"{found.first[0]} of {found.first[1]} in the first third,"
        f" {found.last[0]} of {found.last[1]} in the last,"
        f" {found.advice} of {found.contributions} in all"
    )
    interval = None if found.low is None or found.high is None else (found.low, found.high)
    evidence = evidence_of(advice_in(contributions_in(said)))
    first, last = _thirds(said, duration)
    return [
        figure(
            "advice_creep",
            subject,
            found.odds_ratio,
            interval=interval,
            evidence=evidence,
            note=counts if interval else f"too little to tell: {counts}",
        ),
        figure("advice_creep_verdict", subject, found.verdict, evidence=evidence, note=counts),
        advice_share("advice_share_first_third", subject, first, missing=_NONE_IN_THIRD),
        advice_share("advice_share_last_third", subject, last, missing=_NONE_IN_THIRD),
    ]
