"""One measure over a cohort: how sessions are spread, and the middle of each month.

Nobody is named, nothing is put in order of who is best, and what rests on too few people is not
drawn. Which month a session is of is not drawn either: months are told by their middle alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from analyser.measures.cohort import Point, Spread
from analyser.report.charts.cohort_words import amount, middle, rests, told_months
from analyser.report.charts.style import calm
from analyser.report.look import DIRECT, INK, LANE, OPEN, PROCESS

SESSION, FLAGGED, YOURS = "A session", "With warnings", "Yours"

_KINDS = (SESSION, FLAGGED, YOURS)
_COLOURS = (OPEN.colour, DIRECT.colour, INK)
_SHAPES = ("circle", "diamond", "triangle-up")
_PLACES = {SESSION: 0.42, FLAGGED: 0.0, YOURS: 1.0}
_JITTER = 0.3
_ROOM = 0.2
_GOLDEN = 0.618034
_LEAST_ODDS, _MOST_ODDS = 0.01, 100.0
_SPREAD_HEIGHT, _MONTHS_HEIGHT = 132, 150
_WORD_HEIGHT, _AXIS_HEIGHT = 34, 48
"""Pixels, axes and legend included."""


def rows(spread: Spread) -> pd.DataFrame:
    """One row for each session that may be drawn: ``kind``, ``value``, ``told`` and ``place``.

    ``place`` parts dots that lie on one another; it means nothing.
    """
    kinds = ((SESSION, spread.all.points), (FLAGGED, spread.flagged.points), (YOURS, spread.own))
    return pd.DataFrame(
        [
            _dot(kind, n, point, spread.unit)
            for kind, points in kinds
            for n, point in enumerate(points)
        ],
        columns=["kind", "value", "told", "place"],
    )


def month_rows(spread: Spread) -> pd.DataFrame:
    """One row for each month that may be told: ``month``, ``median``, ``lower``, ``upper``."""
    return pd.DataFrame(
        [
            {
                "month": f"{month.month}-15",
                "median": _drawn(month.cell.median, spread.unit),
                "lower": _drawn(month.cell.lower, spread.unit),
                "upper": _drawn(month.cell.upper, spread.unit),
                "told": middle(month.cell, spread.unit),
                "rests": rests(month.cell),
            }
            for month in told_months(spread)
        ],
        columns=["month", "median", "lower", "upper", "told", "rests"],
    )


def own_rows(spread: Spread) -> pd.DataFrame:
    """One's own sessions: ``month`` (the day), ``value`` and ``told``."""
    return pd.DataFrame(
        [
            {
                "month": point.when,
                "value": _drawn(point.value, spread.unit),
                "told": amount(point.value, spread.unit),
            }
            for point in spread.own
        ],
        columns=["month", "value", "told"],
    )


def chart(spread: Spread, *, description: str) -> alt.LayerChart:
    """A box from quartile to quartile with the median, and a dot for each session."""
    frame = rows(spread)
    x = alt.X("value:Q", **_values(frame["value"], spread.unit))
    kinds = [kind for kind in _KINDS if (frame["kind"] == kind).any()]
    dots = (
        alt.Chart(frame)
        .mark_point(size=58, filled=True, opacity=0.72)
        .encode(
            x=x,
            y=_height("place", kinds),
            tooltip=[alt.Tooltip("kind:N", title="This is"), alt.Tooltip("told:N", title="Value")],
            **_look(kinds),
        )
    )
    return calm(*_box(spread, x, kinds), dots, height=_SPREAD_HEIGHT, description=description)


def months_chart(spread: Spread, *, description: str) -> alt.LayerChart:
    """The median of each month with its quartiles; one's own sessions as a line of their own."""
    frame, own = month_rows(spread), own_rows(spread)
    numbers = pd.concat([frame["lower"], frame["upper"], own["value"]])
    y = alt.Y("lower:Q", **_values(numbers, spread.unit))
    time = _time([month.month for month in spread.months], own["month"])
    tips = [alt.Tooltip("told:N", title="Median"), alt.Tooltip("rests:N", title="Rests on")]
    base = alt.Chart(frame).encode(x=time)
    spans = base.mark_rule(color=LANE, strokeWidth=9, strokeCap="round").encode(
        y=y, y2=alt.Y2("upper:Q"), tooltip=tips
    )
    line = base.mark_line(color=OPEN.colour, strokeWidth=2).encode(y=alt.Y("median:Q"))
    points = base.mark_point(size=70, filled=True, opacity=1, color=OPEN.colour).encode(
        y=alt.Y("median:Q"), tooltip=tips
    )
    mine = alt.Chart(own).encode(
        x=time, y=alt.Y("value:Q"), tooltip=[alt.Tooltip("told:N", title=YOURS)]
    )
    path = mine.mark_line(color=INK, strokeWidth=1.5, strokeDash=[5, 4])
    signs = mine.mark_point(size=70, filled=True, opacity=1, color=INK, shape="triangle-up")
    layers = (spans, line, points, path, signs) if len(own) else (spans, line, points)
    return calm(*layers, height=_MONTHS_HEIGHT, description=description)


def words_chart(spread: Spread, *, description: str) -> alt.LayerChart:
    """For a measure in words: how many sessions have each, where that may be told."""
    frame = pd.DataFrame(
        [{"word": w.word, "sessions": w.sessions} for w in spread.words if w.sessions is not None],
        columns=["word", "sessions"],
    )
    base = alt.Chart(frame).encode(
        y=alt.Y("word:N", title=None, axis=alt.Axis(labelLimit=200, ticks=False)),
        x=alt.X("sessions:Q", title="Sessions", axis=alt.Axis(tickMinStep=1, tickCount=5)),
    )
    bars = base.mark_bar(height=20, color=PROCESS.colour, cornerRadiusEnd=2)
    figures = base.mark_text(align="left", dx=6, color=INK, fontSize=14).encode(
        text=alt.Text("sessions:Q")
    )
    height = _WORD_HEIGHT * max(1, len(frame)) + _AXIS_HEIGHT
    return calm(bars, figures, height=height, description=description)


def _dot(kind: str, n: int, point: Point, unit: str) -> dict[str, object]:
    jitter = _JITTER * ((n * _GOLDEN) % 1 - 0.5) if kind == SESSION else 0.0
    return {
        "kind": kind,
        "value": _drawn(point.value, unit),
        "told": amount(point.value, unit),
        "place": _PLACES[kind] + jitter,
    }


def _drawn(value: float | None, unit: str) -> float | None:
    """A value where it can be drawn: odds ratios go along a logarithm, which has no nought."""
    if value is None or not unit.startswith("odds ratio"):
        return value
    return min(max(value, _LEAST_ODDS), _MOST_ODDS)


def _box(spread: Spread, x: alt.X, kinds: Sequence[str]) -> tuple[alt.Chart, ...]:
    cell = spread.all
    if cell.median is None:
        return ()
    row = {
        "value": _drawn(cell.lower, spread.unit),
        "upper": _drawn(cell.upper, spread.unit),
        "median": _drawn(cell.median, spread.unit),
        "place": _PLACES[SESSION],
        "low": _PLACES[SESSION] - _JITTER,
        "high": _PLACES[SESSION] + _JITTER,
    }
    base = alt.Chart(pd.DataFrame([row]))
    box = base.mark_rect(color=LANE, opacity=0.4, cornerRadius=3).encode(
        x=x, x2=alt.X2("upper:Q"), y=_height("low", kinds), y2=alt.Y2("high:Q")
    )
    tick = base.mark_rule(color=INK, strokeWidth=2.5).encode(
        x=alt.X("median:Q"), y=_height("low", kinds), y2=alt.Y2("high:Q")
    )
    return box, tick


def _height(field: str, kinds: Sequence[str]) -> alt.Y:
    """A place without a meaning: it has no axis, and room only for the kinds that are there."""
    lowest = _PLACES[FLAGGED] - _ROOM if FLAGGED in kinds else _PLACES[SESSION] - 2 * _ROOM
    highest = _PLACES[YOURS] + _ROOM if YOURS in kinds else _PLACES[SESSION] + 2 * _ROOM
    scale = alt.Scale(domain=[lowest, highest], nice=False)
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def _look(kinds: Sequence[str]) -> dict[str, Any]:
    """Colour and shape of each kind of dot; a legend where there are several."""
    legend = alt.Legend() if len(kinds) > 1 else None
    scales = (
        alt.Scale(domain=kinds, range=[values[_KINDS.index(kind)] for kind in kinds])
        for values in (_COLOURS, _SHAPES)
    )
    colour, shape = scales
    return {
        "color": alt.Color("kind:N", scale=colour, legend=legend, title=None),
        "shape": alt.Shape("kind:N", scale=shape, legend=legend, title=None),
    }


def _values(numbers: Iterable[float], unit: str) -> dict[str, Any]:
    """Scale and axis of a measure's values, the same in its two charts: shares from 0 to 1."""
    if unit.startswith("odds ratio"):
        return {
            "scale": alt.Scale(type="log", domain=[_LEAST_ODDS, _MOST_ODDS]),
            "axis": alt.Axis(title=None, values=[0.01, 0.1, 1, 10, 100], format="~g"),
        }
    whole = unit in {"share", "0 to 1"}
    most = 1.0 if whole else max([0.0, *(n for n in numbers if n is not None)]) * 1.05 or 1.0
    return {
        "scale": alt.Scale(domain=[0, most], nice=not whole),
        "axis": alt.Axis(
            title="seconds" if unit == "s" else None,
            tickCount=5,
            format="%" if unit == "share" else alt.Undefined,
        ),
    }


def _time(months: Sequence[str], days: Iterable[str]) -> alt.X:
    """From the first month to the last, a tick for each of them or for some."""
    ends = sorted([*(f"{month}-01" for month in months), *days])
    first = pd.Timestamp(ends[0]).replace(day=1)
    last = pd.Timestamp(ends[-1]) + pd.offsets.MonthEnd(1)
    return alt.X(
        "month:T",
        scale=alt.Scale(domain=[f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"], nice=False),
        axis=alt.Axis(
            title=None,
            format="%b %y",
            grid=False,
            tickCount={"interval": "month", "step": 1},
            labelOverlap=True,
        ),
    )
