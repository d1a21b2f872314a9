"""How many analyses are at work at once on a machine: each takes a slot, a lock on a file.

The system lets go of the lock when the process ends, however it ends, so that no slot is lost.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analyser.jobs.alive import locked
from analyser.settings import Settings
from analyser.store.private import private_file, private_folder

_CORES_FOR_EACH = 2


def slots(settings: Settings) -> tuple[Path, ...]:
    """The files of this machine's slots: one for every two cores, and one at least.

    :raises StoreError: they cannot be made.
    """
    private_folder(settings.data)
    folder = private_folder(settings.data / "slots")
    count = max(1, _cores() // _CORES_FOR_EACH)
    return tuple(private_file(folder / f"{n}.lock") for n in range(count))


@contextmanager
def one_of(files: Sequence[Path], *, meanwhile: Callable[[], None]) -> Iterator[None]:
    """Have a slot for as long as the block lasts; ``meanwhile`` is called while there is none."""
    while (slot := _free(files)) is None:
        meanwhile()
    try:
        yield
    finally:
        os.close(slot)


def _free(files: Sequence[Path]) -> int | None:
    """The first slot that nobody has, taken."""
    return next((slot for file in files if (slot := locked(file)) is not None), None)


def _cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
