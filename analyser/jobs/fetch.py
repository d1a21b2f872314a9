"""A recording that lies elsewhere is copied here before it is analysed, and removed afterwards.

Only an address that a person gave is ever opened. fsspec knows how: ``file://`` and ``memory://``
by itself, ``s3://``, ``gs://``, ``sftp://`` and others with the package that each of them needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from analyser.domain import Request
from analyser.errors import InputError
from analyser.files import replacing, scratch_folder
from analyser.settings import Settings
from analyser.store.private import private_folder, room_on_disk
from analyser.store.shared import faults

_CHUNK_BYTES = 1 << 20
_LONGEST_NAME = 60  # signs, of up to four bytes each: a file's name may have 255 bytes


def lies_elsewhere(recording: str) -> bool:
    """Whether a recording is named by an address rather than by a path."""
    return "://" in recording


def name_of(recording: str) -> str:
    """What a recording is called, by its path or address."""
    return _place(recording).stem


@contextmanager
def fetched(request: Request, *, settings: Settings) -> Iterator[Request]:
    """The request with its recording on this machine, for as long as the block lasts.

    :raises InputError: the recording is not there, or cannot be reached.
    :raises StoreError: there is no room for it.
    """
    if not lies_elsewhere(request.recording):
        yield request
        return
    with scratch_folder(beside=private_folder(settings.data.absolute())) as folder:
        copy = _copied(request.recording, folder)
        name = request.name or name_of(request.recording)
        yield replace(request, recording=str(copy), name=name)


def _copied(recording: str, folder: Path) -> Path:
    """A copy under the recording's own name, cut where that is longer than a name may be."""
    name = _place(recording).name[-_LONGEST_NAME:] or "recording"
    copy = folder / name
    try:
        with room_on_disk(folder):
            _copy(recording, copy)
    except faults() as error:
        raise InputError(
            f"The recording at '{_plain(recording)}' cannot be fetched: {_reason(error)}.",
            "Check the address, and that this machine may read what lies there.",
        ) from error
    return copy


def _copy(recording: str, destination: Path) -> None:
    """Copy a recording in pieces."""
    import fsspec  # type: ignore[import-untyped]

    with (
        replacing(destination) as partial,
        fsspec.open(recording, "rb") as source,
        partial.open("wb") as file,
    ):
        while piece := source.read(_CHUNK_BYTES):
            file.write(piece)


def _place(recording: str) -> PurePosixPath:
    """The path within an address, or the path itself."""
    if not lies_elsewhere(recording):
        return PurePosixPath(recording)
    parts = urlsplit(recording)
    return PurePosixPath(parts.path if len(parts.path) > 1 else parts.netloc)


def _plain(recording: str) -> str:
    """The address without a name, a password or a key in it."""
    parts = urlsplit(recording)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _reason(error: Exception) -> str:
    """Why something did not come, in few words."""
    match error:
        case FileNotFoundError():
            return "nothing lies there"
        case PermissionError():
            return "access is refused"
        case ImportError() | ValueError():
            return str(error).rstrip(".")
        case OSError():
            return error.strerror or "the connection was lost"
        case _:
            return type(error).__name__
