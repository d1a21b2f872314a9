"""Commands that keep running: the app and the worker; and the scoring."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyser.cli.models import pull
from analyser.cli.printing import bar, print_table, progress_line, settings_now, summary

if TYPE_CHECKING:
    from analyser.settings import Settings

Port = Annotated[int | None, typer.Option(min=1, max=65535, help="The port on localhost.")]


def run_app(*, port: Port = None) -> None:
    """Open the dashboard on this machine; nothing else can reach it."""
    from analyser.dashboard import server

    server.serve(
        settings_now(port=port),
        ready=lambda address: typer.echo(f"\nThe analyser is at {address} (stop it with Ctrl-C)."),
    )


def start(*, port: Port = None) -> None:
    """Get ready and open the app: pull the models, add the invented sessions, serve."""
    from analyser.dashboard import server

    server.refuse_taken_port(settings_now(port=port).port)  # nobody waits minutes to hear that
    pull(names=None)
    _sample(settings_now())
    run_app(port=port)


def worker() -> None:
    """Work through waiting analyses until stopped; the app starts one by itself."""
    from analyser import jobs

    jobs.work(settings=settings_now(), idle_seconds=math.inf)


def evaluate(
    folder: Annotated[Path, typer.Argument(help="Recordings with truth (RTTM, gold JSON).")],
) -> None:
    """Score the analyser on a folder of recordings whose truth is known."""
    from analyser import evaluate as evaluation

    with bar("Scoring") as progress:
        scores = evaluation.evaluate(folder, settings=settings_now(), progress=progress)
    print_table(evaluation.table_of(scores))


def _sample(settings: Settings) -> None:
    """Put the invented sessions there, unless a person removed them, and print summaries."""
    from analyser import workflow

    state = workflow.sample_cohort(settings=settings)
    if state == "removed":
        return
    if state == "none":
        typer.echo(
            "Two invented sets are analysed, to have something to look at: some minutes, once."
        )
    with progress_line() as progress:
        found = workflow.analyse_samples(settings=settings, progress=progress)
    if state == "none":
        typer.echo("An invented cohort is added: people, sessions, comments, a feedback sheet.")
    workflow.add_sample_cohort(settings=settings)
    for session in found:
        summary(session, workflow.load(session.id, settings=settings))
