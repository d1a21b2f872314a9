"""The question mix: a bar for each voice, open and closed questions in it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analyser.domain import Analysis, Measure
from analyser.measures.wording import many
from analyser.report.charts import stacks
from analyser.report.look import CLOSED, OPEN

KINDS = {"open_questions": OPEN, "closed_questions": CLOSED}


def rows(analysis: Analysis, measures: Sequence[Measure]) -> pd.DataFrame:
    """One row for each voice and kind of question: see ``stacks.rows``."""
    return stacks.rows(analysis, measures, KINDS)


def chart(frame: pd.DataFrame, *, description: str, most: float | None = None) -> alt.LayerChart:
    """The bars; a click plays the voice's first question of that kind.

    :param most: the count at the end of the axis; as needed without it.
    """
    return stacks.chart(frame, KINDS, title="Questions", description=description, most=most)


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The counts to read."""
    return stacks.table(frame)


def words(frame: pd.DataFrame) -> str:
    """Who asked how much, and how much of it was open."""
    if frame.empty:
        return "Nobody asked a question."
    told = [_of(own) for _voice, own in frame.groupby("voice", sort=False)]
    return f"{'; '.join(told)}."


def _of(own: pd.DataFrame) -> str:
    opened = int(own.loc[own["kind"] == OPEN.label, "count"].sum())
    return f"{own['name'].iloc[0]} asked {many(int(own['count'].sum()), 'question')}, {opened} open"
