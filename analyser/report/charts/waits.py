"""Listening room: every wait as a dot, after a question and after the presenter stops."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analyser.domain import Analysis
from analyser.measures.waiting import (
    LONG_SECONDS,
    Wait,
    waits_after_presenter,
    waits_after_questions,
)
from analyser.measures.wording import many, minutes
from analyser.report.charts.style import calm, picking
from analyser.report.look import INK, QUIET_INK, ROLE_COLOURS, clock, names_apart

AFTER_QUESTION = "After a question"
AFTER_PRESENTER = "After the presenter stops"
LEAD = "The facilitator’s"
OTHERS = "Others’"
_LANES = (AFTER_QUESTION, AFTER_PRESENTER)

_LANE = 120
_AXES = 112
_JITTER = 0.618
"""Dots of a lane are spread over its height by this share of it, so that equal ones lie apart."""

_LEAST_AXIS = 6.0
_STEP = 0.25
_LEAD_IN = 2.0
"""Seconds: the shortest axis, what waits are told to, and what is heard before a wait."""


def rows(analysis: Analysis) -> pd.DataFrame:
    """One row for each wait.

    Columns: ``lane``, ``seconds``, ``told``, ``start`` (just before it, to listen to), ``at``,
    ``name`` (who asked, or who spoke after the presenter), ``whose`` and ``height`` (0-1).
    """
    names = names_apart(analysis)
    told = [
        _row(lane, place, wait, analysis, names)
        for lane, found in (
            (AFTER_QUESTION, waits_after_questions(analysis)),
            (AFTER_PRESENTER, waits_after_presenter(analysis)),
        )
        for place, wait in enumerate(found)
    ]
    return pd.DataFrame(
        told, columns=["lane", "seconds", "told", "start", "at", "name", "whose", "height"]
    )


def _row(
    lane: str, place: int, wait: Wait, analysis: Analysis, names: dict[str, str]
) -> dict[str, object]:
    own = analysis.role_of(wait.speaker) == "facilitator"
    return {
        "lane": lane,
        "seconds": round(wait.seconds / _STEP) * _STEP,
        "told": minutes(wait.seconds),
        "start": max(0.0, wait.stretch.start - _LEAD_IN),
        "at": clock(wait.stretch.start),
        "name": names.get(wait.speaker, wait.speaker),
        "whose": LEAD if own else OTHERS,
        "height": (place * _JITTER) % 1.0,
    }


def chart(frame: pd.DataFrame, *, description: str, line: bool = True) -> alt.LayerChart:
    """The dots in two lanes; a click plays one, from just before it.

    :param line: whether to draw the line at three seconds, which is our own.
    """
    shown = frame.assign(y=frame["lane"].map({lane: n for n, lane in enumerate(_LANES)}))
    shown = shown.assign(y=shown["y"] + 0.15 + 0.7 * shown["height"])
    longest = max(_LEAST_AXIS, float(shown["seconds"].max())) if len(shown) else _LEAST_AXIS
    height = alt.Y(
        "y:Q", scale=alt.Scale(domain=[0, len(_LANES)], nice=False, reverse=True), axis=None
    )
    seconds = alt.X(
        "seconds:Q",
        title="Seconds of quiet",
        scale=alt.Scale(domain=[0, longest * 1.03], nice=False),
        axis=alt.Axis(tickMinStep=1, grid=False),
    )
    dots = (
        alt.Chart(shown)
        .mark_point(size=60, filled=True, opacity=0.75, cursor="pointer")
        .encode(x=seconds, y=height, **_whose(), tooltip=_TOOLTIP)
        .add_params(picking())
    )
    return calm(
        _labels(height),
        dots,
        *(_line() if line else ()),
        height=_LANE * len(_LANES) + _AXES,
        description=description,
    )


_TOOLTIP = [
    alt.Tooltip("name:N", title="Voice"),
    alt.Tooltip("at:N", title="At"),
    alt.Tooltip("told:N", title="Quiet for"),
]


def _whose() -> dict[str, object]:
    kinds = [LEAD, OTHERS]
    colours = alt.Scale(domain=kinds, range=[ROLE_COLOURS["facilitator"], QUIET_INK])
    shapes = alt.Scale(domain=kinds, range=["circle", "diamond"])
    return {
        "color": alt.Color("whose:N", scale=colours, title=None),
        "shape": alt.Shape("whose:N", scale=shapes, title=None),
    }


def _labels(height: alt.Y) -> alt.Chart:
    """Each lane's name at its top."""
    named = pd.DataFrame({"lane": _LANES, "y": [0.02, 1.02]})
    labels: alt.Chart = (
        alt.Chart(named)
        .mark_text(align="right", baseline="top", fontSize=13, color=INK)
        .encode(x=alt.value("width"), y=height, text=alt.Text("lane:N"))
    )
    return labels


def _line() -> tuple[alt.Chart, alt.Chart]:
    """Three seconds, labelled as our own."""
    at = alt.Chart(pd.DataFrame({"seconds": [LONG_SECONDS], "label": ["3 s (ours)"]})).encode(
        x=alt.X("seconds:Q")
    )
    rule = at.mark_rule(color=QUIET_INK, strokeDash=[4, 4])
    label = at.mark_text(align="left", dx=5, baseline="bottom", fontSize=12, color=QUIET_INK)
    return rule, label.encode(y=alt.value("height"), text=alt.Text("label:N"))


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The waits to read, in order of time."""
    told = frame.sort_values("start", kind="stable")
    return pd.DataFrame(
        {"At": told["at"], "What": told["lane"], "Voice": told["name"], "Quiet for": told["told"]}
    )


def words(frame: pd.DataFrame) -> str:
    """The middle wait and how many were long, for both lanes."""
    told = [_of(lane, frame.loc[frame["lane"] == lane, "seconds"]) for lane in _LANES]
    return " ".join(sentence for sentence in told if sentence) or "There was no wait to measure."


def _of(lane: str, seconds: pd.Series) -> str:
    if seconds.empty:
        return ""
    long = int((seconds >= LONG_SECONDS).sum())
    return (
        f"{lane} it stayed quiet for {minutes(float(seconds.median()))} in the middle case; "
        f"{long} of {many(len(seconds), 'wait')} lasted 3 seconds or longer."
    )
