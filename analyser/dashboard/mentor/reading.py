"""A feedback sheet as its reader sees it: strengths first, figures with their doubt."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import plain
from analyser.dashboard.sections import Shown
from analyser.domain import Sheet
from analyser.report.sheet import Told, told_in
from analyser.report.sheet.told import Asked, Figure, Point, Seeing


def show_sheet(sheet: Sheet, shown: Shown, *, author: str) -> None:
    """The whole sheet, in the order and the words of its files.

    :param author: who wrote it, by name.
    """
    rubric = workflow.rubric(settings=current_settings())
    show_told(
        told_in(sheet, shown.session, shown.analysis, shown.measures, author=author, rubric=rubric)
    )


def show_told(told: Told) -> None:
    """What a sheet says, on a page."""
    facts = (f"Feedback by {told.author}", told.session, told.day, told.programme)
    st.caption(plain(" · ".join(fact for fact in facts if fact)))
    _paragraphs(told.opening)
    _part("What you did well", _points(told.strengths))
    _part("I wonder", _points(told.wonders))
    _part("Your own questions", [_asked(asked) for asked in told.questions])
    _part("Figures", [_figure(figure) for figure in told.figures])
    _part("What was seen", [_seen(seeing) for seeing in told.seen])
    _part("To try next", _points(told.next_time))
    _part("Your goals", [f"- {plain(goal)}" for goal in (*told.goals, *told.goals_set)])
    _paragraphs(told.closing)


def _paragraphs(parts: Sequence[str]) -> None:
    for part in parts:
        st.markdown(plain(part))


def _part(title: str, lines: Sequence[str]) -> None:
    if lines:
        st.header(title)
        st.markdown("\n".join(lines))


def _points(points: Sequence[Point]) -> list[str]:
    return [f"- {plain(p.text)}{f' ({p.at})' if p.at else ''}" for p in points]


def _asked(asked: Asked) -> str:
    return f"{asked.number}. {plain(asked.text)} *{plain(asked.label)}, {asked.at}*"


def _figure(figure: Figure) -> str:
    values = [
        f"{value.who.lower()} **{plain(value.value)}**"
        + (f" ({plain(value.note)})" if value.note else "")
        for value in figure.readings
    ]
    return f"- {plain(figure.title)}: {'; '.join(values)}"


def _seen(seeing: Seeing) -> str:
    return f"- {plain(seeing.title)}: **{seeing.seen.lower()}**" + (
        f". {plain(seeing.note)}" if seeing.note else ""
    )
