"""Files that are whole or not there: atomic writes and content hashes. Standard library only."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CHUNK_BYTES = 1 << 20
_CANNOT_SYNC_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP})


@dataclass(slots=True)
class _Scratch:
    """Where this process keeps what is half-done; ``None``: beside what will become of it."""

    folder: Path | None = None


_SCRATCH = _Scratch()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content in hexadecimal, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def content_id(path: Path) -> str:
    """The SHA-256 of a file, or of the names and contents of all files in a folder."""
    if not path.is_dir():
        return sha256_of(path)
    files = sorted(file for file in path.rglob("*") if file.is_file())
    lines = (f"{file.relative_to(path).as_posix()}\0{sha256_of(file)}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@contextmanager
def scratch_in(folder: Path) -> Iterator[None]:
    """Keep in ``folder`` what is half-done in this process, for as long as the block lasts.

    Whoever kills the process then knows what to clear away.
    """
    before, _SCRATCH.folder = _SCRATCH.folder, folder
    try:
        yield
    finally:
        _SCRATCH.folder = before


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """A folder for what is half-done, on the disk of the folder ``beside``; gone with the block."""
    with tempfile.TemporaryDirectory(dir=_scratch_for(beside), prefix=".scratch-") as folder:
        yield Path(folder)


@contextmanager
def replacing(destination: Path) -> Iterator[Path]:
    """A temporary path that takes the place of ``destination`` when the block ends well.

    After an error, or a kill, the old file stands as it was. What was half-written is removed after
    an error; a kill leaves it in the scratch space.
    """
    scratch = _scratch_for(destination.parent)
    handle, name = tempfile.mkstemp(dir=scratch, prefix=f".{destination.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _flush_to_disk(temporary)
        temporary.replace(destination)
        _flush_folder(destination.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(destination: Path, text: str) -> None:
    """Write ``text`` as UTF-8, atomically."""
    with replacing(destination) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def _flush_to_disk(path: Path) -> None:
    """Wait until the file's bytes are on the disk, so that a power cut cannot empty it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk too, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC_FOLDERS:
            raise
    finally:
        os.close(handle)


def _scratch_for(folder: Path) -> Path:
    """The scratch space, where a file can be moved from it into ``folder``; else ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    scratch = _SCRATCH.folder
    if scratch is None or scratch.stat().st_dev != folder.stat().st_dev:
        return folder
    return scratch
