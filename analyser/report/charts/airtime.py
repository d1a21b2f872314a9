"""Airtime: one bar for each voice, with a whisker where the share is in doubt."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analyser.domain import ROLES, Analysis, Measure
from analyser.measures.wording import minutes, percent
from analyser.report.charts.style import calm, picking
from analyser.report.look import (
    INK,
    ROLE_COLOURS,
    ROLE_LABELS,
    clock,
    names_apart,
)

_BAR = 22
_ROW = 36
_AXIS = 56
"""Pixels: a bar, a voice's row, and what the axis below takes."""


def rows(analysis: Analysis, measures: Sequence[Measure]) -> pd.DataFrame:
    """One row for each voice: by role, and by share within a role.

    Columns: ``voice``, ``name``, ``role``, ``label``, ``seconds``, ``share``, ``low``, ``high``,
    ``turns``, ``longest`` (seconds), ``start`` (where the longest turn begins), ``silent`` (the
    longest silence, seconds) and ``invited`` (how often by name; ``None`` while it has no name).
    """
    of = {(m.name, m.subject): m for m in measures}
    names = names_apart(analysis)
    frame = pd.DataFrame(
        [_row(voice, name, analysis, of) for voice, name in names.items()],
        columns=[*_COLUMNS],
    )
    order = frame["role"].map(ROLES.index)
    return (
        frame.assign(order=order)
        .sort_values(["order", "share"], ascending=[True, False])
        .drop(columns="order")
        .reset_index(drop=True)
    )


_COLUMNS = (
    *("voice", "name", "role", "label", "seconds", "share", "low", "high", "turns", "longest"),
    *("start", "silent", "invited"),
)


def _row(
    voice: str, name: str, analysis: Analysis, of: dict[tuple[str, str], Measure]
) -> dict[str, object]:
    role = analysis.role_of(voice)
    share, longest = of["airtime_share", voice], of["longest_turn", voice]
    return {
        "voice": voice,
        "name": name,
        "role": role,
        "label": name if role == "unnamed" else f"{name} · {ROLE_LABELS[role].lower()}",
        "seconds": _number(of["airtime", voice]),
        "share": _number(share),
        "low": share.low,
        "high": share.high,
        "turns": int(_number(of["turns", voice])),
        "longest": _number(longest),
        "start": longest.evidence[0].start if longest.evidence else 0.0,
        "silent": _number(of["longest_silence", voice]),
        "invited": of["invitations", voice].value,
    }


def _number(measure: Measure) -> float:
    return measure.value if isinstance(measure.value, int | float) else 0.0


def reach(frame: pd.DataFrame) -> float:
    """The largest share that a chart has to hold, whiskers included."""
    ends = frame["high"].fillna(frame["share"]).clip(lower=frame["share"])
    return max(0.1, float(ends.max())) if len(frame) else 1.0


def chart(frame: pd.DataFrame, *, description: str, most: float | None = None) -> alt.LayerChart:
    """Bars with whiskers; a click plays the voice's longest turn.

    :param most: the share at the end of the axis, for charts side by side; as needed without it.
    """
    shown = frame.assign(
        text=frame["share"].map(percent),
        airtime=frame["seconds"].map(clock),
        edge=frame["high"].fillna(frame["share"]).clip(lower=frame["share"]),
    )
    most = most or reach(frame)
    base = alt.Chart(shown).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=240, ticks=False))
    )
    share_axis = alt.X(
        "share:Q",
        title="Share of the talk",
        scale=alt.Scale(domain=[0, most * 1.12], nice=False),
        axis=alt.Axis(format="%", tickCount=5),
    )
    bars = base.mark_bar(height=_BAR, cursor="pointer", cornerRadiusEnd=2).encode(
        x=share_axis,
        color=alt.Color(
            "role:N",
            scale=alt.Scale(domain=list(ROLE_COLOURS), range=list(ROLE_COLOURS.values())),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("name:N", title="Voice"),
            alt.Tooltip("airtime:N", title="Airtime"),
            alt.Tooltip("text:N", title="Share"),
            alt.Tooltip("turns:Q", title="Turns"),
        ],
    )
    whiskers = base.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q")
    )
    figures = base.mark_text(align="left", dx=8, color=INK, fontSize=14).encode(
        x=alt.X("edge:Q"), text=alt.Text("text:N")
    )
    bars = bars.add_params(picking())
    return calm(bars, whiskers, figures, height=_ROW * len(shown) + _AXIS, description=description)


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The same figures to read."""
    return pd.DataFrame(
        {
            "Voice": frame["name"],
            "Role": frame["role"].map(ROLE_LABELS),
            "Airtime": frame["seconds"].map(clock),
            "Share": frame["share"].map(percent),
            "Between": [_between(row) for row in frame.itertuples()],
            "Turns": frame["turns"],
            "Longest turn": frame["longest"].map(minutes),
            "Longest silence": frame["silent"].map(minutes),
            "Invited in by name": [
                "cannot tell" if pd.isna(times) else f"{times:.0f}" for times in frame["invited"]
            ],
        }
    )


def _between(row: object) -> str:
    low, high = getattr(row, "low", None), getattr(row, "high", None)
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return "cannot tell"
    return f"{percent(low)} and {percent(high)}"


def words(frame: pd.DataFrame) -> str:
    """Who spoke most, and how much the facilitator spoke."""
    if frame.empty:
        return "Nobody was heard."
    most = frame.nlargest(1, "share").iloc[0]
    does = "" if most["role"] == "unnamed" else f" ({ROLE_LABELS[most['role']].lower()})"
    said = f"{most['name']}{does} spoke most: {percent(most['share'])} of the talk"
    leads = frame[frame["role"] == "facilitator"]
    if leads.empty or most["role"] == "facilitator":
        return f"{said}."
    return f"{said}. The facilitator spoke for {percent(float(leads['share'].sum()))}."
