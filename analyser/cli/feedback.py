"""Commands for what people say about sessions: comments, notes, goals and feedback sheets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyser.cli.printing import SessionId, clock, print_table, settings_now
from analyser.errors import InputError

if TYPE_CHECKING:
    from analyser.domain import Sheet
    from analyser.workflow import GoalCheck

comments = typer.Typer(no_args_is_help=True, help="Words pinned to moments of a session.")
goals = typer.Typer(no_args_is_help=True, help="What a trainee set out to do, and what came of it.")
sheet = typer.Typer(no_args_is_help=True, help="The feedback sheet on a session.")

CommentId = Annotated[str, typer.Argument(help="The comment's id.")]
Time = Annotated[str, typer.Argument(help="A time in the recording: seconds, M:SS or H:MM:SS.")]
_CANNOT_TELL = {True: "met", False: "not met", None: "cannot tell"}


@comments.command("list")
def list_comments(session: SessionId) -> None:
    """List the comments on a session that you may read."""
    from rich.table import Table

    from analyser import workflow

    table = Table("Comment", "Time", "By", "Kind", "Text", "Answers")
    for said in workflow.comments(session, settings=settings_now()):
        time = clock(said.start) if said.end == said.start else _span(said.start, said.end)
        table.add_row(said.id, time, said.by, said.kind, said.text, said.answers or "")
    print_table(table)


@comments.command("add")
def add_comment(
    session: SessionId,
    time: Time,
    text: Annotated[str, typer.Argument(help="What to say.")],
    *,
    until: Annotated[str | None, typer.Option(help="Until when, for a whole stretch.")] = None,
    kind: Annotated[str, typer.Option(help="strength, question, try_next or note.")] = "note",
    answers: Annotated[str | None, typer.Option(help="The id of the comment answered.")] = None,
) -> None:
    """Pin a comment to a moment of a session, and print its id."""
    from analyser import workflow

    given: Any = kind
    said = workflow.comment(
        session,
        start=workflow.seconds_of(time),
        end=None if until is None else workflow.seconds_of(until),
        kind=given,
        text=text,
        answers=answers,
        settings=settings_now(),
    )
    typer.echo(said.id)


@comments.command("change")
def change_comment(
    comment: CommentId, text: Annotated[str, typer.Argument(help="What to say instead.")]
) -> None:
    """Put another text in the place of your own comment."""
    from analyser import workflow

    workflow.change_comment(comment, text, settings=settings_now())


@comments.command("remove")
def remove_comment(comment: CommentId) -> None:
    """Remove your own comment; what others answered stays."""
    from analyser import workflow

    workflow.remove_comment(comment, settings=settings_now())


def note(
    session: SessionId,
    text: Annotated[
        str | None, typer.Argument(help="What to write instead; '' removes it.")
    ] = None,
) -> None:
    """Show your private note on a session, or write it anew; nobody else reads it."""
    from analyser import workflow

    settings = settings_now()
    if text is not None:
        workflow.write_private_note(session, text, settings=settings)
    typer.echo(workflow.private_note(session, settings=settings))


@goals.command("list")
def list_goals(
    person: Annotated[str, typer.Argument(help="Whose; without it your own.")] = "",
) -> None:
    """List somebody's goals."""
    from rich.table import Table

    from analyser import workflow

    settings = settings_now()
    table = Table("Goal", "Set", "After", "What", "Figure", "Closed")
    for goal in workflow.goals_of(person or settings.person, settings=settings):
        figure = workflow.aim_told(goal)
        table.add_row(goal.id, goal.made[:10], goal.session, goal.text, figure, goal.closed[:10])
    print_table(table)


@goals.command("set")
def set_goal(
    session: SessionId,
    text: Annotated[str, typer.Argument(help="What to do next time.")],
    *,
    measure: Annotated[str | None, typer.Option(help="The name of a measure.")] = None,
    at_least: Annotated[float | None, typer.Option(help="What it is to reach.")] = None,
    at_most: Annotated[float | None, typer.Option(help="What it is not to pass.")] = None,
) -> None:
    """Set a goal after a session, in words or with a figure, and print its id."""
    from analyser import workflow

    if at_least is not None and at_most is not None:
        raise InputError("A goal has one aim.", "Give --at-least or --at-most.")
    aim: Any = "at_least" if at_least is not None else "at_most" if at_most is not None else None
    goal = workflow.set_goal(
        session,
        text,
        measure=measure,
        aim=aim,
        value=at_most if at_least is None else at_least,
        settings=settings_now(),
    )
    typer.echo(goal.id)


@goals.command("close")
def close_goal(goal: Annotated[str, typer.Argument(help="The goal's id.")]) -> None:
    """Put a goal aside; it is checked no more."""
    from analyser import workflow

    workflow.close_goal(goal, settings=settings_now())


@goals.command("check")
def check_goals(session: SessionId) -> None:
    """Show whether a session met the goals that were set before it."""
    from analyser import workflow

    checked = workflow.check_goals(session, settings=settings_now())
    if not checked:
        typer.echo("No goal was set before this session.")
    for check in checked:
        typer.echo(_told(check))


@sheet.command("show")
def show_sheet(
    session: SessionId,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, to edit and keep.")] = False,
) -> None:
    """Show the feedback sheet on a session: yours, or the one that was signed for you."""
    from analyser import workflow

    found = workflow.sheet(session, settings=settings_now())
    if found is None:
        raise InputError(
            "There is no sheet to read on this session.", "A mentor writes and signs it."
        )
    if as_json:
        sys.stdout.write(_json(found))
        return
    for line in _lines(found):
        typer.echo(line)


@sheet.command("draft")
def draft_sheet(session: SessionId) -> None:
    """Draft a sheet from your comments and ratings, and keep it."""
    from analyser import workflow

    settings = settings_now()
    drafted = workflow.draft_sheet(session, settings=settings)
    for line in _lines(workflow.save_sheet(drafted, settings=settings)):
        typer.echo(line)


@sheet.command("keep")
def keep_sheet(
    file: Annotated[Path, typer.Argument(help="A sheet as `sheet show --json` writes it.")],
) -> None:
    """Keep an edited sheet as your draft."""
    from pydantic import TypeAdapter, ValidationError

    from analyser import workflow
    from analyser.domain import Sheet

    try:
        edited = TypeAdapter(Sheet).validate_json(file.read_bytes())
    except OSError as error:
        raise InputError(f"The file '{file}' cannot be read.", "Name another.") from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise InputError(f"{file.name} is no sheet: {place}: {fault['msg']}.") from error
    workflow.save_sheet(edited, settings=settings_now())


@sheet.command("sign")
def sign_sheet(session: SessionId) -> None:
    """Sign your draft; whose session it is reads it from now on."""
    from analyser import workflow

    signed = workflow.sign_sheet(session, settings=settings_now())
    typer.echo(f"Signed: {signed.signed}.")


@sheet.command("take-back")
def take_back_sheet(session: SessionId) -> None:
    """Hide what you signed again; it is a draft from now on."""
    from analyser import workflow

    workflow.take_back_sheet(session, settings=settings_now())


def _told(check: GoalCheck) -> str:
    return f"{_CANNOT_TELL[check.met]}: {check.goal.text} ({check.why})"


def _lines(sheet: Sheet) -> list[str]:
    """A sheet as plain text."""
    state = f"signed {sheet.signed[:10]}" if sheet.signed else "draft"
    parts = (("Strengths", sheet.strengths), ("Questions", sheet.wonders))
    lines = [f"Feedback by {sheet.by} ({state})", *([sheet.opening] if sheet.opening else [])]
    for title, items in (*parts, ("To try next", sheet.next_time)):
        if items:
            lines += ["", title]
        for item in items:
            where = "" if item.start is None else f" [{clock(item.start)}]"
            lines.append(f"- {item.text}{where}")
    lines += ["", "Goals", *(f"- {goal}" for goal in sheet.goals)] if sheet.goals else []
    return [*lines, *(["", sheet.closing] if sheet.closing else [])]


def _json(sheet: Sheet) -> str:
    from pydantic import TypeAdapter

    from analyser.domain import Sheet as Shape

    return TypeAdapter(Shape).dump_json(sheet, indent=2).decode() + "\n"


def _span(start: float, end: float) -> str:
    return f"{clock(start)} to {clock(end)}"
