"""What the charts of kinds share: one bar for each voice, a piece of it for each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from analyser.domain import ROLES, Analysis, Measure
from analyser.report.charts.style import calm, picking
from analyser.report.look import INK, ROLE_LABELS, ActLook, names_apart

_BAR = 22
_ROW = 34
_AXES = 112
"""Pixels: a bar, a voice's row, and what the axis below and the legend above take."""

COLUMNS = ("voice", "name", "role", "label", "kind", "place", "count", "start")


def rows(
    analysis: Analysis, measures: Sequence[Measure], kinds: Mapping[str, ActLook]
) -> pd.DataFrame:
    """One row for each voice and kind, by role and by how much there is; nothing for the silent.

    Columns: ``voice``, ``name``, ``role``, ``label``, ``kind`` (the act's label), ``place`` (of the
    kind), ``count`` and ``start`` (where the first of them is said, in seconds).

    :param kinds: the measures that count them, with how each looks.
    """
    of = {(m.name, m.subject): m for m in measures}
    names = names_apart(analysis)
    told = []
    for voice in _ordered(analysis, of, kinds):
        role = analysis.role_of(voice)
        label = (
            names[voice] if role == "unnamed" else f"{names[voice]} · {ROLE_LABELS[role].lower()}"
        )
        for place, (name, look) in enumerate(kinds.items()):
            told.append(
                {
                    "voice": voice,
                    "name": names[voice],
                    "role": role,
                    "label": label,
                    "kind": look.label,
                    "place": place,
                    "count": _number(of[name, voice]),
                    "start": _first(of[name, voice]),
                }
            )
    return pd.DataFrame(told, columns=list(COLUMNS))


def _ordered(
    analysis: Analysis, of: Mapping[tuple[str, str], Measure], kinds: Mapping[str, ActLook]
) -> list[str]:
    """The voices that said any of it: by role, then by how much."""
    much = {
        voice: sum(_number(of[name, voice]) for name in kinds) for voice in names_apart(analysis)
    }
    said = [voice for voice, count in much.items() if count]
    return sorted(said, key=lambda voice: (ROLES.index(analysis.role_of(voice)), -much[voice]))


def _number(measure: Measure) -> int:
    return int(measure.value) if isinstance(measure.value, int | float) else 0


def _first(measure: Measure) -> float:
    return min((stretch.start for stretch in measure.evidence), default=0.0)


def reach(frame: pd.DataFrame) -> float:
    """The longest bar."""
    return max(1.0, float(frame.groupby("voice")["count"].sum().max())) if len(frame) else 1.0


def chart(
    frame: pd.DataFrame,
    kinds: Mapping[str, ActLook],
    *,
    title: str,
    description: str,
    most: float | None = None,
) -> alt.LayerChart:
    """Bars in pieces, the count in each; a click plays the first of them.

    :param title: what is counted, for the axis.
    :param most: the count at the end of the axis, for charts side by side; as needed without it.
    """
    shown = frame.astype({"count": float, "start": float})
    shown = shown[shown["count"] > 0].copy()
    shown["end"] = shown.groupby("label", sort=False)["count"].cumsum()
    shown["begin"] = shown["end"] - shown["count"]
    shown["middle"] = (shown["begin"] + shown["end"]) / 2
    voices = list(dict.fromkeys(shown["label"]))
    most = most or reach(frame)
    voice = alt.Y("label:N", sort=voices, title=None, axis=alt.Axis(labelLimit=240, ticks=False))
    counted = alt.X(
        "begin:Q",
        title=title,
        scale=alt.Scale(domain=[0, most * 1.02], nice=False),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=6),
    )
    bars = (
        alt.Chart(shown)
        .mark_bar(height=_BAR, cursor="pointer", strokeWidth=1.5)
        .encode(x=counted, x2=alt.X2("end:Q"), y=voice, **_looks(kinds), tooltip=_TOOLTIP)
        .add_params(picking())
    )
    inks = {look.label: _ink(look) for look in kinds.values()}
    counts = [
        alt.Chart(shown[shown["kind"].map(inks) == ink])
        .mark_text(fontSize=13, fontWeight=600, color=ink)
        .encode(x=alt.X("middle:Q"), y=voice, text=alt.Text("count:Q"))
        for ink in dict.fromkeys(inks.values())
    ]
    return calm(bars, *counts, height=_ROW * len(voices) + _AXES, description=description)


_TOOLTIP = [
    alt.Tooltip("name:N", title="Voice"),
    alt.Tooltip("kind:N", title="What"),
    alt.Tooltip("count:Q", title="How many"),
]


def _looks(kinds: Mapping[str, ActLook]) -> dict[str, object]:
    """A frame in the kind's colour, and a fill that goes missing where its sign is hollow."""
    looks = list(kinds.values())
    fills = [look.colour if look.filled else "#ffffff" for look in looks]
    return {
        "stroke": alt.Stroke("kind:N", scale=_scale(kinds, [k.colour for k in looks]), title=None),
        "fill": alt.Fill("kind:N", scale=_scale(kinds, fills), title=None),
    }


def _scale(kinds: Mapping[str, ActLook], values: list[str]) -> alt.Scale:
    return alt.Scale(domain=[look.label for look in kinds.values()], range=values)


def _ink(look: ActLook) -> str:
    """What can be read on a piece."""
    return "#ffffff" if look.filled and look.colour in _DARK else INK


_DARK = frozenset({"#0072B2", "#009E73"})
"""The colours on which white reads better than ink."""


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The counts to read, one row for each voice."""
    kinds = list(dict.fromkeys(frame["kind"]))
    told = [
        {
            "Voice": own["name"].iloc[0],
            "Role": ROLE_LABELS[own["role"].iloc[0]],
            **dict(zip(own["kind"], own["count"], strict=True)),
        }
        for _voice, own in frame.groupby("voice", sort=False)
    ]
    return pd.DataFrame(told, columns=["Voice", "Role", *kinds])
