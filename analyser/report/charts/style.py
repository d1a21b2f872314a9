"""What all charts share: fonts from the page, quiet axes, a clock along the time."""

from __future__ import annotations

from math import ceil
from typing import Any

import altair as alt

from analyser.report.look import GRID, INK, QUIET_INK

PICK = "pick"
"""The name of the selection that a click makes; its field is the moment to play."""

_STEPS_MINUTES = (1, 2, 5, 10, 15, 30, 60)
_MOST_TICKS = 9
_PADDING = {"left": 0, "top": 4, "right": 4, "bottom": 0}


def picking() -> alt.Parameter:
    """A click on a mark, which gives its ``start`` in seconds."""
    return alt.selection_point(name=PICK, fields=["start"], on="click", empty=False)


def time_axis(first: float, last: float) -> alt.X:
    """Seconds from ``first`` to ``last``, labelled in minutes; the field is ``start``."""
    minutes = (last - first) / 60
    step = 60 * next((s for s in _STEPS_MINUTES if minutes / s <= _MOST_TICKS), 60)
    ticks = list(range(step * ceil(first / step), int(last) + 1, step))
    axis = alt.Axis(values=ticks, labelExpr="datum.value / 60 + ' min'", grid=False, title=None)
    return alt.X("start:Q", scale=alt.Scale(domain=[first, last], nice=False), axis=axis)


_AXIS = {
    "labelColor": QUIET_INK,
    "titleColor": QUIET_INK,
    "labelFontSize": 13,
    "titleFontSize": 13,
    "titleFontWeight": "normal",
    "gridColor": GRID,
    "domainColor": GRID,
    "tickColor": GRID,
}
_LEGEND = {"labelColor": INK, "labelFontSize": 13, "title": None, "orient": "top"}
_LOOK = {"axis": _AXIS, "legend": _LEGEND, "view": {"stroke": None}}


class Layered(alt.LayerChart):
    """Layers whose form is checked where they are tested, and not whenever they are drawn.

    Checking a chart against the schema of Vega-Lite takes longer than all else about it.
    """

    def to_dict(self, validate: bool = False, **how: Any) -> dict[str, Any]:
        """The chart as Vega-Lite writes it."""
        drawn: dict[str, Any] = super().to_dict(validate, **how)
        return drawn


def calm(*layers: alt.Chart, height: int, description: str) -> alt.LayerChart:
    """Layers, lowest first, as one chart in the product's look.

    :param height: in pixels, axes and legend included.
    :param description: the chart in a sentence, for screen readers.
    """
    return Layered(
        layer=layers, height=height, description=description, padding=_PADDING, config=_LOOK
    )
