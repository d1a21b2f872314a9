"""The small multiples: one panel for each figure, all along the same days."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analyser.dashboard.frame import plain
from analyser.dashboard.places import go_to
from analyser.dashboard.practice import chart
from analyser.dashboard.practice.followed import (
    FOLLOWED,
    Followed,
    Held,
    moved,
    rows,
    spoken_of,
    table,
    words,
)
from analyser.measures import DEFINITIONS, UNITS
from analyser.report.charts.style import PICK

_NARROWEST = 280
"""Pixels: a panel."""


def show_panels(held: Sequence[Held], *, own: bool) -> None:
    """Every figure over the sessions; a click on a point opens its session."""
    st.caption(
        "Each point is a session, its line where the figure lies with 95 % certainty. "
        "● nothing to know first · ◆ something to know before you trust it. "
        "Click a point to open its session."
    )
    with st.grid(columns=3, min_column_width=_NARROWEST, gap="medium"):
        for followed in FOLLOWED:
            with st.container(border=True, key=f"panel-{followed.name}"):
                _panel(followed, held, own=own)


def _panel(followed: Followed, held: Sequence[Held], *, own: bool) -> None:
    title = spoken_of(followed.title, own=own)
    said = words(moved(followed, held))
    st.markdown(f"**{plain(title)}**", help=plain(DEFINITIONS[followed.name]))
    st.markdown(plain(said))
    frame = rows(followed, held)
    if frame["value"].notna().any():
        picked = st.altair_chart(
            chart.chart(frame, unit=UNITS[followed.name], description=f"{title}. {said}"),
            key=f"over-time-{followed.name}",
            on_select="rerun",
            selection_mode=PICK,
        )
        if points := picked.selection.get(PICK, []):
            go_to("session", session=str(points[0]["session"]))
    with st.expander("As a table"):
        st.dataframe(table(frame), hide_index=True, width="stretch", alt=title)
