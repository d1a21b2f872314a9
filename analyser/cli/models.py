"""Commands for the model weights: list, pull, verify."""

from __future__ import annotations

from typing import Annotated

import typer

from analyser.cli.printing import bar, print_table, settings_now

models = typer.Typer(no_args_is_help=True, help="The model weights: list, pull, verify.")


@models.command("list")
def list_models() -> None:
    """List every model, where it comes from and whether it is here."""
    from rich.table import Table

    from analyser import weights

    table = Table("Model", "Role", "Licence", "Source", "State")
    for model in weights.list_models(settings_now()):
        table.add_row(model.name, model.role, model.licence, model.source, model.state)
    print_table(table)


@models.command()
def pull(
    names: Annotated[
        list[str] | None, typer.Argument(help="Models to fetch; without any, the embedded ones.")
    ] = None,
) -> None:
    """Fetch model weights and check every file before it is put in place."""
    from analyser import weights

    with bar("Fetching models") as progress:
        fetched = weights.pull(names, settings_now(), progress)
    typer.echo(f"Fetched: {', '.join(fetched)}." if fetched else "All models are here and whole.")


@models.command()
def verify() -> None:
    """Check every model file that must be here, or is, against its known hash."""
    from analyser import weights

    reports = weights.verify(settings_now())
    for report in reports:
        typer.echo(f"{report.state:8} {report.model}/{report.file}")
    weights.demand_whole(reports)
