"""The command that makes the classifier anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyser.cli.printing import settings_now


def train(
    config: Annotated[
        Path | None, typer.Option(help="How it is made; else models/acts.cfg.")
    ] = None,
    public: Annotated[
        Path | None, typer.Option(help="The folder of the public corpora, if you have them.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where it is put; else models/acts.")] = None,
    with_corrections: Annotated[
        bool,
        typer.Option(
            "--with-corrections",
            help="Learn from the labels that you put right, too. They do not leave this machine.",
        ),
    ] = False,
) -> None:
    """Make the classifier of utterances anew (about three quarters of an hour on a laptop)."""
    from analyser import workflow
    from analyser.train.recipe import CONFIG, read_recipe

    recipe = read_recipe(config or CONFIG).given(public=public, out=out)
    trained = workflow.learn(
        recipe, settings=settings_now(), with_corrections=with_corrections, tell=typer.echo
    )
    for name, figures in (("written", trained.judgement.written), ("bare", trained.judgement.bare)):
        typer.echo(
            f"{name}: {figures.three:.3f} of three acts, {figures.six:.3f} of six,"
            f" {figures.disguised:.3f} of disguised advice found"
        )
    typer.echo(f"Put into {recipe.out}." if trained.kept else _OLD_ONE_STAYS)


_OLD_ONE_STAYS = (
    "The one that you have is better on the dialogues that judge both, so it stays as it is."
)


def corrections(
    file: Annotated[Path, typer.Argument(help="Where to write them, one in each line (JSON).")],
) -> None:
    """Write down every label that you put right, with the words."""
    from analyser import workflow

    count = workflow.write_corrections(file, settings=settings_now())
    typer.echo(f"{count} labels written to {file}. They hold what people said: mind who reads it.")
