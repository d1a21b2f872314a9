"""Whether a measure changes over the months within people, each against their own earlier sessions.

The change is the slope of the least-squares line that all share once each person's own level is
taken out (fixed effects), so who brings many sessions, or high figures, does not make it. Its 95 %
interval is the jackknife's over people: the slope is worked out again without each person in turn
(Efron & Stein 1981, Ann. Stat. 9:586-596; of clusters Bell & McCaffrey 2002, Survey Methodology
28:169-181), with Student's t for one person fewer than there are. It holds where people change at
paces of their own, of which a mixed model with one slope knows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t

from analyser.measures.over_time import Direction

FEWEST_PEOPLE = 5
"""With fewer people who have sessions on several days, no change is told."""

DAYS_A_MONTH = 30.4375

_SURE = 0.975

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One person's sessions: days counted from any one day, and a value for each."""

    days: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How a measure changes in a month, within ``people`` with sessions on several days.

    A difference in the measure's unit, of odds ratios in their logarithm; ``None`` where there are
    too few people.
    """

    direction: Direction
    people: int
    per_month: float | None = None
    low: float | None = None
    high: float | None = None


def movement(courses: Iterable[Course]) -> Movement:
    """Whether a measure changes over the months within people."""
    parts = [_about_own_mean(course) for course in courses if len(set(course.days)) > 1]
    if len(parts) < FEWEST_PEOPLE:
        return Movement(direction="too few to tell", people=len(parts))
    slope, reach = _slope(parts)
    return Movement(
        direction=_direction(slope, reach),
        people=len(parts),
        per_month=slope,
        low=slope - reach,
        high=slope + reach,
    )


def _about_own_mean(course: Course) -> tuple[float, float]:
    """The sums of squares and of products about a person's own means, with time in months."""
    months: Numbers = np.array(course.days) / DAYS_A_MONTH
    away: Numbers = months - months.mean()
    return float(away @ away), float(away @ np.array(course.values))


def _slope(parts: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The slope that all share, and how far its interval reaches to each side."""
    squares, products = np.array(parts).T
    slope = float(products.sum() / squares.sum())
    without: Numbers = (products.sum() - products) / (squares.sum() - squares)
    people = len(parts)
    error = float(np.sqrt((people - 1) / people * ((without - slope) ** 2).sum()))
    return slope, float(t.ppf(_SURE, people - 1)) * error


def _direction(slope: float, reach: float) -> Direction:
    if abs(slope) <= reach:
        return "no change that can be told"
    return "up" if slope > 0 else "down"
