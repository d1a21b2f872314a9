"""The command line: thin commands over the workflow, with progress and plain errors.

Heavy modules are imported inside the commands, so that asking for help is quick.
"""

from __future__ import annotations

import sys

import typer

from analyser.cli import labels, running, sessions, training, voices
from analyser.cli.models import models
from analyser.errors import AnalyserError

app = typer.Typer(
    name="analyser",
    help="Makes the recording of a practice action learning set speak.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    *(sessions.analyse, sessions.classify, sessions.sessions, sessions.show, sessions.export),
    *(sessions.forget, voices.label, voices.undo),
    *(labels.agree, labels.relabel),
    *(running.start, running.worker, running.evaluate),
    *(training.train, training.corrections),
):
    app.command()(command)
app.command("app")(running.run_app)
app.add_typer(voices.voices, name="voices")
app.add_typer(models, name="models")


def main() -> None:
    """Run the command line; an error that a person can mend is one sentence, and exit code 1."""
    try:
        app()
    except AnalyserError as error:
        typer.echo(error.message, err=True)
        if error.remedy:
            typer.echo(error.remedy, err=True)
        sys.exit(1)
