"""What the commands share: settings, progress lines, tables and the summary of a session."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyser.errors import Cancelled

if TYPE_CHECKING:
    from rich.table import Table

    from analyser.domain import Analysis, Progress, Session, StageProgress
    from analyser.settings import Settings

SessionId = Annotated[str, typer.Argument(help="The session's id, or the first letters of it.")]


@dataclass(slots=True)
class _Asked:
    """What was said before the name of the command."""

    person: str | None = None


_ASKED = _Asked()


def look_as(person: str | None) -> None:
    """Remember who looks, for every command of this run; ``None`` leaves it to the settings."""
    _ASKED.person = person


def settings_now(**given: Any) -> Settings:
    """The settings that hold now, with those given on the command line."""
    from analyser.settings import load_settings

    return load_settings(person=_ASKED.person, **given)


def summary(session: Session, analysis: Analysis, *, err: bool = False) -> None:
    """The first answer, the warnings, a row for each voice, and what it was heard with.

    :param err: print all of it on standard error, where standard output is for something else.
    """
    from analyser import report

    typer.echo(f"\n{session.name}  (session {session.id})", err=err)
    answer = report.summary(analysis)
    typer.echo(answer.sentence, err=err)
    for warning in answer.warnings:
        typer.echo(f"Note: {warning}", err=True)
    print_table(_voices(answer), err=err)
    typer.echo(answer.engines, err=err)


def _voices(answer: Any) -> Table:
    from rich.table import Table

    table = Table()
    for place, column in enumerate(answer.columns):
        table.add_column(column, no_wrap=place == 0)  # names are read whole, figures may wrap
    for row in answer.rows:
        table.add_row(*row)
    return table


def clock(seconds: float) -> str:
    """``M:SS``, or ``H:MM:SS`` from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def print_table(renderable: Any, *, err: bool = False) -> None:
    """Print a table of rich, as wide as the terminal; with ``err`` on standard error."""
    from rich.console import Console

    # What people typed is never markup, whatever brackets and colons are in it.
    width = None if (sys.stderr if err else sys.stdout).isatty() else 120
    Console(width=width, markup=False, emoji=False, stderr=err).print(renderable)


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """A plain progress bar for one piece of work."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as line:
        task = line.add_task(title, total=1.0)
        yield lambda share: line.update(task, completed=share)


@contextmanager
def progress_line() -> Iterator[StageProgress]:
    """A progress line with stage, percent and time left; Ctrl-C stops and loses nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    from analyser.pipeline.progress import TimeLeft

    columns = (
        TextColumn("{task.description:10}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[left]}"),
    )
    time_left = TimeLeft()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=1.0, left="")

        def report(stage: Any, share: float) -> None:
            overall, seconds = time_left.update(stage, share)
            left = "" if seconds is None else f"about {clock(seconds)} left"
            bar.update(task, description=time_left.at[0], completed=overall, left=left)

        try:
            yield report
        except KeyboardInterrupt as error:
            raise Cancelled(remedy="What was finished is kept: run it again to go on.") from error
