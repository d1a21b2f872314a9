"""One small panel: a figure over the sessions, with its intervals; a click opens a session."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analyser.dashboard.dates import day
from analyser.report.charts.style import PICK, calm
from analyser.report.look import INK, LANE

HEIGHT = 190
"""Pixels, axes included."""

_POINT = 90
_SURE, _CAREFUL = "Nothing to know first", "Something to know first"
_COLOURS = ("#0072B2", "#D55E00")
_SHAPES = ("circle", "diamond")
_NUMBER = ".2~f"
_BIT_OF_ROOM = 1.08


def chart(frame: pd.DataFrame, *, unit: str, description: str) -> alt.LayerChart:
    """Points with whiskers along the days, joined by a quiet line; without those that cannot tell.

    :param frame: as ``followed.rows`` makes it.
    :param unit: the measure's, which decides what its axis looks like.
    """
    shown = frame.dropna(subset=["value"]).assign(
        at=lambda rows: pd.to_datetime(rows["day"]),
        on=lambda rows: rows["day"].map(day),
        known=lambda rows: [_CAREFUL if n else _SURE for n in rows["cautions"]],
        low=lambda rows: rows["low"].astype(float),
        high=lambda rows: rows["high"].astype(float),
        value=lambda rows: rows["value"].astype(float),
    )
    base = alt.Chart(shown).encode(x=_days(frame))
    line = base.mark_line(color=LANE, strokeWidth=2, aria=False).encode(y=_values(shown, unit))
    whiskers = base.mark_rule(color=INK, strokeWidth=1.5, aria=False).encode(
        y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
    )
    points = base.mark_point(size=_POINT, filled=True, opacity=1, cursor="pointer").encode(
        y=alt.Y("value:Q"),
        color=alt.Color("known:N", scale=_scale(_COLOURS), legend=None),
        shape=alt.Shape("known:N", scale=_scale(_SHAPES), legend=None),
        tooltip=[
            alt.Tooltip("on:N", title="Held on"),
            alt.Tooltip("name:N", title="Session"),
            alt.Tooltip("told:N", title="Value"),
            alt.Tooltip("note:N", title="Rests on"),
            alt.Tooltip("known:N", title="Warnings"),
        ],
    )
    picking = alt.selection_point(name=PICK, fields=["session"], on="click", empty=False)
    return calm(line, whiskers, points.add_params(picking), height=HEIGHT, description=description)


def _scale(values: tuple[str, str]) -> alt.Scale:
    return alt.Scale(domain=[_SURE, _CAREFUL], range=[*values])


def _days(frame: pd.DataFrame) -> alt.X:
    """The days of all sessions, the same in every panel, with a little room on both sides."""
    days = pd.to_datetime(frame["day"])
    room = max(pd.Timedelta(days=5), (days.max() - days.min()) * 0.08)
    domain = [(days.min() - room).isoformat(), (days.max() + room).isoformat()]
    ticks = [alt.DateTime(year=d.year, month=d.month, date=d.day) for d in days]
    axis = alt.Axis(format="%-d %b %y", values=ticks, grid=False, title=None, labelOverlap="greedy")
    return alt.X("at:T", scale=alt.Scale(domain=domain, nice=False), axis=axis)


def _values(shown: pd.DataFrame, unit: str) -> alt.Y:
    """Shares from 0 on; odds ratios along a logarithm, where twice and half are equally far."""
    if unit.startswith("odds"):
        scale = alt.Scale(type="log", domain=[0.1, 100], clamp=True)
        axis = alt.Axis(values=[0.1, 1, 10, 100], title=None, format=_NUMBER)
        return alt.Y("value:Q", scale=scale, axis=axis)
    most = float(shown[["value", "high"]].max().max()) if len(shown) else 1.0
    scale = alt.Scale(domain=[0, max(most, 0.1) * _BIT_OF_ROOM], nice=False)
    axis = alt.Axis(format="%" if unit == "share" else _NUMBER, tickCount=4, title=None)
    return alt.Y("value:Q", scale=scale, axis=axis)
