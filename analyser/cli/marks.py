"""Commands for rounds and stages: mark them, take what is proposed, and read figures of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyser.cli.printing import SessionId, clock, print_table, settings_now
from analyser.errors import InputError

if TYPE_CHECKING:
    from rich.table import Table

    from analyser.domain import Analysis, Mark, Measure

marks = typer.Typer(no_args_is_help=True, help="Rounds and stages: mark them, or accept proposals.")

_STAGES = "check_in, presenting, questions, reflection, resources, actions, review or break"
MarkId = Annotated[str, typer.Argument(help="The id of a round, a stage or a proposal.")]
Stage = Annotated[str | None, typer.Option(help=f"Which stage: {_STAGES}.")]
Presenter = Annotated[str | None, typer.Option(help="Of a round: the voice that presents.")]
Start = Annotated[str, typer.Argument(help="Where it begins: seconds, M:SS or H:MM:SS.")]
End = Annotated[str, typer.Argument(help="Where it ends.")]


@marks.command("list")
def list_marks(session: SessionId) -> None:
    """List the rounds and stages of a session, and those that the talk suggests."""
    from analyser import workflow

    settings = settings_now()
    analysis = workflow.load(session, settings=settings)
    proposed = workflow.proposals(session, settings=settings)
    if not (*analysis.marks, *proposed):
        typer.echo("Nothing is marked, and the talk suggests nothing.")
        return
    print_table(_table(analysis, (*analysis.marks, *proposed)))
    if proposed:
        typer.echo(f"To take what is proposed: analyser marks accept {session} --all")


@marks.command()
def add(
    session: SessionId, start: Start, end: End, *, stage: Stage = None, presenter: Presenter = None
) -> None:
    """Mark a stage, or without one a round; what lies under it gives way."""
    from analyser import workflow

    settings = settings_now()
    kind: Any = "round" if stage is None else "stage"
    named: Any = stage
    workflow.mark(
        session,
        kind=kind,
        start=workflow.seconds_of(start),
        end=workflow.seconds_of(end),
        stage=named,
        presenter=_voice(session, presenter),
        settings=settings,
    )
    list_marks(session)


@marks.command()
def change(
    session: SessionId,
    mark: MarkId,
    *,
    start: Annotated[str | None, typer.Option(help="Where it begins from now on.")] = None,
    end: Annotated[str | None, typer.Option(help="Where it ends from now on.")] = None,
    stage: Stage = None,
    presenter: Presenter = None,
) -> None:
    """Change where a round or a stage begins or ends, which stage it is, or who presents."""
    from analyser import workflow

    named: Any = stage
    workflow.change_mark(
        session,
        mark,
        start=None if start is None else workflow.seconds_of(start),
        end=None if end is None else workflow.seconds_of(end),
        stage=named,
        presenter=_voice(session, presenter),
        settings=settings_now(),
    )
    list_marks(session)


@marks.command()
def remove(session: SessionId, mark: MarkId) -> None:
    """Remove a round or a stage; a proposal is not made again."""
    from analyser import workflow

    workflow.unmark(session, mark, settings=settings_now())
    list_marks(session)


@marks.command()
def accept(
    session: SessionId,
    proposals: Annotated[
        list[str] | None, typer.Argument(help="The ids of what is proposed.")
    ] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that is proposed.")] = False,
) -> None:
    """Make what is proposed your own marks."""
    from analyser import workflow

    settings = settings_now()
    if bool(proposals) == everything:
        raise InputError("It is not clear what to accept.", "Name proposals, or give --all.")
    found = [mark.id for mark in workflow.proposals(session, settings=settings)]
    workflow.accept(session, found if everything else proposals or (), settings=settings)
    list_marks(session)


def figures(
    session: SessionId,
    *,
    within: Annotated[
        list[str] | None, typer.Option("--in", help="Only of this round or stage, by its id.")
    ] = None,
    stage: Annotated[str | None, typer.Option(help="Of each part of this stage.")] = None,
    rounds: Annotated[bool, typer.Option("--rounds", help="Of each round.")] = False,
) -> None:
    """Print every figure of a session, or of its rounds and stages."""
    from analyser import workflow
    from analyser.measures import measure

    analysis = workflow.load(session, settings=settings_now())
    if not (within or stage or rounds):
        print_table(_figures("The whole session", measure(analysis)))
        return
    known = {mark.id for mark in analysis.marks}
    unknown = [mark for mark in within or () if mark not in known]
    wanted = [
        m
        for m in analysis.marks
        if m.id in (within or ()) or (stage and m.stage == stage) or (rounds and m.kind == "round")
    ]
    if unknown or not wanted:
        what = f"'{unknown[0]}'" if unknown else "like that"
        raise InputError(
            f"There is no round or stage {what} in this session.",
            f"List them: analyser marks list {session}",
        )
    for mark in wanted:
        title = f"{_what(analysis, mark)}, {clock(mark.start)} to {clock(mark.end)}"
        print_table(_figures(title, measure(analysis, within=mark)))


def _table(analysis: Analysis, rows: tuple[Mark, ...]) -> Table:
    """A row for each mark, in order of time."""
    from rich.table import Table

    table = Table("Mark", "What", "From", "To", "By")
    for mark in sorted(rows, key=lambda mark: (mark.start, -mark.end)):
        by = "proposed" if mark.proposed else mark.by
        what = _what(analysis, mark)
        table.add_row(mark.id, what, clock(mark.start), clock(mark.end), by)
    return table


def _what(analysis: Analysis, mark: Mark) -> str:
    """A stage's title, or a round with its presenter."""
    from analyser.codebook import codebook
    from analyser.measures.common import name_of

    if mark.stage is not None:
        return codebook().stage(mark.stage).title
    return f"Round: {name_of(analysis, mark.presenter)}" if mark.presenter else "Round"


def _figures(title: str, measures: tuple[Measure, ...]) -> Table:
    """The figures of the set and of the facilitators, side by side."""
    from rich.table import Table

    from analyser.measures import DEFINITIONS, TITLES, told

    table = Table("Figure", "Set", "Facilitator", "Note", title=title, title_justify="left")
    known = {(measure.name, measure.subject): measure for measure in measures}
    for name in DEFINITIONS:
        whole = "role:member" if name == "evenness" else "set"
        pair = known.get((name, whole)), known.get((name, "role:facilitator"))
        found = [row for row in pair if row is not None]
        if found:
            cells = ("" if row is None else told(row) for row in pair)
            table.add_row(TITLES[name], *cells, found[0].note)
    return table


def _voice(session: str, given: str | None) -> str | None:
    """The id of the voice that presents, by its id or its name; an empty text stays empty."""
    from analyser.cli.voices import voice_named

    return voice_named(session, given, settings_now()) if given else given
