"""What is half-done lies in a folder of its own for each job: after a kill, all of it can go."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from analyser.settings import Settings
from analyser.store.private import private_folder

_log = logging.getLogger(__name__)


def scratch_of(job: str, settings: Settings) -> Path:
    """Where what is half-done of a job lies: on the disk that its results go to."""
    return settings.data.absolute() / "work" / job


def made(scratch: Path) -> Path:
    """The folder, made for its owner alone.

    :raises StoreError: it cannot be made.
    """
    private_folder(scratch.parent)
    return private_folder(scratch)


@contextmanager
def cleared(scratch: Path) -> Iterator[None]:
    """Nothing is in the folder when the block begins, and nothing is left when it has ended."""
    remove(scratch)
    try:
        yield
    finally:
        remove(scratch)


def clear_but(jobs: Collection[str], settings: Settings) -> None:
    """Remove what was left by all jobs but these."""
    for folder in (settings.data / "work").glob("*"):
        if folder.name not in jobs:
            remove(folder)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it; what cannot go now may go another time."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        pass  # another worker was quicker
    except OSError as error:
        _log.warning("'%s' cannot be removed: %s", path, error.strerror)
