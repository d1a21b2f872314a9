"""Commands for the invented cohort: put it there, remove it."""

from __future__ import annotations

import typer

from analyser.cli.printing import settings_now

samples = typer.Typer(no_args_is_help=True, help="The invented cohort: add, remove.")


@samples.command()
def add() -> None:
    """Add an invented cohort to look at: people, sessions, comments, goals and a feedback sheet."""
    from analyser import workflow

    found = workflow.add_sample_cohort(settings=settings_now())
    typer.echo(f"The invented cohort is there: {len(found)} sessions.")


@samples.command()
def remove() -> None:
    """Remove the invented cohort for good; `analyser start` does not add it again."""
    from analyser import workflow

    count = workflow.remove_sample_cohort(settings=settings_now())
    typer.echo(f"The invented cohort is removed: {count} sessions.")
