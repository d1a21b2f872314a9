"""Sessions pooled into a cohort: of each measure the middle, the spread and the movement."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, quantiles

import numpy as np

from analyser.domain import Measure
from analyser.measures.cohort import (
    FEWEST,
    Cell,
    Cohort,
    Month,
    Observers,
    Point,
    Sitting,
    Spread,
    Warned,
    Word,
)
from analyser.measures.definitions import DEFINITIONS, UNITS
from analyser.measures.within_people import Course, movement

_FEWEST_RATED = 3
_DRAWS = 2000
_LEAST = 1e-6


def together(
    sittings: Iterable[Sitting],
    *,
    viewer: str = "",
    programmes: Sequence[str] = (),
    sample: bool = False,
) -> Cohort:
    """A cohort of the sessions.

    :param viewer: the person who looks; their own sessions are told to them one by one.
    """
    rows = sorted(sittings, key=lambda sitting: sitting.day)
    return Cohort(
        people=_people(rows),
        sessions=len(rows),
        flagged=sum(row.flagged for row in rows),
        warnings=_warned(rows),
        spreads=tuple(_spread(name, rows, viewer) for name in DEFINITIONS if _is_there(name, rows)),
        observers=_observers(rows),
        programmes=tuple(programmes),
        sample=sample,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A session's figure with whose it is."""

    sitting: Sitting
    measure: Measure

    @property
    def value(self) -> float:
        value = self.measure.value
        return float(value) if isinstance(value, int | float) else 0.0


def _is_there(name: str, rows: Sequence[Sitting]) -> bool:
    return any(measure.name == name for row in rows for measure in row.figures.measures)


def _spread(name: str, rows: Sequence[Sitting], viewer: str) -> Spread:
    found = [
        _Figure(sitting=row, measure=measure)
        for row in rows
        for measure in row.figures.measures
        if measure.name == name and measure.value is not None
    ]
    clean = [figure for figure in found if not figure.sitting.flagged]
    numbers = [figure for figure in clean if not isinstance(figure.measure.value, str)]
    return Spread(
        name=name,
        unit=UNITS[name],
        all=_cell(clean),
        months=_months(numbers),
        flagged=_cell([figure for figure in found if figure.sitting.flagged]),
        change=movement(_courses(numbers)),
        own=tuple(
            _point(f, day=True) for f in found if f.sitting.person == viewer and _is_number(f)
        ),
        words=_words([figure for figure in clean if isinstance(figure.measure.value, str)]),
    )


def _cell(figures: Sequence[_Figure]) -> Cell:
    """What some sessions have in common; the order of its points does not tell whose they are."""
    people, numbers = _people([f.sitting for f in figures]), [f for f in figures if _is_number(f)]
    bare = Cell(people=people, sessions=len(figures))
    if bare.withheld or not numbers:
        return bare
    lower, median, upper = _quartiles([figure.value for figure in numbers])
    points = sorted((_point(f) for f in numbers), key=lambda point: (point.when, point.value))
    return Cell(
        people=people,
        sessions=len(figures),
        median=median,
        lower=lower,
        upper=upper,
        points=tuple(points),
    )


def _months(figures: Sequence[_Figure]) -> tuple[Month, ...]:
    months: dict[str, list[_Figure]] = {}
    for figure in figures:
        months.setdefault(_month(figure.sitting.day), []).append(figure)
    return tuple(Month(month=month, cell=_cell(months[month])) for month in sorted(months))


def _courses(figures: Sequence[_Figure]) -> tuple[Course, ...]:
    """For each person the days, counted from one day on, and the values."""
    courses: dict[str, list[_Figure]] = {}
    for figure in figures:
        courses.setdefault(figure.sitting.person, []).append(figure)
    return tuple(
        Course(
            days=tuple(float(date.fromisoformat(f.sitting.day).toordinal()) for f in course),
            values=tuple(_scaled(f) for f in course),
        )
        for course in courses.values()
    )


def _scaled(figure: _Figure) -> float:
    """An odds ratio as its logarithm, in which twice and half are equally far; others as such."""
    if not figure.measure.unit.startswith("odds ratio"):
        return figure.value
    return math.log(max(figure.value, _LEAST))


def _words(figures: Sequence[_Figure]) -> tuple[Word, ...]:
    people: dict[str, list[Sitting]] = {}
    for figure in figures:
        people.setdefault(str(figure.measure.value), []).append(figure.sitting)
    return tuple(Word(word=word, sessions=_count(rows)) for word, rows in sorted(people.items()))


def _warned(rows: Sequence[Sitting]) -> tuple[Warned, ...]:
    codes = sorted({code for row in rows for code in row.codes})
    return tuple(
        Warned(code=code, sessions=_count([row for row in rows if code in row.codes]))
        for code in codes
    )


def _observers(rows: Sequence[Sitting]) -> Observers:
    rated = [row for row in rows if row.figures.kappa is not None]
    bare = Observers(people=_people(rated), sessions=len(rated))
    if bare.people < FEWEST:
        return bare
    kappas = [row.figures.kappa for row in rated if row.figures.kappa is not None]
    low, high = _interval_of_mean(kappas)
    return Observers(
        people=bare.people, sessions=bare.sessions, kappa=mean(kappas), low=low, high=high
    )


def _interval_of_mean(values: Sequence[float]) -> tuple[float | None, float | None]:
    """A 95 % interval of a mean by drawing sessions anew (bootstrap, Efron 1979)."""
    if len(values) < _FEWEST_RATED:
        return None, None
    draws = np.random.default_rng(0).choice(np.array(values), size=(_DRAWS, len(values)))
    low, high = np.quantile(draws.mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def _count(rows: Sequence[Sitting]) -> int | None:
    return len(rows) if _people(rows) >= FEWEST else None


def _people(rows: Iterable[Sitting]) -> int:
    return len({row.person for row in rows})


def _is_number(figure: _Figure) -> bool:
    return not isinstance(figure.measure.value, str)


def _point(figure: _Figure, *, day: bool = False) -> Point:
    when = figure.sitting.day if day else _month(figure.sitting.day)
    return Point(when=when, value=figure.value, low=figure.measure.low, high=figure.measure.high)


def _month(day: str) -> str:
    return day[: len("2026-03")]


def _quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile, interpolated between values."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    lower, median, upper = quantiles(values, n=4, method="inclusive")
    return lower, median, upper
