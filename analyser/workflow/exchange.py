"""A session as one file that another installation imports, with the same figures to the last digit.

What is in it is told in docs/exports.md. Drafts of feedback sheets stay where they are, and private
notes too, unless the one who wrote them packs the file and asks for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from analyser import __version__
from analyser.domain import Act, Analysis, Comment, Goal, Person, Session, Sheet
from analyser.errors import AnalyserError, InputError
from analyser.settings import Settings
from analyser.workflow.common import scope_of
from analyser.workflow.parcel import Parcel, reading_parcel, write_parcel

if TYPE_CHECKING:
    from analyser.store import Claim
    from analyser.store.carrying import Carried
    from analyser.store.recordings import Recordings

Row = TypeVar("Row")

_PLAYED = ("playable.m4a", "peaks.npy")
_DECODED = ("audio.wav",)
_SOUND = {f"sound/{name}": name for name in (*_PLAYED, *_DECODED)}
_SHAPES: dict[str, Any] = {
    "session.json": Session,
    "analysis.json": Analysis,
    "people.json": tuple[Person, ...],
    "comments.json": tuple[Comment, ...],
    "sheets.json": tuple[Sheet, ...],
    "goals.json": tuple[Goal, ...],
    "note.json": str,
}
_CLAIMS = "claims.json"
_KNOWN = frozenset({*_SHAPES, *_SOUND, _CLAIMS})

_SESSION_ID = re.compile(r"[0-9a-z-]{1,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
"""The one sign that PostgreSQL refuses, as JSON writes it: after an even number of backslashes."""

_MOST_UTTERANCES = 1 << 31
"""The numbers that a column of PostgreSQL has room for."""
_GIGABYTE = 1 << 30


def pack(
    session: str,
    path: Path,
    *,
    sound: bool = True,
    with_note: bool = False,
    settings: Settings,
) -> None:
    """Write a session of one's own as a zip file, whole or not at all.

    :param sound: take the sound along: the playable copy, or the decoded sound where there is none.
    :param with_note: take one's private note along.
    :raises StoreError: there is no such session, or its sound cannot be reached.
    :raises InputError: the session is another's, or the file cannot be written.
    """
    from analyser.store import carrying

    scope = scope_of(settings)
    carried = carrying.taken_out(scope, session, with_note=with_note)
    files = _sound_of(scope.store.recordings, carried.session.recording.id) if sound else {}
    write_parcel(path, _texts(carried), files, made_with=__version__)


def unpack(path: Path, *, owner: str | None = None, settings: Settings) -> str:
    """Import a session from a zip file, under its own id; asked twice, it is stored once.

    A session that is here already, and has not been changed here in another way since, gets what
    was said of it elsewhere.

    :param owner: the id of the person here whose practice it shows; ``None`` leaves it as it was.
    :return: the session's id.
    :raises StoreError: there is no such owner, or something cannot be kept.
    :raises InputError: the file cannot be used; the message says what is wrong with it.
    """
    from analyser.store import ME, carrying
    from analyser.workflow.people import person_named

    if owner not in {None, ME}:
        owner = person_named(str(owner), settings=settings).id
    scope = scope_of(settings)
    recordings = scope.store.recordings
    with reading_parcel(path, known=_KNOWN) as parcel:
        carried = _checked(_carried(parcel), parcel.name)
        recording = carried.session.recording.id
        _bring_sound(parcel, recordings, recording, settings)
        try:
            saved = carrying.put_in(scope, carried, owner=owner)
        except AnalyserError:
            scope.store.discard_unused(recording=recording)
            raise
    recordings.share(recording)
    recordings.keep(recording)
    return saved.id


def _texts(carried: Carried) -> dict[str, bytes]:
    """Every part but the sound, as JSON."""
    from analyser.store import Claim

    rows = {
        "session.json": carried.session,
        "analysis.json": carried.analysis,
        "people.json": carried.people,
        "comments.json": carried.comments,
        "sheets.json": carried.sheets,
        "goals.json": carried.goals,
        "note.json": carried.note,
    }
    texts = {part: _json(_SHAPES[part], row) for part, row in rows.items() if row}
    return texts | {_CLAIMS: _json(tuple[Claim, ...], carried.claims)}


def _json(shape: Any, rows: object) -> bytes:
    return TypeAdapter(shape).dump_json(rows)


def _carried(parcel: Parcel) -> Carried:
    """The session as its file tells it."""
    from analyser.store import Claim
    from analyser.store.carrying import Carried

    def part(name: str, otherwise: Any) -> Any:
        return _read(parcel, name, _SHAPES[name]) if name in parcel.parts else otherwise

    return Carried(
        session=_read(parcel, "session.json", Session),
        analysis=_read(parcel, "analysis.json", Analysis),
        claims=_read(parcel, _CLAIMS, tuple[Claim, ...]),
        people=part("people.json", ()),
        comments=part("comments.json", ()),
        sheets=part("sheets.json", ()),
        goals=part("goals.json", ()),
        note=part("note.json", ""),
    )


def _read(parcel: Parcel, part: str, shape: Any) -> Any:
    """The rows of a part, without the sign that no database may be able to keep.

    :raises InputError: they are no such rows.
    """
    try:
        return TypeAdapter(shape).validate_json(_keepable(parcel.text(part)))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise _unfit(parcel.name, f"{part} is not as it should be at {place or 'its start'}") from (
            error
        )


def _keepable(text: bytes) -> bytes:
    """JSON without the sign; where taking it out would make a new one, it was no JSON before."""
    without = _NUL.sub(rb"\1", text)
    return text if _NUL.search(without) else without


def _checked(carried: Carried, name: str) -> Carried:
    """The same, once all of it fits together and every figure can be worked out of it.

    :raises InputError: it does not.
    """
    from analyser.measures import measure
    from analyser.report import document, json_of
    from analyser.store.claims import fold

    session = carried.session
    if not _SESSION_ID.fullmatch(session.id) or not _SHA256.fullmatch(session.recording.id):
        raise _unfit(name, "its ids are none that this program gives")
    heard = carried.analysis
    if heard.recording != session.recording or heard.acts or heard.marks:
        raise _unfit(name, "its analysis is of another recording")
    said: list[Comment | Sheet | Goal] = [*carried.comments, *carried.sheets, *carried.goals]
    about = {row.session for row in said}
    if about - {session.id} or not all(sheet.signed for sheet in carried.sheets):
        raise _unfit(name, "what was said in it is about another session")
    shape = TypeAdapter(Analysis)
    try:
        _check_numbers(carried)
        _check_times([claim.at for claim in carried.claims])
        _check_acts(carried.claims)
        for claims in (carried.claims, [claim for claim in carried.claims if claim.machine]):
            folded = shape.validate_json(shape.dump_json(fold(heard, claims)))
            json_of(document(folded, measure(folded), session=session))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, ArithmeticError) as error:
        raise _unfit(name, "what was put right in it does not fit what was heard") from error
    return carried


def _check_numbers(carried: Carried) -> None:
    """Pass where every number can be kept, and every comment is about a moment.

    :raises ValueError: one cannot, or is not.
    """
    numbers = [spoken.n for spoken in carried.analysis.utterances]
    if not all(0 <= n < _MOST_UTTERANCES for n in numbers):
        raise ValueError(numbers)
    if not all(0 <= remark.start <= remark.end < inf for remark in carried.comments):
        raise ValueError(carried.comments)


def _check_acts(claims: Iterable[Claim]) -> None:
    """Pass where every label is one that there is: also those that another took the place of.

    :raises ValueError: one is not.
    """
    shape = TypeAdapter(Act)
    for claim in claims:
        if claim.kind == "act":
            act = shape.validate_python({"utterance": 0, "by": claim.by, **claim.value})
            if set(claim.value) - set(Act.__dataclass_fields__) or not 0 <= act.confidence <= 1:
                raise ValueError(claim.value)


def _check_times(moments: list[str]) -> None:
    """Pass where claims were made one after another.

    :raises ValueError: they were not, or a time is none.
    """
    times = [datetime.fromisoformat(moment) for moment in moments]
    if any(time.tzinfo is None for time in times) or moments != sorted(moments):
        raise ValueError(moments)


def _sound_of(recordings: Recordings, recording: str) -> dict[str, Path]:
    """The files with a session's sound, by the part that each becomes."""
    folder = recordings.folder_of(recording)
    for names in (_PLAYED, _DECODED):
        for name in names:
            recordings.bring(recording, only=name)
        if (folder / names[0]).is_file():
            return {f"sound/{name}": folder / name for name in names if (folder / name).is_file()}
    return {}


def _bring_sound(
    parcel: Parcel, recordings: Recordings, recording: str, settings: Settings
) -> None:
    """Put the sound where it belongs, unless it is there."""
    most = int(settings.max_upload_gb * _GIGABYTE)
    for part, name in _SOUND.items():
        place = recordings.folder_of(recording) / name
        if part in parcel.parts and not place.exists():
            parcel.copy(part, place, most=most)


def _unfit(name: str, why: str) -> InputError:
    return InputError(
        f"{name} cannot be imported: {why}.", "Ask for the file again, as the analyser exports it."
    )
