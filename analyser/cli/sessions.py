"""Commands for sessions: analyse, list, show, forget; and labels on their own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyser.cli.labels import print_labels
from analyser.cli.printing import (
    SessionId,
    clock,
    print_table,
    progress_line,
    settings_now,
    summary,
)
from analyser.errors import InputError

if TYPE_CHECKING:
    from analyser.domain import Analysis

_STANDARD_OUTPUT = Path("-")


def analyse(
    recording: Annotated[
        str, typer.Argument(help="A sound or video file, a folder of tracks, or an address.")
    ],
    *,
    name: Annotated[str, typer.Option(help="What to call the session.")] = "",
    max_speakers: Annotated[
        int | None, typer.Option(min=1, max=30, help="The most voices to look for.")
    ] = None,
    speakers: Annotated[
        int | None, typer.Option(min=1, max=30, help="Exactly this many voices.")
    ] = None,
    transcript: Annotated[
        Path | None, typer.Option(help="A transcript with speakers (VTT, SRT or JSON) to use.")
    ] = None,
    names: Annotated[
        Path | None, typer.Option(help="A transcript that only lends the voices its names.")
    ] = None,
    hotwords: Annotated[
        str, typer.Option(help="Names and terms that are likely to be said, with commas between.")
    ] = "",
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the analysis as JSON to this file.")
    ] = None,
) -> None:
    """Analyse a recording, store it as a session and print a summary."""
    from analyser import workflow
    from analyser.domain import Request
    from analyser.jobs.fetch import fetched

    if json_file is not None:
        _refuse_unwritable(json_file)
    settings = settings_now()
    request = Request(
        recording=recording,
        name=name,
        transcript=None if transcript is None else str(transcript),
        names=None if names is None else str(names),
        hotwords=tuple(word.strip() for word in hotwords.split(",") if word.strip()),
        max_speakers=max_speakers,
        speakers=speakers,
        language=settings.language,
    )
    with progress_line() as progress, fetched(request, settings=settings) as here:
        session = workflow.analyse(here, settings=settings, progress=progress)
    analysis = workflow.load(session, settings=settings)
    if json_file is not None:
        _write_json(analysis, json_file)
    described = workflow.describe(session, settings=settings)
    summary(described, analysis, err=json_file == _STANDARD_OUTPUT)


def classify() -> None:
    """Label utterances: JSON Lines on standard input, one JSON line for each on standard output.

    A line is {"text": …, "speaker"?, "role"?, "start"?, "end"?}; consecutive lines are one
    conversation. The answer is {"act", "form", "confidence", "cue"}.
    """
    from analyser.pipeline.classify import classifier, label_rows

    if isinstance(sys.stdin, TextIOWrapper):
        # What is no UTF-8 is kept as it is until its line can be named.
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")
    for row in label_rows(_lines(sys.stdin), classifier(settings_now())):
        typer.echo(json.dumps(row, ensure_ascii=False))


def sessions() -> None:
    """List the stored sessions that you may see."""
    from rich.table import Table

    from analyser import workflow

    settings = settings_now()
    workflow.viewer(settings=settings)  # nobody of a mistyped name has no sessions
    known = workflow.sessions(settings=settings)
    if not known:
        typer.echo("There are no sessions yet. Analyse a recording: analyser analyse RECORDING")
        return
    names = {person.id: person.name for person in workflow.people(settings=settings)}
    table = Table("Session", "Name", title="Sessions", title_justify="left")
    for column in (*(("Whose",) if names else ()), "Held", "Length", "Analysed"):
        table.add_column(column)
    for session in known:
        whose = (names.get(session.owner, ""),) if names else ()
        length, analysed = clock(session.recording.duration), session.created[:16]
        row = (session.id, session.name, *whose, session.held, length, analysed.replace("T", " "))
        table.add_row(*row)
    print_table(table)


def show(session: SessionId) -> None:
    """Show the summary of a session, the labels to look at, and whose its labels are."""
    from analyser import workflow

    settings = settings_now()
    described = workflow.describe(session, settings=settings)
    analysis = workflow.load(session, settings=settings)
    summary(described, analysis)
    print_labels(analysis, described.id)


def forget(
    session: SessionId,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
) -> None:
    """Remove a session for good: its rows, its files and all that was remembered of it."""
    from analyser import jobs, workflow

    settings = settings_now()
    found = workflow.describe(session, settings=settings)
    if not yes:
        typer.confirm(f"Forget '{found.name}' for good?", abort=True)
    jobs.forget(found.id, settings=settings)
    typer.echo(f"Forgotten: {found.name}.")


def _lines(stream: Iterable[str]) -> Iterator[dict[str, Any] | None]:
    """The JSON object of each line of a stream; ``None`` for an empty line."""
    for number, line in enumerate(stream, start=1):
        yield _object(line, number) if line.strip() else None


def _object(line: str, number: int) -> dict[str, Any]:
    """The object that a line holds.

    :raises InputError: it holds none; the message names the line.
    """
    try:
        line.encode()
        row = json.loads(line)
    except UnicodeEncodeError as error:
        raise InputError(f"Line {number} is not UTF-8.", "Save the text as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"Line {number} is not JSON.", "Give one JSON object a line.") from error
    if not isinstance(row, dict):
        raise InputError(f"Line {number} is not a JSON object.", 'Give {"text": "…"} a line.')
    return row


def _write_json(analysis: Analysis, path: Path) -> None:
    from analyser import report
    from analyser.files import write_text

    text = str(report.export(analysis, "json"))
    if path == _STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    try:
        write_text(path, text)
    except OSError as error:
        raise _unwritable(path, error.strerror) from error


def _refuse_unwritable(path: Path) -> None:
    """Pass where a file can be put at ``path``, so that nobody waits for an analysis in vain.

    :raises InputError: it cannot.
    """
    if path == _STANDARD_OUTPUT:
        return
    try:
        if path.exists() and not path.is_file():
            raise _unwritable(path, "it is no ordinary file")
        folder = next(parent for parent in path.absolute().parents if parent.exists())
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _unwritable(path, error.strerror) from error


def _unwritable(path: Path, why: str | None) -> InputError:
    return InputError(f"The file '{path}' cannot be written: {why}.", "Name another after --json.")
