"""Commands that put right what the machine made of a session: voices, labels, and taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyser.cli.printing import SessionId, settings_now, summary
from analyser.errors import InputError

if TYPE_CHECKING:
    from analyser.settings import Settings

voices = typer.Typer(no_args_is_help=True, help="Put right who speaks: name, merge, split, move.")

Voice = Annotated[str, typer.Argument(help="A voice by its name, or by its id such as S2.")]
Taker = Annotated[str, typer.Argument(help="The voice that really speaks there, or: new.")]
Time = Annotated[str, typer.Argument(help="A time in the recording: seconds, M:SS or H:MM:SS.")]


@voices.command()
def name(
    session: SessionId,
    voice: Voice,
    *,
    called: Annotated[str | None, typer.Option("--name", help="The person's name.")] = None,
    role: Annotated[
        str | None, typer.Option(help="facilitator, presenter, member, observer or unnamed.")
    ] = None,
) -> None:
    """Give a voice a name, a role, or both; every figure follows."""
    from analyser import workflow

    settings = settings_now()
    given: Any = role
    workflow.name_voice(
        session, voice_named(session, voice, settings), name=called, role=given, settings=settings
    )
    _show(session, settings)


@voices.command()
def merge(session: SessionId, kept: Voice, gone: Voice) -> None:
    """Say that two voices are one person: what the second said is the first's from now on."""
    from analyser import workflow

    settings = settings_now()
    one, other = (voice_named(session, voice, settings) for voice in (kept, gone))
    workflow.merge_voices(session, kept=one, gone=other, settings=settings)
    _show(session, settings)


@voices.command()
def same(session: SessionId, first: Time, second: Time) -> None:
    """Say that one person is heard at two times: the second voice is the first's from now on."""
    from analyser import workflow

    settings = settings_now()
    one, other = workflow.seconds_of(first), workflow.seconds_of(second)
    workflow.same_person(session, one, other, settings=settings)
    _show(session, settings)


@voices.command()
def move(
    session: SessionId,
    start: Time,
    end: Time,
    to: Taker,
    *,
    giver: Annotated[
        str | None, typer.Option("--from", help="Only what this voice says there.")
    ] = None,
) -> None:
    """Say that somebody else speaks in a stretch of the recording."""
    from analyser import workflow

    settings = settings_now()
    taker = _taker(session, to, settings)
    giving = workflow.ANYBODY if giver is None else voice_named(session, giver, settings)
    span = (workflow.seconds_of(start), workflow.seconds_of(end))
    workflow.move(session, [span], to=taker, giver=giving, settings=settings)
    _show(session, settings)


@voices.command()
def turn(
    session: SessionId,
    time: Time,
    to: Taker,
) -> None:
    """Say that somebody else speaks in the whole turn that is heard at a time."""
    from analyser import workflow

    settings = settings_now()
    taker = _taker(session, to, settings)
    workflow.move_turn(session, workflow.seconds_of(time), to=taker, settings=settings)
    _show(session, settings)


@voices.command()
def split(session: SessionId, voice: Voice) -> None:
    """Say that a voice is two people; the one heard less of becomes a voice of its own."""
    from analyser import workflow

    settings = settings_now()
    workflow.split_voice(session, voice_named(session, voice, settings), settings=settings)
    _show(session, settings)


def label(
    session: SessionId,
    utterance: Annotated[int, typer.Argument(help="Its number, as in the exported table.")],
    act: Annotated[
        str,
        typer.Argument(
            help="open_question, closed_question, advice, reflection, process or other."
        ),
    ],
    *,
    form: Annotated[str | None, typer.Option(help="Of advice: direct or disguised.")] = None,
) -> None:
    """Say what an utterance really is; this stands against every machine."""
    from analyser import workflow

    settings = settings_now()
    what: Any = act
    how: Any = form
    workflow.correct(session, utterance, act=what, form=how, settings=settings)
    _show(session, settings)


def undo(session: SessionId) -> None:
    """Take back the last thing that a person put right in a session."""
    from analyser import workflow

    settings = settings_now()
    typer.echo(f"Taken back: {workflow.undo(session, settings=settings)}.")
    _show(session, settings)


def _show(session: str, settings: Settings) -> None:
    from analyser import workflow

    analysis = workflow.load(session, settings=settings)
    summary(workflow.describe(session, settings=settings), analysis)


def _taker(session: str, given: str, settings: Settings) -> str:
    """The id of the voice that something is given to, or the word for a new one."""
    from analyser import workflow

    return given if given == workflow.NEW else voice_named(session, given, settings)


def voice_named(session: str, given: str, settings: Settings) -> str:
    """A voice's id, by its id or its name.

    :raises InputError: none is called so, or more than one.
    """
    from analyser import workflow

    speakers = workflow.load(session, settings=settings).speakers
    found = [s.id for s in speakers if s.id == given] or [
        s.id for s in speakers if s.name.casefold() == given.strip().casefold()
    ]
    if len(found) != 1:
        what = "no voice" if not found else "more than one voice"
        known = ", ".join(f"{speaker.name} ({speaker.id})" for speaker in speakers)
        raise InputError(f"There is {what} called '{given}' in this session.", f"Voices: {known}.")
    return found[0]
