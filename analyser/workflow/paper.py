"""A feedback sheet on paper: as a PDF, and as a Word file in the programme's own template."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from analyser.domain import Session, Sheet
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.feedback import sheet as sheet_of
from analyser.workflow.goals import goals_of
from analyser.workflow.people import people
from analyser.workflow.rubric import rubric
from analyser.workflow.session import describe, load

Paper = Literal["pdf", "docx"]

TEMPLATE = "sheet.docx"
"""A programme's own template, in the data folder."""


def sheet_file(sheet: Sheet, paper: Paper, *, settings: Settings) -> bytes:
    """A feedback sheet as a file, with its session's figures and charts as they are now.

    :raises StoreError: its session is not there.
    :raises InputError: the programme's own template cannot be used.
    """
    from analyser import report
    from analyser.measures import measure

    session = describe(sheet.session, settings=settings)
    analysis = load(session.id, settings=settings)
    write = report.sheet_pdf if paper == "pdf" else report.sheet_docx
    own = {} if paper == "pdf" else {"template": own_template(settings=settings)}
    return write(
        sheet,
        session,
        analysis,
        measure(analysis),
        author=_names(settings).get(sheet.by, ""),
        goals=_goals_after(session, settings),
        rubric=rubric(settings=settings),
        **own,
    )


def sheet_to_read(session: str, *, settings: Settings) -> Sheet:
    """The sheet on a session that whoever looks may read.

    :raises StoreError: there is no such session.
    :raises InputError: there is none.
    """
    found = sheet_of(session, settings=settings)
    if found is None:
        raise InputError(
            "There is no feedback sheet on this session yet.", "Draft one: analyser sheet draft ID"
        )
    return found


def own_template(*, settings: Settings) -> Path | None:
    """The Word template that the programme put into its data folder, if it did."""
    place = settings.data / TEMPLATE
    return place if place.is_file() else None


def _names(settings: Settings) -> Mapping[str, str]:
    return {person.id: person.name for person in people(settings=settings)}


def _goals_after(session: Session, settings: Settings) -> tuple[str, ...]:
    """What its owner set out to do after a session, and did not put aside."""
    return tuple(
        goal.text
        for goal in goals_of(session.owner, settings=settings)
        if goal.session == session.id and not goal.closed
    )
