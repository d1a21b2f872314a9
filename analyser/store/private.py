"""Files and folders that only their owner may look into.

Only what is made here is closed to others: a folder that was there before keeps its rights, since
it may be a home folder or a shared one; the files in it are closed all the same.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analyser.errors import StoreError

_FOLDER = 0o700
_FILE = 0o600


def private_folder(path: Path) -> Path:
    """A folder; where it is missing it is made for its owner alone.

    :raises StoreError: it cannot be made, or is no folder.
    """
    with _usable(path):
        path.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    return path


def private_file(path: Path) -> Path:
    """A file; where it is missing an empty one is made for its owner alone.

    :raises StoreError: it cannot be made.
    """
    with _usable(path):
        path.touch(mode=_FILE, exist_ok=True)
    return path


def remove_folder(path: Path) -> None:
    """Remove a folder and all that is in it; nothing where there is none.

    :raises StoreError: something in it cannot be removed.
    """
    try:
        if path.exists():
            shutil.rmtree(path)
    except OSError as error:
        raise StoreError(
            f"The files in '{path}' cannot be removed: {error.strerror}.",
            "Close what is using them, then forget the session again.",
        ) from error


@contextmanager
def room_on_disk(folder: Path) -> Iterator[None]:
    """Say in words that the disk is full, should it be.

    :raises StoreError: there is no room.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise StoreError(
            f"The disk with '{folder}' is full.",
            "Free some space and start the analysis again: what was finished is kept.",
        ) from error


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"'{path}' cannot be used to keep sessions: {error.strerror}.",
            "Give yourself the right to write there, or set ANALYSER_DATA to another folder.",
        ) from error
