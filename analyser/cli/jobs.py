"""Commands for analyses that wait or run: list them, stop one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from analyser.cli.printing import print_table, settings_now
from analyser.errors import InputError

if TYPE_CHECKING:
    from analyser.jobs import Job

jobs = typer.Typer(
    invoke_without_command=True, help="Analyses that the app was asked for: list them, stop one."
)

JobId = Annotated[str, typer.Argument(help="The job's id, or the first letters of it.")]

_ID_LETTERS = 8  # as many as the session has that comes of it
_ENDED = {"failed": "Could not be analysed", "cancelled": "Stopped"}


@jobs.callback()
def list_jobs(
    context: typer.Context,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Every analysis, as JSON, also what is done.")
    ] = False,
) -> None:
    """List the analyses that you asked for and that are not done, with how far they are."""
    from analyser import jobs as queue
    from analyser import workflow

    if context.invoked_subcommand is not None:
        return
    settings = settings_now()
    workflow.viewer(settings=settings)  # nobody of a mistyped name asked for anything
    known = queue.jobs(settings=settings)
    if as_json:
        sys.stdout.write(_json(known))
    else:
        _print(known)


@jobs.command()
def cancel(job: JobId) -> None:
    """Stop an analysis; what is finished of it is kept, and it goes on if it is handed in again."""
    from analyser import jobs as queue

    settings = settings_now()
    found = queue.job(job, settings=settings)
    if found.ended:
        raise InputError(f"The analysis of '{found.name}' has ended already.", "See: analyser jobs")
    queue.cancel(found.id, settings=settings)
    typer.echo(f"Stopping '{found.name}'. What is finished is kept for the next time.")


def _print(known: tuple[Job, ...]) -> None:
    """A row for each job that is not done, what is to be said about it, and how many are."""
    from rich.table import Table

    shown = [job for job in known if job.state != "done"]
    if shown:
        table = Table("Job", "Name", "State", "Done", "Time left")
        for job in shown:
            table.add_row(job.id[:_ID_LETTERS], job.name, *_row(job))
        print_table(table)
    else:
        typer.echo("No analysis waits or runs.")
    for job in shown:
        if said := _said(job):
            typer.echo(f"{job.name}: {said}")
    if done := len(known) - len(shown):
        typer.echo(f"Done: {done}. What came of it: analyser sessions")


def _row(job: Job) -> tuple[str, str, str]:
    """The state, and of a running job its stage, the share of the whole, and the time left."""
    from analyser.jobs.told import left_told, place_told, stage_told
    from analyser.measures.wording import percent

    match job.state:
        case "queued":
            return place_told(job), "", ""
        case "running":
            return stage_told(job), percent(job.share), left_told(job)
        case state:
            return _ENDED[state], "", ""


def _said(job: Job) -> str:
    """What a running job waits for, or what went wrong with one."""
    from analyser.jobs.told import wait_told

    match job.state:
        case "running":
            return wait_told(job)
        case "failed":
            return job.message
        case _:
            return ""


def _json(known: tuple[Job, ...]) -> str:
    from pydantic import TypeAdapter

    from analyser.jobs import Job as Shape

    return TypeAdapter(tuple[Shape, ...]).dump_json(known, indent=2).decode() + "\n"
