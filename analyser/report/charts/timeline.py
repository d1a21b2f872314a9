"""The session from left to right: a lane for each voice, its turns, its questions and advice."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analyser.domain import QUESTIONS, Analysis
from analyser.measures import turns_of
from analyser.measures.wording import many
from analyser.report.charts.style import calm, picking, time_axis
from analyser.report.look import (
    CLOSED,
    DIRECT,
    DISGUISED,
    LANE,
    OPEN,
    clock,
    look_of,
    names_apart,
)

MARKED = (OPEN, CLOSED, DIRECT, DISGUISED)
"""The acts that are drawn on the lanes."""

_BAR = 14
_LANE = 38
_AXES = 100
"""Pixels: a turn, a voice's lane, and what the axis below and the legend above take."""

_LONGEST_TOOLTIP = 160


def turn_rows(analysis: Analysis) -> pd.DataFrame:
    """One row for each turn: ``voice``, ``name``, ``start``, ``end``, ``at``, ``what``."""
    names = names_apart(analysis)
    return pd.DataFrame(
        [
            {
                "voice": turn.speaker,
                "name": names.get(turn.speaker, turn.speaker),
                "start": turn.start,
                "end": turn.end,
                "at": clock(turn.start),
                "what": f"Turn of {clock(turn.length)}",
            }
            for turn in turns_of(analysis)
        ],
        columns=["voice", "name", "start", "end", "at", "what"],
    )


def mark_rows(analysis: Analysis) -> pd.DataFrame:
    """One row for each question and piece of advice, with the words that were said."""
    names = names_apart(analysis)
    pairs = zip(analysis.utterances, analysis.acts, strict=True)
    return pd.DataFrame(
        [
            {
                "voice": utterance.speaker,
                "name": names.get(utterance.speaker, utterance.speaker),
                "start": utterance.start,
                "at": clock(utterance.start),
                "label": look_of(act).label,
                "what": _shortened(utterance.text),
            }
            for utterance, act in pairs
            if act.act in QUESTIONS or act.act == "advice"
        ],
        columns=["voice", "name", "start", "at", "label", "what"],
    )


def chart(
    turns: pd.DataFrame,
    marks: pd.DataFrame,
    *,
    lanes: Sequence[str],
    part: tuple[float, float],
    description: str,
) -> alt.LayerChart:
    """The swim lanes; a click on a turn or a mark plays it.

    :param lanes: the voices' names from top to bottom.
    :param part: the part of the session to draw, in seconds.
    """
    first, last = part
    lane = alt.Y(
        "name:N",
        title=None,
        scale=alt.Scale(domain=list(lanes)),
        axis=alt.Axis(grid=True, ticks=False, domain=False, labelLimit=200),
    )
    told = {
        "description": alt.Description("told:N"),
        "tooltip": [
            alt.Tooltip("name:N", title="Voice"),
            alt.Tooltip("at:N", title="At"),
            alt.Tooltip("what:N", title="What"),
        ],
    }
    bars = (
        alt.Chart(_told(turns))
        .mark_bar(height=_BAR, color=LANE, cursor="pointer", clip=True)
        .encode(x=time_axis(first, last), x2=alt.X2("end:Q"), y=lane, **told)
    )
    signs = (
        alt.Chart(_told(marks))
        .mark_point(size=70, opacity=1, strokeWidth=1.6, cursor="pointer", clip=True)
        .encode(x=time_axis(first, last), y=lane, **told, **_act_encoding())
    )
    signs = signs.add_params(picking())
    return calm(bars, signs, height=_LANE * len(lanes) + _AXES, description=description)


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with a sentence each for screen readers."""
    return rows.assign(told=rows["name"] + ", " + rows["at"] + ": " + rows["what"])


def _act_encoding() -> dict[str, object]:
    """Shape and colour, and a fill that disguised advice goes without."""
    labels = [look.label for look in MARKED]

    def scale(values: list[str]) -> alt.Scale:
        return alt.Scale(domain=labels, range=values)

    legend = alt.Legend(columns=2, title=None)  # four in a row are cut off on a phone
    return {
        "shape": alt.Shape("label:N", scale=scale([look.shape for look in MARKED]), legend=legend),
        "stroke": alt.Stroke(
            "label:N", scale=scale([look.colour for look in MARKED]), legend=legend
        ),
        "fill": alt.Fill(
            "label:N",
            scale=scale([look.colour if look.filled else "#ffffff" for look in MARKED]),
            legend=legend,
        ),
    }


def table(marks: pd.DataFrame) -> pd.DataFrame:
    """The marks to read, in order of time."""
    return pd.DataFrame(
        {"At": marks["at"], "Voice": marks["name"], "What": marks["label"], "Words": marks["what"]}
    )


def words(turns: pd.DataFrame, marks: pd.DataFrame) -> str:
    """How many turns, questions and pieces of advice are drawn."""
    advice = int(marks["label"].isin([DIRECT.label, DISGUISED.label]).sum())
    return (
        f"{many(len(turns), 'turn')}, {many(len(marks) - advice, 'question')} and "
        f"{many(advice, 'piece')} of advice."
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TOOLTIP else text[: _LONGEST_TOOLTIP - 1].rstrip() + "…"
