"""Who gave advice: a bar for each voice, direct and disguised advice in it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analyser.domain import Analysis, Measure
from analyser.measures.wording import counted, listed, many
from analyser.report.charts import stacks
from analyser.report.look import DIRECT, DISGUISED

KINDS = {"direct_advice": DIRECT, "disguised_advice": DISGUISED}


def rows(analysis: Analysis, measures: Sequence[Measure]) -> pd.DataFrame:
    """One row for each voice and form of advice: see ``stacks.rows``; ``invited`` counts a part."""
    invited = {m.subject: m.value for m in measures if m.name == "invited_advice"}
    frame = stacks.rows(analysis, measures, KINDS)
    return frame.assign(invited=frame["voice"].map(invited))


def chart(frame: pd.DataFrame, *, description: str) -> alt.LayerChart:
    """The bars; a click plays the voice's first piece of that form."""
    return stacks.chart(frame, KINDS, title="Pieces of advice", description=description)


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The counts to read, with those that were invited."""
    invited = frame.drop_duplicates("voice")["invited"]
    told = ["cannot tell" if pd.isna(count) else f"{count:.0f}" for count in invited]
    return stacks.table(frame).assign(**{"Of these invited": told})


def words(frame: pd.DataFrame) -> str:
    """How many gave advice, who most, and how much of it was in disguise."""
    if frame.empty:
        return "Nobody gave advice."
    given = frame.groupby("name", sort=False)["count"].sum()
    disguised = int(frame.loc[frame["kind"] == DISGUISED.label, "count"].sum())
    most = listed([str(name) for name in given[given == given.max()].index])
    people = "One person" if len(given) == 1 else f"{counted(len(given)).capitalize()} people"
    return (
        f"{people} gave {many(int(given.sum()), 'piece')} of advice, {disguised} of them in "
        f"disguise; most came from {most} ({int(given.max())})."
    )
