"""Advice creep: how the share of advice among the contributions drifts as the session goes on.

The drift is a logistic regression of "this contribution is advice" on time, penalised after Firth
(see ``firth``), told as an odds ratio per ten minutes. Plain counts always stand beside it. What is
looked at, and by which clock, says ``course``: where stages are marked, the questions and the
reflection of every round. A round has its own level, so that what is told is how advice drifts
within rounds, and not that one of them was fuller of it than another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from analyser.domain import Analysis, Measure
from analyser.measures import firth
from analyser.measures.advice import advice_in, advice_share, contributions_in
from analyser.measures.casting import span_of
from analyser.measures.common import (
    SET,
    TEN_MINUTES,
    Said,
    evidence_of,
    figure,
    jeffreys,
    voices_with,
)
from analyser.measures.course import Course, Timed, course_of
from analyser.measures.once import once
from analyser.measures.wording import counted

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

    The ``first`` and ``last`` third hold counts: advice, and contributions. ``marked`` says that
    only the marked stages of questions and reflection were looked at, in so many ``rounds``.
    """

    verdict: Verdict
    advice: int
    contributions: int
    first: tuple[int, int]
    last: tuple[int, int]
    odds_ratio: float | None
    low: float | None
    high: float | None
    marked: bool = False
    rounds: int = 0

    @property
    def counts(self) -> str:
        """The plain figures in words, without which no word for the drift is ever told."""
        return (
            f"{self.first[0]} of {self.first[1]} in the first third,"
            f" {self.last[0]} of {self.last[1]} in the last,"
            f" {self.advice} of {self.contributions} in all{self.looked_at}"
        )

    @property
    def looked_at(self) -> str:
        """Which part of the session the counts are of, in words; empty for all of it."""
        if not self.marked:
            return ""
        rounds = f" of {counted(self.rounds)} rounds" if self.rounds > 1 else ""
        return f", in the questions and reflection{rounds}"


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
    course = course_of(analysis)
    measures = _figures(SET, course, drift(analysis))
    if voices_with(analysis, "facilitator"):
        own = tuple(row for row in course.rows if row.said.role == "facilitator")
        theirs = replace(course, rows=own)
        measures += _figures("role:facilitator", theirs, _drift(theirs))
    return tuple(measures)


@once
def drift(analysis: Analysis) -> Drift:
    """How the whole set's advice share drifts."""
    return _drift(course_of(analysis))


def curve(analysis: Analysis) -> tuple[Point, ...]:
    """The advice share in a window of 5 minutes that moves by 30 seconds.

    It holds the contributions that the drift is told of, by the clock of the recording. The last
    window ends where the session ends; a shorter session is one window.
    """
    start, end = span_of(analysis)
    rows = contributions_in(course_of(analysis).said)
    latest = max(start, end - WINDOW_SECONDS)
    steps = range(math.ceil((latest - start) / STEP_SECONDS) + 1)
    starts = [min(start + step * STEP_SECONDS, latest) for step in steps] if end > start else []
    return tuple(_point(rows, since, min(since + WINDOW_SECONDS, end)) for since in starts)


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


def _drift(course: Course) -> Drift:
    """The drift of the advice share over the contributions among these utterances."""
    rows = [row for row in course.rows if row.said.is_contribution]
    first, last = contributions_in(course.third(0)), contributions_in(course.third(2))
    advice = len(_advice(rows))
    enough = len(rows) >= FEWEST_CONTRIBUTIONS and advice >= FEWEST_ADVICE
    ratio, low, high = (_odds_ratio(rows) if enough else None) or (None, None, None)
    return Drift(
        verdict=_verdict(course.said, low, high),
        advice=advice,
        contributions=len(rows),
        first=(len(advice_in(first)), len(first)),
        last=(len(advice_in(last)), len(last)),
        odds_ratio=ratio,
        low=low,
        high=high,
        marked=course.marked,
        rounds=len({row.round for row in course.rows}),
    )


def _advice(rows: Iterable[Timed]) -> list[Said]:
    return advice_in(row.said for row in rows)


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


def _odds_ratio(rows: Sequence[Timed]) -> tuple[float, float, float] | None:
    """The odds ratio per 10 minutes with its interval; ``None`` where all came at one time."""
    times = np.array([row.seconds for row in rows]) / TEN_MINUTES
    outcome = np.array([row.said.act.act == "advice" for row in rows], dtype=np.float64)
    rounds = list(dict.fromkeys(row.round for row in rows))
    levels = np.array([[row.round == which for which in rounds] for row in rows], dtype=np.float64)
    middles = (levels * times[:, None]).sum(axis=0) / levels.sum(axis=0)
    design = np.column_stack([levels, times - levels @ middles])
    try:
        best = firth.fit(design, outcome)
        low, high = firth.profile_interval(design, outcome, len(rounds))
    except ArithmeticError:
        return None
    ratio, low, high = np.exp(np.clip([best.beta[-1], low, high], -_STEEPEST, _STEEPEST))
    return float(ratio), float(low), float(high)


def _within(rows: Iterable[Said], start: float, end: float) -> list[Said]:
    """The rows that began in ``[start, end)``."""
    return [row for row in rows if start <= row.utterance.start < end]


def _figures(subject: str, course: Course, found: Drift) -> list[Measure]:
    """One subject's drift; the word never comes without its counts."""
    interval = None if found.low is None or found.high is None else (found.low, found.high)
    evidence = evidence_of(advice_in(contributions_in(course.said)))
    return [
        figure(
            "advice_creep",
            subject,
            found.odds_ratio,
            interval=interval,
            evidence=evidence,
            note=found.counts if interval else f"too little to tell: {found.counts}",
        ),
        figure(
            "advice_creep_verdict", subject, found.verdict, evidence=evidence, note=found.counts
        ),
        advice_share("advice_share_first_third", subject, course.third(0), missing=_NONE_IN_THIRD),
        advice_share("advice_share_last_third", subject, course.third(2), missing=_NONE_IN_THIRD),
    ]
