"""A zip file with named parts, written whole and read with suspicion.

What is read may come from anybody. No name in it is ever used as a path, nothing is read beyond
its limit, and every part must be what the manifest says that it is.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from analyser.errors import InputError
from analyser.files import replacing

MANIFEST = "manifest.json"
WHAT = "session of the facilitator practice analyser"
SCHEMA = 1

_CHUNK = 1 << 20
_MOST_TEXT = 128 << 20
"""Bytes of a part that is read as a whole: ten times those of the longest session."""

_ONLY_MINE = 0o600 << 16


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    bytes: int
    sha256: str


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    what: str
    schema_version: int
    parts: dict[str, _Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """An open file, whose manifest says what is in it."""

    zip: zipfile.ZipFile
    parts: Mapping[str, _Part]
    name: str

    def text(self, part: str) -> bytes:
        """A part as a whole.

        :raises InputError: it is missing, too large, or not what the manifest says.
        """
        return b"".join(self._pieces(part, _MOST_TEXT))

    def copy(self, part: str, destination: Path, *, most: int) -> None:
        """Write a part to a file, a piece at a time; the file is whole or not there.

        :raises InputError: it is larger than ``most`` bytes, or not what the manifest says.
        """
        with replacing(destination) as temporary, temporary.open("wb") as file:
            for piece in self._pieces(part, most):
                file.write(piece)

    def _pieces(self, part: str, most: int) -> Iterator[bytes]:
        said = self.parts.get(part)
        if said is None:
            raise _broken(self.name, f"the part {part} is missing")
        if said.bytes > most:
            raise _broken(self.name, f"the part {part} is too large")
        read, digest = 0, hashlib.sha256()
        with _readable(self.name), self.zip.open(part) as file:
            while piece := file.read(_CHUNK):
                read += len(piece)
                if read > said.bytes:
                    break
                digest.update(piece)
                yield piece
        if read != said.bytes or digest.hexdigest() != said.sha256:
            raise _broken(self.name, f"the part {part} was changed or damaged")


def write_parcel(
    path: Path, texts: Mapping[str, bytes], files: Mapping[str, Path], *, made_with: str
) -> None:
    """Write a zip with these parts and their manifest; the same parts make the same bytes.

    :raises InputError: the file cannot be written.
    """
    try:
        with replacing(path) as temporary, zipfile.ZipFile(temporary, "w") as made:
            parts = {part: _put_text(made, part, text) for part, text in texts.items()}
            parts |= {part: _put_file(made, part, file) for part, file in files.items()}
            manifest = {
                "what": WHAT,
                "schema_version": SCHEMA,
                "made_with": made_with,
                "parts": {part: said.model_dump() for part, said in parts.items()},
            }
            _put_text(made, MANIFEST, json.dumps(manifest, indent=1).encode())
    except OSError as error:
        raise InputError(
            f"The file '{path}' cannot be written: {error.strerror}.", "Name another."
        ) from error


@contextmanager
def reading_parcel(path: Path, *, known: frozenset[str]) -> Iterator[Parcel]:
    """A zip that was written by ``write_parcel``, here or anywhere.

    :param known: the parts that it may hold; nothing else may be in it.
    :raises InputError: it is none, is damaged, or comes from a newer version.
    """
    try:
        with path.open("rb") as file, _opened(file, path.name) as opened:
            yield Parcel(zip=opened, parts=_parts(opened, path.name, known), name=path.name)
    except OSError as error:
        raise InputError(
            f"The file '{path}' cannot be read: {error.strerror}.", "Look whether it is there."
        ) from error


def is_session_file(path: Path) -> bool:
    """Whether a file says of itself that it is an exported session; no more is looked at."""
    try:
        with zipfile.ZipFile(path) as opened:
            return _manifest(opened, path.name).what == WHAT
    except (OSError, KeyError, zipfile.BadZipFile, InputError):
        return False


def _opened(file: BinaryIO, name: str) -> zipfile.ZipFile:
    with _readable(name):
        return zipfile.ZipFile(file)


def _parts(opened: zipfile.ZipFile, name: str, known: frozenset[str]) -> Mapping[str, _Part]:
    """What the manifest says, once it is sure that it speaks of all that is there."""
    entries = opened.infolist()
    names = [entry.filename for entry in entries]
    strangers = sorted(set(names) - known - {MANIFEST})
    if MANIFEST not in names:
        raise _broken(name, "it has no manifest")
    if strangers or len(names) != len(set(names)):
        raise _broken(name, "it holds something that does not belong there")
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(f"{name} is locked with a password.", "Unlock it, and zip it again.")
    manifest = _manifest(opened, name)
    if set(manifest.parts) != set(names) - {MANIFEST}:
        raise _broken(name, "its manifest speaks of other parts")
    return manifest.parts


def _manifest(opened: zipfile.ZipFile, name: str) -> _Manifest:
    with _readable(name), opened.open(MANIFEST) as file:
        text = file.read(_CHUNK)
    try:
        manifest = _Manifest.model_validate_json(text)
    except ValidationError as error:
        raise _broken(name, "its manifest cannot be read") from error
    if manifest.what != WHAT:
        raise _broken(name, "it is something else")
    if manifest.schema_version > SCHEMA:
        raise InputError(
            f"{name} was made by a newer version of this program.", "Update it, then try again."
        )
    return manifest


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """A zip that is damaged is told in words."""
    try:
        yield
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise _broken(name, "it is no whole zip file") from error


def _broken(name: str, why: str) -> InputError:
    return InputError(
        f"{name} is no session that can be imported: {why}.",
        "Ask for the file again, as the analyser exports it.",
    )


def _put_text(made: zipfile.ZipFile, part: str, text: bytes) -> _Part:
    with made.open(_entry(part), "w") as file:
        file.write(text)
    return _Part(bytes=len(text), sha256=hashlib.sha256(text).hexdigest())


def _put_file(made: zipfile.ZipFile, part: str, source: Path) -> _Part:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, made.open(_entry(part), "w", force_zip64=True) as file:
        while piece := reading.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    return _Part(bytes=size, sha256=digest.hexdigest())


def _entry(part: str) -> zipfile.ZipInfo:
    """A part's place in the file: of no day, and readable by its owner alone."""
    entry = zipfile.ZipInfo(part)
    entry.external_attr = _ONLY_MINE
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
