"""Commands for labels: how far raters agree, labelling again, and which labels to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyser.cli.printing import SessionId, clock, print_table, settings_now
from analyser.errors import InputError

if TYPE_CHECKING:
    from rich.table import Table

    from analyser.domain import Analysis, Utterance
    from analyser.workflow import Raters, Relabelled

_CANNOT_TELL = "cannot tell"


def agree(
    session: SessionId,
    *,
    by: Annotated[
        list[str] | None,
        typer.Option(help="A rater: me, a person, a model's id, or machine; give one or two."),
    ] = None,
    other: Annotated[
        Path | None, typer.Option(help="A file with a second rater's labels (JSON, JSON Lines).")
    ] = None,
) -> None:
    """Compare two raters, or a rater and the machine, on one session.

    Without options it compares your own labels with the machine's.
    """
    from analyser import workflow

    settings = settings_now()
    raters = workflow.agree(session, by=by or (), other=other, settings=settings)
    _print_agreement(raters)
    analysis = workflow.load(session, settings=settings)
    if raters.agreement.differences:
        print_table(_differences(raters, _names(analysis)))


def relabel(
    session: Annotated[
        str, typer.Argument(help="The session's id, or the first letters of it.")
    ] = "",
    *,
    everything: Annotated[bool, typer.Option("--all", help="Every session.")] = False,
) -> None:
    """Label old sessions again with the classifier that is set now.

    What people said stands, what machines said earlier is kept, and nothing is heard again.
    """
    from analyser import workflow

    settings = settings_now()
    if bool(session) == everything:
        raise InputError("It is not clear what to label again.", "Name a session, or give --all.")
    wanted = [s.id for s in workflow.sessions(settings=settings)] if everything else [session]
    for done in wanted:
        typer.echo(_told(workflow.relabel(done, settings=settings)))


def print_labels(analysis: Analysis, session: str) -> None:
    """The labels to look at, and who made how many labels."""
    from analyser import report
    from analyser.measures import please_look
    from analyser.store import ME

    if please_look(analysis):
        print_table(_looks(analysis))
        typer.echo(f"To confirm or change one: analyser label {session} N ACT")
    typer.echo(report.labelled_by(analysis, me=ME))


def _looks(analysis: Analysis) -> Table:
    """A row for each label that is worth a look, the weightiest first."""
    from rich.table import Table

    from analyser.measures import TITLES, please_look
    from analyser.measures.wording import percent

    table = Table(
        *("N", "Time", "Voice", "Label", "Sure", "May move", "Text"),
        title="Please look at these",
        title_justify="left",
    )
    names = _names(analysis)
    for look in please_look(analysis):
        label = f"{look.act.act} ({look.act.form})" if look.act.form else look.act.act
        sure = percent(look.act.confidence)
        n, time, voice, text = _where(look.utterance, names)
        table.add_row(n, time, voice, label, sure, TITLES[look.figure], text)
    return table


def _print_agreement(raters: Raters) -> None:
    """The counts, kappa overall and for each act, and what was called what."""
    found = raters.agreement
    compared = f"{found.compared} of {found.utterances} utterances"
    typer.echo(f"{raters.first} and {raters.second}, on {compared}")
    if found.compared < found.utterances:
        typer.echo(
            "Note: only what both labelled is compared. Labels given only where somebody else's"
            " looked wrong make the agreement seem worse than it is.",
            err=True,
        )
    typer.echo(f"Agreement: {_share(found.same)}; kappa: {_kappa(found.kappa)}")
    print_table(_acts(raters))
    print_table(_confusion(raters))


def _acts(raters: Raters) -> Table:
    """A row for each act against the rest."""
    from rich.table import Table

    table = Table("Act", raters.first, raters.second, "Both", "Agreement", "Kappa")
    for row in raters.agreement.acts:
        counts = (str(row.first), str(row.second), str(row.both))
        table.add_row(row.act, *counts, _share(row.same), _kappa(row.kappa))
    return table


def _confusion(raters: Raters) -> Table:
    """What the first rater (rows) called each thing that the second (columns) called so."""
    from rich.table import Table

    from analyser.domain import ACTS

    title = f"Rows: {raters.first}. Columns: {raters.second}."
    table = Table("", *ACTS, title=title, title_justify="left")
    for act, counts in zip(ACTS, raters.agreement.table, strict=True):
        table.add_row(act, *map(str, counts))
    return table


def _differences(raters: Raters, names: dict[str, str]) -> Table:
    """A row for each utterance that the two call differently."""
    from rich.table import Table

    columns = ("N", "Time", "Voice", raters.first, raters.second, "Text")
    table = Table(*columns, title="Differences", title_justify="left")
    for row in raters.agreement.differences:
        n, time, voice, text = _where(row.utterance, names)
        table.add_row(n, time, voice, row.first, row.second, text)
    return table


def _where(utterance: Utterance, names: dict[str, str]) -> tuple[str, str, str, str]:
    """An utterance's number, time, voice and text."""
    voice = names.get(utterance.speaker, utterance.speaker)
    return str(utterance.n), clock(utterance.start), voice, utterance.text


def _names(analysis: Analysis) -> dict[str, str]:
    return {speaker.id: speaker.name or speaker.id for speaker in analysis.speakers}


def _told(done: Relabelled) -> str:
    """One line on a session that was labelled again."""
    name = f"{done.session.name} ({done.session.id})"
    if not done.renewed:
        return f"{name}: every label is by {done.model} already."
    return f"{name}: {done.renewed} labels renewed by {done.model}, {done.changed} of them differ."


def _share(share: float | None) -> str:
    from analyser.measures.wording import percent

    return _CANNOT_TELL if share is None else percent(share)


def _kappa(kappa: float | None) -> str:
    return _CANNOT_TELL if kappa is None else f"{kappa:.2f}"
