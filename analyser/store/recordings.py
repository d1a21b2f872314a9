"""A folder for each recording: its sound, and what was worked out of it.

Work is always done in the data folder. Where several machines share recordings, what is finished is
put into the shared folder as well, and what is missing here is brought from there.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analyser.store.private import private_file, private_folder, remove_folder
from analyser.store.shared import SharedFolder

RECORDINGS = "recordings"
_OF_A_SESSION = ".kept"
"""A file in the folder of a recording that is or was a session's. Without it, nobody could tell a
session that was forgotten on another machine from an analysis that was stopped here."""
_NEW = 3600.0
"""Seconds in which whatever an analysis finishes has come to where it is shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recordings:
    """The recordings of this machine, and those of all where there are others.

    :ivar shared: what several machines share, below a name of the database's own.
    :ivar alone: whether no other machine makes or forgets sessions.
    """

    folder: Path
    shared: SharedFolder | None = None
    alone: bool = True

    def folder_of(self, recording: str) -> Path:
        """Where a recording's sound and remembered stages lie on this machine; it is made.

        :raises StoreError: the folder cannot be made.
        """
        private_folder(self.folder)
        return private_folder(self.folder / recording)

    def bring(self, recording: str, *, only: str = "") -> None:
        """Bring here what others have of a recording and this machine has not.

        :param only: one file of it.
        :raises StoreError: the shared folder cannot be reached, or there is no room here.
        """
        if self.shared is None:
            return
        here = self.folder_of(recording)
        with _one_at_a_time(here):
            for name in _in_order(self.shared.sizes(_path(recording))):
                if only in {"", name} and not (here / name).exists():
                    private_folder((here / name).parent)
                    self.shared.get(f"{_path(recording)}/{name}", here / name)

    def share(self, recording: str) -> None:
        """Put what is finished of a recording where other machines find it.

        :raises StoreError: the shared folder cannot be reached.
        """
        if self.shared is None:
            return
        here = self.folder_of(recording)
        there = self.shared.sizes(_path(recording))
        mine = {_name(path, here): path for path in _finished(here)}
        for name in _in_order(mine):
            if mine[name].stat().st_size != there.get(name):
                self.shared.put(mine[name], f"{_path(recording)}/{name}")

    @contextmanager
    def at_work(self, recording: str) -> Iterator[Path]:
        """The folder in which a recording is analysed, with what others had finished of it.

        When the block ends well, what was worked out in it is shared.

        :raises StoreError: the shared folder cannot be reached, or there is no room here.
        """
        (self.folder_of(recording) / _OF_A_SESSION).unlink(missing_ok=True)
        self.bring(recording)
        yield self.folder_of(recording)
        self.share(recording)

    def keep(self, recording: str) -> None:
        """Remember that a recording is a session's, where another machine may forget it."""
        if not self.alone:
            private_file(self.folder_of(recording) / _OF_A_SESSION)

    def forgotten(self, used: Collection[str]) -> set[str]:
        """The recordings of which something is here, and which were forgotten elsewhere.

        :param used: the recordings of all sessions.
        """
        unused = {folder.name for folder in self.folder.glob("*")}.difference(used)
        gone = {name for name in unused if (self.folder / name / _OF_A_SESSION).exists()}
        there = self.shared.names(RECORDINGS) if self.shared and unused != gone else set()
        lost = unused - gone - there if there else set()  # else it may be a disk that is not there
        return gone | {name for name in lost if not self._touched(name, time.time() - _NEW)}

    def known(self) -> set[str]:
        """Every recording of which something is here or is shared."""
        here = {folder.name for folder in self.folder.glob("*")}
        return here | (self.shared.names(RECORDINGS) if self.shared else set())

    def touched_since(self, recording: str, moment: float) -> bool:
        """Whether anything was worked out of a recording after a moment, here or elsewhere."""
        if self._touched(recording, moment) or self.shared is None:
            return self._touched(recording, moment)
        folder = _path(recording)
        names = self.shared.sizes(folder)
        return any(self.shared.written(f"{folder}/{name}") > moment for name in names)

    def remove(self, recording: str) -> None:
        """Remove all that is kept of a recording, here and where it is shared.

        :raises StoreError: something cannot be removed.
        """
        if self.shared is not None:
            self.shared.remove(_path(recording))
        self.remove_here(recording)

    def remove_here(self, recording: str) -> None:
        """Remove what this machine has of a recording.

        :raises StoreError: something cannot be removed.
        """
        remove_folder(self.folder / recording)

    def spare(self, recording: str, moment: float) -> None:
        """Make room here: what is shared is brought again when it is wanted after a long time."""
        here = self.folder / recording
        if self.shared is None or not here.exists() or self._touched(recording, moment):
            return
        there = self.shared.sizes(_path(recording))
        if all(file.stat().st_size == there.get(_name(file, here)) for file in _finished(here)):
            remove_folder(here)

    def _touched(self, recording: str, moment: float) -> bool:
        """Whether something was put into a recording's folder here, or its stages, since then."""
        places = self.folder / recording, self.folder / recording / "stages"
        return any(place.stat().st_mtime > moment for place in places if place.exists())


def _path(recording: str) -> str:
    return f"{RECORDINGS}/{recording}"


def _name(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _finished(folder: Path) -> Iterator[Path]:
    """The whole files in a folder; a name with a dot before it is still being written."""
    for path in folder.iterdir():
        if not path.name.startswith("."):
            yield from _finished(path) if path.is_dir() else (path,)


def _in_order(names: Iterable[str]) -> list[str]:
    """Sound before what was worked out of it: whoever is told that it is decoded finds it."""
    return sorted(names, key=lambda name: (name.count("/"), name))


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait while somebody else brings something into a folder: a player asks many times at once."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
