"""Commands for what leaves the program, and for a session that comes from another installation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analyser.cli.printing import SessionId, settings_now, summary
from analyser.errors import InputError

if TYPE_CHECKING:
    from analyser.settings import Settings

_SHEETS: dict[str, Literal["pdf", "docx"]] = {"sheet-pdf": "pdf", "sheet-docx": "docx"}
_ZIP = "zip"
_BY_ENDING = {".pdf": "sheet-pdf", ".docx": "sheet-docx", ".zip": _ZIP}


def export(
    session: SessionId,
    *,
    form: Annotated[
        str, typer.Option("--format", help="json, xlsx, csv … zip; see docs/exports.md.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option(help="The file to write, or a folder for it; - is the output.")
    ] = None,
    sound: Annotated[
        bool, typer.Option("--sound/--no-sound", help="Take the sound along in a zip.")
    ] = True,
    with_note: Annotated[
        bool, typer.Option("--with-note", help="Take your private note along in a zip.")
    ] = False,
) -> None:
    """Write a session as a file: a table, subtitles, a chart, a feedback sheet, all of it."""
    from analyser import workflow

    settings = settings_now()
    found = workflow.describe(session, settings=settings)
    chosen = form or _by_ending(to)
    place = _place(to, found.name, chosen)
    if chosen == _ZIP:
        _pack(found.id, place, sound=sound, with_note=with_note, settings=settings)
    else:
        _write(_content(found.id, chosen, settings), place, chosen)
    if place is not None:
        typer.echo(f"Written: {place}", err=True)


def import_session(
    file: Annotated[Path, typer.Argument(help="A zip that `analyser export --format zip` wrote.")],
    *,
    owner: Annotated[
        str | None, typer.Option(help="The id of the person whose practice it shows.")
    ] = None,
) -> None:
    """Bring in a session that another installation exported; its figures are the same."""
    from analyser import workflow

    settings = settings_now()
    session = workflow.unpack(file, owner=owner, settings=settings)
    summary(
        workflow.describe(session, settings=settings), workflow.load(session, settings=settings)
    )


def _content(session: str, form: str, settings: Settings) -> str | bytes:
    """A session in a format, or its feedback sheet.

    :raises InputError: the format is unknown, or there is no sheet.
    """
    from analyser import report, workflow

    if form in _SHEETS:
        sheet = workflow.sheet_to_read(session, settings=settings)
        return workflow.sheet_file(sheet, _SHEETS[form], settings=settings)
    return report.export(
        workflow.load(session, settings=settings),
        _known(form),
        session=workflow.describe(session, settings=settings),
    )


def _known(form: str) -> str:
    """A format that there is.

    :raises InputError: there is none of that name.
    """
    from analyser import report

    if form not in report.FORMATS:
        known = ", ".join((*report.FORMATS, *_SHEETS, _ZIP))
        raise InputError(f"The format '{form}' is not known.", f"Known formats: {known}.")
    return form


def _by_ending(to: Path | None) -> str:
    """The format that a file's name asks for; JSON where it says nothing.

    :raises InputError: more than one format has that ending, or none.
    """
    from analyser import report

    if to is None or not to.suffix:
        return "json"
    ending = to.suffix.lower()
    found = {name for name, kind in report.FORMATS.items() if kind.ending.lower() == ending}
    found |= {_BY_ENDING[ending]} if ending in _BY_ENDING else set()
    if len(found) != 1:
        raise InputError(f"'{to.name}' does not say which format it is.", "Name one: --format")
    return found.pop()


def _place(to: Path | None, name: str, form: str) -> Path | None:
    """The file to write; ``None`` is standard output."""
    from analyser.report import file_name

    if to is None or str(to) == "-":
        return None
    return to / file_name(name, _ending(form)) if to.is_dir() else to


def _ending(form: str) -> str:
    from analyser import report

    if form in _SHEETS:
        return f"-feedback.{_SHEETS[form]}"
    return ".zip" if form == _ZIP else report.FORMATS[_known(form)].ending


def _pack(
    session: str, place: Path | None, *, sound: bool, with_note: bool, settings: Settings
) -> None:
    from analyser import workflow

    if place is None:
        raise InputError("A zip is not text.", "Say where to write it: --to FILE")
    workflow.pack(session, place, sound=sound, with_note=with_note, settings=settings)


def _write(content: str | bytes, place: Path | None, form: str) -> None:
    """Put the content where it belongs.

    :raises InputError: it is not text and would fill a terminal, or the file cannot be written.
    """
    from analyser.files import replacing

    if place is None:
        _print(content, form)
        return
    try:
        with replacing(place) as temporary:
            temporary.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise InputError(
            f"The file '{place}' cannot be written: {error.strerror}.", "Name another after --to."
        ) from error


def _print(content: str | bytes, form: str) -> None:
    if isinstance(content, str):
        sys.stdout.write(content if content.endswith("\n") else f"{content}\n")
    elif sys.stdout.isatty():
        raise InputError(f"{form} is not text.", "Say where to write it: --to FILE")
    else:
        sys.stdout.buffer.write(content)
