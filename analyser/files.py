"""Files that are whole or not there: atomic writes and content hashes. Standard library only."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CHUNK_BYTES = 1 << 20


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
def replacing(destination: Path) -> Iterator[Path]:
    """A temporary path beside ``destination`` that takes its place when the block ends well.

    After an error, or a kill, the old file stands as it was; what was half-written is removed.
    """
    destination.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=destination.parent, prefix=f".{destination.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _flush_to_disk(temporary)
        temporary.replace(destination)
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
