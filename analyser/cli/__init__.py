"""The command line: thin commands over the workflow, with progress and plain errors.

Heavy modules are imported inside the commands, so that asking for help is quick.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from analyser.cli import (
    exports,
    feedback,
    labels,
    marks,
    people,
    running,
    sessions,
    training,
    voices,
)
from analyser.cli.cohort import cohort
from analyser.cli.edits import edit
from analyser.cli.jobs import jobs
from analyser.cli.models import models
from analyser.cli.printing import look_as
from analyser.cli.samples import samples
from analyser.errors import AnalyserError

app = typer.Typer(
    name="analyser",
    help="Makes the recording of a practice action learning set speak.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def before_any_command(
    *,
    person: Annotated[
        str | None, typer.Option("--as", metavar="PERSON", help="Who looks: a person's id.")
    ] = None,
) -> None:
    """Take in what is said before the name of a command."""
    look_as(person)


for command in (
    *(sessions.analyse, sessions.classify, sessions.sessions, sessions.show, exports.export),
    *(sessions.forget, voices.label, voices.undo),
    *(labels.agree, labels.relabel),
    *(running.start, running.worker, running.evaluate),
    *(training.train, training.corrections),
    *(people.people, people.describe, people.share, people.unshare, people.inbox),
    *(feedback.note, cohort),
    marks.figures,
):
    app.command()(command)
app.command("app")(running.run_app)
app.command("import")(exports.import_session)
app.add_typer(jobs, name="jobs")
app.add_typer(voices.voices, name="voices")
app.add_typer(edit, name="edit")
app.add_typer(marks.marks, name="marks")
app.add_typer(models, name="models")
app.add_typer(people.person, name="person")
app.add_typer(feedback.comments, name="comments")
app.add_typer(feedback.goals, name="goals")
app.add_typer(feedback.sheet, name="sheet")
app.add_typer(samples, name="samples")


def main() -> None:
    """Run the command line; an error that a person can mend is one sentence, and exit code 1."""
    try:
        app()
    except AnalyserError as error:
        typer.echo(error.message, err=True)
        if error.remedy:
            typer.echo(error.remedy, err=True)
        sys.exit(1)
