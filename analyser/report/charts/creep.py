"""Advice creep: the share of advice in a moving window, its band, and each contribution below."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analyser.domain import Analysis
from analyser.measures import Drift, curve
from analyser.measures.common import said_in
from analyser.measures.creep import NARROW
from analyser.measures.wording import percent, ratio
from analyser.report.charts.style import calm, picking, time_axis
from analyser.report.look import DIRECT, LANE, OPEN, clock, names_apart

_HEIGHT = 280
ADVICE = "Advice"
OTHER = "Question or reflection"

_STRIPS = {ADVICE: -0.07, OTHER: -0.14}
_LOWEST = -0.2
"""Where the contributions are drawn on the scale of the shares: below a share of nothing."""


def rows(analysis: Analysis) -> pd.DataFrame:
    """One row for each window: its middle ``start``, ``window``, ``share``, its band, ``count``."""
    return pd.DataFrame(
        [
            {
                "start": point.middle,
                "window": f"{clock(point.start)} and {clock(point.end)}",
                "share": point.share,
                "low": point.low,
                "high": point.high,
                "count": f"{point.advice} of {point.contributions}",
            }
            for point in curve(analysis)
        ],
        columns=["start", "window", "share", "low", "high", "count"],
    )


def contribution_rows(analysis: Analysis) -> pd.DataFrame:
    """One row for each contribution: ``start``, ``at``, ``name``, ``label`` and ``what``."""
    names = names_apart(analysis)
    made = (row for row in said_in(analysis) if row.is_contribution)
    return pd.DataFrame(
        [
            {
                "start": row.utterance.start,
                "at": clock(row.utterance.start),
                "name": names.get(row.utterance.speaker, row.utterance.speaker),
                "label": ADVICE if row.act.act == "advice" else OTHER,
                "what": row.utterance.text,
            }
            for row in made
        ],
        columns=["start", "at", "name", "label", "what"],
    )


def chart(
    frame: pd.DataFrame,
    made: pd.DataFrame,
    *,
    duration: float,
    description: str,
    since: float = 0.0,
) -> alt.LayerChart:
    """The curve in its band over the contributions; a click on one of these plays it.

    :param duration: where the axis ends, in seconds; ``since`` is where it begins.
    """
    span = since, duration
    share = alt.Y(
        "share:Q",
        title="Advice among contributions",
        scale=alt.Scale(domain=[_LOWEST, 1], nice=False),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    base = alt.Chart(frame.dropna(subset=["share"])).encode(x=time_axis(*span))
    band = base.mark_area(color=LANE, opacity=0.45).encode(y=alt.Y("low:Q"), y2=alt.Y2("high:Q"))
    line = base.mark_line(
        color=DIRECT.colour, strokeWidth=2.5, point={"opacity": 0, "size": 60}
    ).encode(
        y=share,
        tooltip=[
            alt.Tooltip("window:N", title="Between"),
            alt.Tooltip("share:Q", title="Advice", format=".0%"),
            alt.Tooltip("count:N", title="Pieces"),
        ],
    )
    signs = _contributions(made, span)
    return calm(band, line, signs, height=_HEIGHT, description=description)


def _contributions(made: pd.DataFrame, span: tuple[float, float]) -> alt.Chart:
    """A strip of signs: advice, and what else was contributed."""
    labels = alt.Scale(domain=[ADVICE, OTHER], range=[DIRECT.colour, OPEN.colour])
    signs: alt.Chart = (
        alt.Chart(made.assign(strip=made["label"].map(_STRIPS)))
        .mark_point(size=45, filled=True, opacity=0.8, cursor="pointer")
        .encode(
            x=time_axis(*span),
            y=alt.Y("strip:Q"),
            color=alt.Color("label:N", scale=labels, title=None),
            shape=alt.Shape(
                "label:N",
                scale=alt.Scale(domain=[ADVICE, OTHER], range=[DIRECT.shape, OPEN.shape]),
                title=None,
            ),
            tooltip=[
                alt.Tooltip("name:N", title="Voice"),
                alt.Tooltip("at:N", title="At"),
                alt.Tooltip("what:N", title="What"),
            ],
        )
        .add_params(picking())
    )
    return signs


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The curve to read."""
    told = frame.dropna(subset=["share"])
    return pd.DataFrame(
        {
            "Between": told["window"],
            "Advice": told["count"],
            "Share": told["share"].map(percent),
            "At least": told["low"].map(percent),
            "At most": told["high"].map(percent),
        }
    )


_VERDICTS = {
    "creeping": "Advice crept in",
    "receding": "Advice fell back",
    "steady": "Advice stayed about the same",
    "too little to tell": "There is too little to tell whether advice crept in",
}


_OURS = (
    " What counts as about the same is our own limit, not a norm: the interval of the advice share"
    f" is at most {round(100 * NARROW)} percentage points wide."
)
"""What is said beside the one word that rests on a band of our own."""


def words(found: Drift) -> str:
    """The drift in words, never without its counts."""
    counts = (
        f"{found.first[0]} of {found.first[1]} contributions were advice in the first third, "
        f"{found.last[0]} of {found.last[1]} in the last"
    )
    if found.odds_ratio is None or found.low is None or found.high is None:
        return f"{_VERDICTS[found.verdict]}: {counts}."
    return (
        f"{_VERDICTS[found.verdict]}: {counts}. Every ten minutes the odds of advice were "
        f"multiplied by {ratio(found.odds_ratio)} (between {ratio(found.low)} and "
        f"{ratio(found.high)}).{_OURS if found.verdict == 'steady' else ''}"
    )
