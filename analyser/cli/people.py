"""Commands for people: who uses the tool, whose a session is, and who may see it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from analyser.cli.printing import SessionId, print_table, settings_now

person = typer.Typer(no_args_is_help=True, help="Add, change and remove people.")

PersonId = Annotated[str, typer.Argument(help="The person's id, as `analyser people` shows it.")]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", help="trainee, mentor or lead; more than one is possible."),
]
Programme = Annotated[str | None, typer.Option(help="The course that they are on.")]


def people() -> None:
    """List the people who use the tool."""
    from rich.table import Table

    from analyser import workflow

    known = workflow.people(settings=settings_now())
    if not known:
        typer.echo("There is nobody yet. Add somebody: analyser person add NAME --kind trainee")
        return
    table = Table("Person", "Name", "Kind", "Programme", title="People", title_justify="left")
    for each in known:
        name = f"{each.name} (invented)" if each.sample else each.name
        table.add_row(each.id, name, ", ".join(each.kinds), each.programme)
    print_table(table)


@person.command()
def add(
    name: Annotated[str, typer.Argument(help="The person's name.")],
    *,
    kind: Kinds = None,
    programme: Programme = None,
) -> None:
    """Add somebody, as a trainee if nothing else is said, and print the id."""
    from analyser import workflow

    kinds: Any = kind or ["trainee"]
    new = workflow.add_person(name, kinds, programme or "", settings=settings_now())
    typer.echo(new.id)


@person.command()
def change(
    who: PersonId,
    *,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    kind: Kinds = None,
    programme: Programme = None,
) -> None:
    """Change what is said of somebody; with who is no mentor any more, nothing is shared."""
    from analyser import workflow

    kinds: Any = kind
    changed = workflow.change_person(
        who, name=name, kinds=kinds, programme=programme, settings=settings_now()
    )
    typer.echo(f"{changed.name}: {', '.join(changed.kinds)}.")


@person.command()
def remove(
    who: PersonId,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
) -> None:
    """Remove somebody with their goals, notes and drafts; what they told others stays."""
    from analyser import workflow

    settings = settings_now()
    found = workflow.person_named(who, settings=settings)
    if not yes:
        typer.confirm(f"Remove '{found.name}'?", abort=True)
    workflow.remove_person(found.id, settings=settings)
    typer.echo(f"Removed: {found.name}.")


def describe(
    session: SessionId,
    *,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    owner: Annotated[
        str | None, typer.Option(help="Whose practice it shows: an id, or me.")
    ] = None,
    held: Annotated[str | None, typer.Option(help="The day of the set, like 2026-03-14.")] = None,
    programme: Annotated[str | None, typer.Option(help="The course that it belongs to.")] = None,
    online: Annotated[
        bool | None, typer.Option("--online/--in-person", help="Where the set met.")
    ] = None,
    place_unknown: Annotated[
        bool, typer.Option("--place-unknown", help="It is not said where the set met.")
    ] = False,
) -> None:
    """Say of a session whose it is, when it was held, for what programme, and where."""
    from analyser import workflow

    settings = settings_now()
    unsaid = online is None and not place_unknown
    workflow.describe_as(
        session,
        name=name,
        owner=owner,
        held=held,
        programme=programme,
        online="stays" if unsaid else online,
        settings=settings,
    )
    typer.echo("Kept.")


def share(
    session: SessionId, mentor: Annotated[str, typer.Argument(help="The mentor's id.")]
) -> None:
    """Let a mentor hear, put right and comment on a session."""
    from analyser import workflow

    settings = settings_now()
    workflow.share(session, mentor, settings=settings)
    _print_shares(session)


def unshare(
    session: SessionId, mentor: Annotated[str, typer.Argument(help="The mentor's id.")]
) -> None:
    """Share a session with a mentor no longer; a sheet that was signed stays."""
    from analyser import workflow

    workflow.take_back(session, mentor, settings=settings_now())
    _print_shares(session)


def inbox() -> None:
    """List the sessions of others that you may see: what is new, and how far your sheets are."""
    from rich.table import Table

    from analyser import workflow

    waiting = workflow.inbox(settings=settings_now())
    if not waiting:
        typer.echo("Nothing was shared with you.")
        return
    table = Table("Session", "Name", "Whose", "Held", "New", "Sheet")
    for row in waiting:
        whose = row.owner.name if row.owner else row.session.owner
        new = "new" if row.new else ""
        table.add_row(row.session.id, row.session.name, whose, row.session.held, new, row.sheet)
    print_table(table)


def _print_shares(session: str) -> None:
    from analyser import workflow
    from analyser.measures.wording import listed

    settings = settings_now()
    names = [mentor.name for mentor in workflow.shared_with(session, settings=settings)]
    typer.echo(f"Shared with {listed(names)}." if names else "Shared with nobody.")
