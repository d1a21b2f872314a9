"""Reflections for every question, of the facilitator and of everybody, with what is borrowed."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analyser.domain import Analysis, Measure
from analyser.measures.common import SET, voices_with
from analyser.measures.wording import listed, ratio
from analyser.report.charts.style import calm, picking
from analyser.report.look import INK, QUIET_INK, REFLECTION, names_apart

_BAR = 22
_ROW = 36
_AXIS = 76
BORROWED = {1.0: "fair", 2.0: "good"}
"""What motivational interviewing calls a ratio."""


def rows(analysis: Analysis, measures: Sequence[Measure]) -> pd.DataFrame:
    """One row each for the facilitator, where there is one, and for everybody.

    Columns: ``label``, ``ratio`` (``None`` where nothing was asked), ``note`` (the counts) and
    ``start`` (where the first reflection is said).
    """
    of = {m.subject: m for m in measures if m.name == "reflections_to_questions"}
    leads = voices_with(analysis, "facilitator")
    names = [name for voice, name in names_apart(analysis).items() if voice in leads]
    whose = {"role:facilitator": f"{listed(names)} · facilitator"} if leads else {}
    told = [_row(label, of[subject]) for subject, label in {**whose, SET: "Everybody"}.items()]
    return pd.DataFrame(told, columns=["label", "ratio", "note", "start"])


def _row(label: str, measure: Measure) -> dict[str, object]:
    value = measure.value if isinstance(measure.value, int | float) else None
    start = min((stretch.start for stretch in measure.evidence), default=0.0)
    return {"label": label, "ratio": value, "note": measure.note, "start": start}


def chart(frame: pd.DataFrame, *, description: str, lines: bool = True) -> alt.LayerChart:
    """The bars; a click plays the first reflection.

    :param lines: whether to draw the borrowed reference.
    """
    shown = frame.dropna(subset=["ratio"]).assign(text=lambda f: f["ratio"].map(ratio))
    shown = shown.astype({"ratio": float})
    edge = max([2.2 if lines else 0.5, *(1.15 * shown["ratio"])])
    base = alt.Chart(shown).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=240, ticks=False))
    )
    length = alt.X(
        "ratio:Q",
        title="Reflections for every question",
        scale=alt.Scale(domain=[0, edge], nice=False),
        axis=alt.Axis(tickCount=5, grid=False),
    )
    bars = (
        base.mark_bar(height=_BAR, color=REFLECTION.colour, cursor="pointer", cornerRadiusEnd=2)
        .encode(
            x=length,
            tooltip=[
                alt.Tooltip("label:N", title="Voice"),
                alt.Tooltip("note:N", title="Reflections to questions"),
            ],
        )
        .add_params(picking())
    )
    figures = base.mark_text(align="left", dx=8, fontSize=14, color=INK).encode(
        x=alt.X("ratio:Q"), text=alt.Text("text:N")
    )
    layers = (bars, figures, *(_lines() if lines else ()))
    return calm(*layers, height=_ROW * max(1, len(shown)) + _AXIS, description=description)


def _lines() -> tuple[alt.Chart, alt.Chart]:
    """The borrowed reference, each line with its word."""
    told = [f"{value:g} : 1, {word} (borrowed)" for value, word in BORROWED.items()]
    at = alt.Chart(pd.DataFrame({"ratio": list(BORROWED), "label": told})).encode(
        x=alt.X("ratio:Q")
    )
    rule = at.mark_rule(color=QUIET_INK, strokeDash=[4, 4])
    label = at.mark_text(
        align="right", dx=-5, dy=-4, baseline="bottom", fontSize=12, color=QUIET_INK
    )
    return rule, label.encode(y=alt.value(0), text=alt.Text("label:N"))


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The ratios to read."""
    told = ["cannot tell" if pd.isna(value) else ratio(value) for value in frame["ratio"]]
    return pd.DataFrame(
        {
            "Whose": frame["label"],
            "For every question": told,
            "Reflections to questions": frame["note"],
        }
    )


def words(frame: pd.DataFrame) -> str:
    """The ratios in a sentence each."""
    columns = (frame["label"], frame["ratio"], frame["note"])
    return " ".join(_of(*row) for row in zip(*columns, strict=True))


def _of(label: str, value: float | None, note: str) -> str:
    if value is None or pd.isna(value):
        return f"{label}: no question was asked."
    return f"{label}: {ratio(value)} reflections for every question ({note})."
