"""One measure over a person's sessions: whether it changed, where the intervals say so.

The change is that of the least-squares line from the first session to the last, which is a sum of
the sessions' values with fixed weights. Two intervals are worked out for it. The first comes from
the sessions' own intervals (MOVER, the method of variance estimates recovery: Zou, Huang & Zhang
2009, Comput. Stat. Data Anal. 53:1080-1085), the second from how far the values lie from the line
(Student's t). It is called a change only where the wider of the two leaves out "none".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import t

from analyser.domain import Measure

Direction = Literal["up", "down", "no change that can be told", "too few to tell"]

FEWEST = 2
"""Sessions with a figure, so that there is a change to speak of."""

FEWEST_SCATTERED = 3
"""Sessions from which the distance to a line can be known."""

_RATIOS = "odds ratio"
_LEAST = 1e-6
_SURE = 0.975

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a measure moved over ``sessions`` sessions in which it could be told.

    ``first`` and ``last`` are the figures of the first and the last of them. ``low`` and ``high``
    bound the change with 95 % certainty: a difference in the measure's unit, for odds ratios the
    logarithm of a factor; both are ``None`` where there is no interval.
    """

    direction: Direction
    sessions: int
    first: Measure | None = None
    last: Measure | None = None
    low: float | None = None
    high: float | None = None


def change(figures: Sequence[Measure]) -> Change:
    """Whether a measure changed over sessions.

    :param figures: one measure's figures, in the order in which the sessions were held.
    """
    known = [figure for figure in figures if isinstance(figure.value, int | float)]
    if not known:
        return Change(direction="too few to tell", sessions=0)
    low, high = _interval(known) if len(known) >= FEWEST else (None, None)
    return Change(
        direction=_direction(low, high),
        sessions=len(known),
        first=known[0],
        last=known[-1],
        low=low,
        high=high,
    )


def _direction(low: float | None, high: float | None) -> Direction:
    if low is None or high is None:
        return "too few to tell"
    if low > 0:
        return "up"
    return "down" if high < 0 else "no change that can be told"


def _interval(known: Sequence[Measure]) -> tuple[float | None, float | None]:
    """The wider of what the sessions' intervals and their scatter say; ``None`` without either."""
    values = _scaled(known, [_number(figure.value) for figure in known])
    weights = _weights(len(values))
    said = [
        found for found in (_recovered(known, values, weights), _scatter(values, weights)) if found
    ]
    if not said:
        return None, None
    return min(low for low, _ in said), max(high for _, high in said)


def _weights(sessions: int) -> Numbers:
    """What each session's value counts in the change along the line, first to last."""
    places = np.arange(sessions, dtype=np.float64)
    away = places - places.mean()
    weights: Numbers = away / (away**2).sum() * (sessions - 1)
    return weights


def _recovered(
    known: Sequence[Measure], values: Numbers, weights: Numbers
) -> tuple[float, float] | None:
    """The interval that follows from each session's own; none where one of them has none."""
    if any(figure.low is None or figure.high is None for figure in known):
        return None
    ends = np.stack(
        [
            _scaled(known, [_number(figure.low) for figure in known]) * weights,
            _scaled(known, [_number(figure.high) for figure in known]) * weights,
        ]
    )
    parts = values * weights
    below = math.sqrt(((parts - ends.min(axis=0)) ** 2).sum())
    above = math.sqrt(((ends.max(axis=0) - parts) ** 2).sum())
    return float(parts.sum() - below), float(parts.sum() + above)


def _scatter(values: Numbers, weights: Numbers) -> tuple[float, float] | None:
    """The interval that follows from how far the values lie from their line."""
    free = len(values) - 2
    if len(values) < FEWEST_SCATTERED:
        return None
    places = np.arange(len(values))
    rest = values - np.polyval(np.polyfit(places, values, 1), places)
    spread = math.sqrt((rest**2).sum() / free * (weights**2).sum())
    moved, reach = float((values * weights).sum()), float(t.ppf(_SURE, free)) * spread
    return moved - reach, moved + reach


def _scaled(known: Sequence[Measure], values: Sequence[float]) -> Numbers:
    """Odds ratios as their logarithms, in which twice and half are equally far; others as such."""
    numbers = np.array(values, dtype=np.float64)
    ratios = known[0].unit.startswith(_RATIOS)
    return np.log(np.maximum(numbers, _LEAST)) if ratios else numbers


def _number(value: float | str | None) -> float:
    """A value that is known to be a number."""
    return float(value) if value is not None else math.nan
