"""Recordings on their way in: streamed to disk, hashed while they are written.

A file is visible under its final name only when all of it is on the disk. Whatever interrupts an
upload leaves nothing behind. The largest piece ever held in memory is ``CHUNK`` bytes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from anyio import to_thread

from analyser import workflow
from analyser.errors import InputError, StoreError
from analyser.settings import Settings
from analyser.store.private import private_folder

CHUNK = 4 * 1024 * 1024
GIGABYTE = 1_000_000_000
FORGOTTEN_AFTER = 24 * 3600
"""Seconds after which a half-written file is certainly nobody's."""

_UNFINISHED = ".part"
_NAME = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A whole file that has arrived: ``id`` is its name in the uploads folder."""

    id: str
    name: str
    size: int


def folder(settings: Settings) -> Path:
    """The uploads folder, made for this person's eyes only."""
    private_folder(settings.data)
    return private_folder(workflow.uploads(settings))


def path_of(upload_id: str, *, settings: Settings) -> Path:
    """Where a finished upload lies.

    :raises InputError: there is no such upload.
    """
    path = folder(settings) / upload_id
    if _NAME.fullmatch(upload_id) is None or not path.is_file():
        raise InputError("The uploaded file is not there any more.", "Choose the recording again.")
    return path


async def receive(
    chunks: AsyncIterator[bytes], *, name: str, size: int | None, settings: Settings
) -> Upload:
    """Write an upload to disk as it arrives.

    :param chunks: the body, in pieces of any length.
    :param name: the file's name on the person's disk; only its ending is used in ours.
    :param size: the announced length in bytes, if there is one.
    :raises InputError: the file is empty or larger than the settings allow.
    :raises StoreError: the disk has no room for it.
    """
    _refuse_too_large(size or 0, settings=settings)
    _refuse_no_room(size or 0, settings=settings)
    with _writing(settings) as part:
        async for piece in _gathered(chunks):
            _refuse_too_large(part.size + len(piece), settings=settings)
            await to_thread.run_sync(part.write, piece)
        if part.size == 0:
            raise InputError(f"'{name}' is empty.", "Choose a recording that has sound in it.")
        return await to_thread.run_sync(part.keep, name)


def store_bytes(content: bytes, *, name: str, settings: Settings) -> Path:
    """Write a small file (a transcript) the same way and return its path."""
    with _writing(settings) as part:
        part.write(content)
        return path_of(part.keep(name).id, settings=settings)


def sweep(settings: Settings) -> None:
    """Remove what an upload left when the app itself was killed."""
    for path in folder(settings).glob(f"*{_UNFINISHED}"):
        if time.time() - path.stat().st_mtime > FORGOTTEN_AFTER:
            path.unlink(missing_ok=True)


def limit_bytes(settings: Settings) -> int:
    """The largest upload accepted, in bytes."""
    return round(settings.max_upload_gb * GIGABYTE)


@dataclass(slots=True)
class _Part:
    """A file that is being written."""

    path: Path
    file: BinaryIO
    digest: hashlib._Hash
    size: int = 0

    def write(self, piece: bytes) -> None:
        """Append and hash one piece."""
        self.file.write(piece)
        self.digest.update(piece)
        self.size += len(piece)

    def keep(self, name: str) -> Upload:
        """Bring the file safely to disk and give it its final name."""
        self.file.flush()
        os.fsync(self.file.fileno())
        upload_id = self.digest.hexdigest() + _ending(name)
        self.path.replace(self.path.with_name(upload_id))
        _sync_folder(self.path.parent)
        return Upload(id=upload_id, name=name, size=self.size)


@contextmanager
def _writing(settings: Settings) -> Iterator[_Part]:
    """A new unfinished file, gone afterwards unless it was kept."""
    handle, path = tempfile.mkstemp(dir=folder(settings), suffix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            yield _Part(path=Path(path), file=file, digest=hashlib.sha256())
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise _disk_full(settings) from error
    finally:
        Path(path).unlink(missing_ok=True)


async def _gathered(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces of about ``CHUNK``, so that the disk is not asked too often."""
    held = bytearray()
    async for chunk in chunks:
        held += chunk
        if len(held) >= CHUNK:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _refuse_too_large(size: int, *, settings: Settings) -> None:
    if size > limit_bytes(settings):
        raise InputError(
            f"This file is larger than the {settings.max_upload_gb:g} GB that the app accepts.",
            "Export the sound alone, or raise ANALYSER_MAX_UPLOAD_GB and start the app again.",
        )


def _refuse_no_room(size: int, *, settings: Settings) -> None:
    if size > shutil.disk_usage(folder(settings)).free:
        raise _disk_full(settings)


def _disk_full(settings: Settings) -> StoreError:
    return StoreError(
        "There is not enough room on the disk for this recording.",
        f"Free some space where {settings.data} is kept, or set ANALYSER_DATA to another disk.",
    )


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if _NAME.fullmatch("0" * 64 + ending) else ""


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
