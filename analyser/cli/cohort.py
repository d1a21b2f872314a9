"""The command for a cohort: figures of many people together."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from analyser.cli.printing import bar, print_table, settings_now

if TYPE_CHECKING:
    from rich.table import Table

    from analyser.measures.cohort import Cell, Cohort, Spread

_WITHHELD = "withheld"


def cohort(
    *,
    programme: Annotated[str | None, typer.Option(help="Only this programme.")] = None,
    since: Annotated[str | None, typer.Option(help="Sets from this day on: 2026-03-14.")] = None,
    until: Annotated[str | None, typer.Option(help="Sets until this day.")] = None,
    online: Annotated[
        bool | None, typer.Option("--online/--in-person", help="Only sets that met so.")
    ] = None,
    least: Annotated[int | None, typer.Option(min=1, help="The fewest voices of a set.")] = None,
    most: Annotated[int | None, typer.Option(min=1, help="The most voices of a set.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it, as JSON.")] = False,
) -> None:
    """Show the figures of many people's sessions together, nobody by name.

    What rests on fewer than five people is withheld.
    """
    from analyser import workflow

    size = None if least is None and most is None else (least or 1, most or sys.maxsize)
    with bar("Figures") as progress:
        found = workflow.cohort(
            programme=programme,
            since=since,
            until=until,
            online=online,
            size=size,
            settings=settings_now(),
            progress=progress,
        )
    if as_json:
        sys.stdout.write(_json(found))
        return
    typer.echo(_counts(found))
    print_table(_table(found))


def _counts(cohort: Cohort) -> str:
    from analyser.measures.wording import many

    told = f"{many(cohort.sessions, 'session')} of {cohort.people} people"
    if cohort.flagged:
        told += f", {cohort.flagged} of them with warnings and counted apart"
    return f"{told}. All of it is invented." if cohort.sample else f"{told}."


def _table(cohort: Cohort) -> Table:
    from rich.table import Table

    from analyser.measures import TITLES

    table = Table("Measure", "People", "Sessions", "Middle", "Middle half", "Over the months")
    for spread in cohort.spreads:
        if not spread.words:
            cell = spread.all
            counts = (str(cell.people), str(cell.sessions))
            change = spread.change.direction
            table.add_row(TITLES[spread.name], *counts, *_middle(spread, cell), change)
    return table


def _middle(spread: Spread, cell: Cell) -> tuple[str, str]:
    """The median and the quartiles, or that they are withheld."""
    from analyser.domain import Measure
    from analyser.measures.wording import told

    if cell.median is None or cell.lower is None or cell.upper is None:
        return (_WITHHELD if cell.withheld else "none"), ""
    median, lower, upper = (
        told(Measure(name=spread.name, subject="", value=value, unit=spread.unit))
        for value in (cell.median, cell.lower, cell.upper)
    )
    return median, f"{lower} to {upper}"


def _json(cohort: Cohort) -> str:
    from pydantic import TypeAdapter

    from analyser.measures.cohort import Cohort as Shape

    return TypeAdapter(Shape).dump_json(cohort, indent=2).decode() + "\n"
