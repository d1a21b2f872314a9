"""Commands that put right what was said, and when: words, times, where an utterance ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from analyser.cli.printing import SessionId, clock, settings_now, summary
from analyser.errors import InputError

if TYPE_CHECKING:
    from analyser.settings import Settings

edit = typer.Typer(no_args_is_help=True, help="Put right what was said: words, times, advice.")

Number = Annotated[int, typer.Argument(help="An utterance's number, as in the exported table.")]
Time = Annotated[str | None, typer.Option(help="Seconds, M:SS or H:MM:SS.")]

_INVITED = {"yes": True, "no": False, "open": None}


@edit.command()
def text(
    session: SessionId,
    utterance: Number,
    words: Annotated[str, typer.Argument(help="All that was really said, in quotes.")],
) -> None:
    """Put an utterance's words right; those that stay keep their times."""
    from analyser import workflow

    settings = settings_now()
    workflow.edit_text(session, utterance, words, settings=settings)
    _show(session, settings, utterance)


@edit.command()
def bounds(session: SessionId, utterance: Number, *, start: Time = None, end: Time = None) -> None:
    """Say when an utterance begins or ends; never over what the same voice says next to it."""
    from analyser import workflow

    if start is None and end is None:
        raise InputError("Nothing was said about when.", "Give --start, --end, or both.")
    settings = settings_now()
    first, last = (None if time is None else workflow.seconds_of(time) for time in (start, end))
    workflow.move_boundary(session, utterance, start=first, end=last, settings=settings)
    _show(session, settings, utterance)


@edit.command()
def split(
    session: SessionId,
    utterance: Number,
    word: Annotated[int, typer.Argument(help="The second part begins with this word; 1 is first.")],
) -> None:
    """Say that an utterance is two; both are labelled anew."""
    from analyser import workflow

    settings = settings_now()
    new = workflow.split_utterance(session, utterance, word=word - 1, settings=settings)
    _show(session, settings, utterance, new)


@edit.command()
def join(session: SessionId, first: Number, second: Number) -> None:
    """Say that an utterance and the next one of the same voice are one, labelled anew."""
    from analyser import workflow

    settings = settings_now()
    workflow.join_utterances(session, first, second, settings=settings)
    _show(session, settings, first, second)


@edit.command()
def remove(session: SessionId, utterance: Number) -> None:
    """Say that nobody said an utterance: the machine made it up."""
    from analyser import workflow

    settings = settings_now()
    workflow.remove_utterance(session, utterance, settings=settings)
    _show(session, settings)


@edit.command()
def invite(
    session: SessionId,
    utterance: Number,
    invited: Annotated[str, typer.Argument(help="yes, no, or open: as the words before it tell.")],
) -> None:
    """Say whether a piece of advice was asked for."""
    from analyser import workflow

    if invited not in _INVITED:
        raise InputError(f"'{invited}' is no answer.", f"Choose one of: {', '.join(_INVITED)}.")
    settings = settings_now()
    workflow.invite(session, utterance, _INVITED[invited], settings=settings)
    _show(session, settings, utterance)


def _show(session: str, settings: Settings, *numbers: int) -> None:
    """The session as it stands now, below the utterances that were changed."""
    from analyser import workflow

    analysis = workflow.load(session, settings=settings)
    names = {speaker.id: speaker.name for speaker in analysis.speakers}
    for spoken in analysis.utterances:
        if spoken.n in numbers:
            span = f"{clock(spoken.start)}-{clock(spoken.end)}"
            typer.echo(f"{spoken.n}  {span}  {names[spoken.speaker]}: {spoken.text}")
    summary(workflow.describe(session, settings=settings), analysis)
