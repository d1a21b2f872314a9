"""The charts as pictures: SVG for print, PNG for slides; drawn here, by nothing on the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from types import ModuleType
from typing import TYPE_CHECKING, Any

from analyser.domain import Analysis, Measure
from analyser.measures import drift
from analyser.report.texts import writable

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_WIDTH = 760
_SHARPNESS = 2.0
"""Pixels across a chart, and dots for each of them in a PNG."""

_LONGEST_NAME = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart with its words, which stand for it where it cannot be seen."""

    chart: alt.LayerChart
    words: str

    def svg(self, *, width: int = _WIDTH, font: str = "sans-serif") -> str:
        """As SVG, with its words as title for screen readers."""
        import vl_convert

        drawn: str = vl_convert.vegalite_to_svg(
            self._spec(width),
            config={"font": font, "legend": {"labelLimit": 0}},
            allowed_base_urls=[],
        )
        opening, rest = drawn.split(">", maxsplit=1)
        return f'{opening} role="img"><title>{escape(writable(self.words))}</title>{rest}'

    def png(self, *, width: int = _WIDTH) -> bytes:
        """As PNG, sharp enough for a slide."""
        import vl_convert

        drawn: bytes = vl_convert.vegalite_to_png(
            self._spec(width), scale=_SHARPNESS, allowed_base_urls=[]
        )
        return drawn

    def _spec(self, width: int) -> dict[str, Any]:
        """The chart in Vega-Lite's words, however many rows are in it."""
        import altair as alt

        with alt.data_transformers.enable("default", max_rows=None):
            spec = self.chart.properties(width=width, background="white").to_dict()
        whole: dict[str, Any] = _uncut(spec)
        return whole


def airtime(analysis: Analysis, measures: Sequence[Measure]) -> Picture:
    """A bar for each voice, with its whisker."""
    from analyser.report.charts import airtime as bars

    return _drawn(bars, bars.rows(_short_names(analysis), measures))


def creep(analysis: Analysis, measures: Sequence[Measure]) -> Picture:  # noqa: ARG001 - as all
    """The share of advice along the session, in its band."""
    from analyser.report.charts import creep as curve

    words = curve.words(drift(analysis))  # names are in its tooltips alone
    chart = curve.chart(
        curve.rows(analysis),
        curve.contribution_rows(analysis),
        duration=analysis.recording.duration,
        description=words,
    )
    return Picture(chart=chart, words=words)


def timeline(analysis: Analysis, measures: Sequence[Measure]) -> Picture:
    """A lane for each voice, from start to end."""
    from analyser.report.charts import airtime as bars
    from analyser.report.charts import timeline as lanes

    analysis = _short_names(analysis)
    turns, marks = lanes.turn_rows(analysis), lanes.mark_rows(analysis)
    words = lanes.words(turns, marks)
    chart = lanes.chart(
        turns,
        marks,
        lanes=list(bars.rows(analysis, measures)["name"]),
        part=(0.0, analysis.recording.duration),
        description=words,
    )
    return Picture(chart=chart, words=words)


def questions(analysis: Analysis, measures: Sequence[Measure]) -> Picture:
    """A bar for each voice, open and closed questions in it."""
    from analyser.report.charts import questions as bars

    return _drawn(bars, bars.rows(_short_names(analysis), measures))


def givers(analysis: Analysis, measures: Sequence[Measure]) -> Picture:
    """A bar for each voice, direct and disguised advice in it."""
    from analyser.report.charts import givers as bars

    return _drawn(bars, bars.rows(_short_names(analysis), measures))


def waits(analysis: Analysis, measures: Sequence[Measure]) -> Picture:  # noqa: ARG001 - as all
    """A dot for each wait, after questions and after the presenter."""
    from analyser.report.charts import waits as dots

    return _drawn(dots, dots.rows(analysis))  # names are in its tooltips alone


def reflections(analysis: Analysis, measures: Sequence[Measure]) -> Picture:
    """Reflections for every question, of the facilitator and of everybody."""
    from analyser.report.charts import reflections as bars

    return _drawn(bars, bars.rows(_short_names(analysis), measures))


def _drawn(charts: ModuleType, rows: pd.DataFrame) -> Picture:
    """A chart of ``analyser.report.charts`` that needs nothing but its rows."""
    words = charts.words(rows)
    return Picture(chart=charts.chart(rows, description=words), words=words)


def _uncut(spec: Any) -> Any:
    """The chart with no label cut: vl-convert fails where half of an emoji would be left."""
    if isinstance(spec, list):
        return [_uncut(part) for part in spec]
    if not isinstance(spec, dict):
        return spec
    return {key: 0 if key == "labelLimit" else _uncut(part) for key, part in spec.items()}


def _short_names(analysis: Analysis) -> Analysis:
    """The same with names that have room beside a chart."""
    return replace(
        analysis,
        speakers=tuple(replace(voice, name=_short(voice.name)) for voice in analysis.speakers),
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


PICTURES: dict[str, Callable[[Analysis, Sequence[Measure]], Picture]] = {
    "airtime": airtime,
    "creep": creep,
    "timeline": timeline,
    "questions": questions,
    "givers": givers,
    "waits": waits,
    "reflections": reflections,
}
"""Every chart that leaves the program, by its name."""
