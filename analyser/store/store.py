"""The store: the database and the recordings, and what is cleared away in them.

People see and change sessions through a scope alone (``visible_to``).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session as Connected
from sqlalchemy.orm import sessionmaker

from analyser.settings import Settings
from analyser.store.database import (
    bring_up_to_date,
    engine_for,
    file_in,
    name_of,
    plain_faults,
    writing,
)
from analyser.store.private import private_folder
from analyser.store.recordings import RECORDINGS, Recordings
from analyser.store.rows import sessions_with
from analyser.store.scope import Scope
from analyser.store.shared import SharedFolder
from analyser.store.tables import SessionRow

_DAY_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The database and the recordings.

    :ivar database: the file that the database is, unless it is on a server.
    """

    database: Path
    engine: Engine
    recordings: Recordings

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """The store that the settings name, made or brought up to date where need be.

        :raises InputError: the address of the database cannot be read.
        :raises StoreError: the data folder cannot be used, or the database cannot be reached, is
            damaged or too new.
        """
        private_folder(settings.data)
        database = file_in(settings)
        engine = engine_for(settings)
        with plain_faults(database):
            bring_up_to_date(engine)
            recordings = _recordings(settings, engine)
        return cls(database=database, engine=engine, recordings=recordings)

    def visible_to(self, person: str) -> Scope:
        """What ``person`` may see and change: the one way to sessions."""
        return Scope(store=self, person=person)

    def recording_folder(self, recording: str) -> Path:
        """Where a recording's sound and remembered stages lie, by its SHA-256; it is made.

        :raises StoreError: the folder cannot be made.
        """
        return self.recordings.folder_of(recording)

    def discard_unused(self, *, days: float = 0.0, recording: str | None = None) -> None:
        """Remove what was worked out of recordings that never became a session.

        :param days: only where nothing was worked out for so long.
        :param recording: only this one, by its SHA-256.
        :raises StoreError: something cannot be removed.
        """
        known = self.recordings.known() if recording is None else {recording}
        for unused in known - self._used():
            if days and self.recordings.touched_since(unused, _ago(days)):
                continue
            with self.writing() as connected:
                if not sessions_with(connected, unused):
                    self.recordings.remove(unused)

    def discard_forgotten(self) -> None:
        """Remove what is here of recordings whose sessions were forgotten on another machine.

        :raises StoreError: something cannot be removed, or the shared folder cannot be reached.
        """
        for recording in self.recordings.forgotten(self._used()):
            self.recordings.remove_here(recording)

    def clear_up(self, *, days: float) -> None:
        """Remove what nobody has needed for so long, and what others have forgotten.

        :raises StoreError: something cannot be removed, or the shared folder cannot be reached.
        """
        self.discard_unused(days=days)
        if self.recordings.alone:
            return
        self.discard_forgotten()
        for recording in self._used():
            self.recordings.spare(recording, _ago(days))

    @contextmanager
    def reading(self) -> Iterator[Connected]:
        """A transaction that sees one state of the store."""
        with plain_faults(self.database), Connected(self.engine) as connected:
            yield connected

    @contextmanager
    def writing(self) -> Iterator[Connected]:
        """A transaction that holds as a whole or not at all."""
        with plain_faults(self.database), sessionmaker(writing(self.engine)).begin() as connected:
            yield connected

    def _used(self) -> set[str]:
        """The recordings of all sessions, whosoever they are; this is told to nobody."""
        with self.reading() as connected:
            return set(connected.scalars(select(SessionRow.recording)))


def _recordings(settings: Settings, engine: Engine) -> Recordings:
    """Where recordings are kept: those of each server's database apart, here and where shared.

    So none is ever taken for nobody's because another database does not know it.
    """
    if not settings.database and not settings.recordings:
        return Recordings(folder=settings.data / RECORDINGS)
    name = name_of(engine)
    here = settings.data / (f"{RECORDINGS}-{name}" if settings.database else RECORDINGS)
    if not settings.recordings:
        return Recordings(folder=here, alone=False)
    shared = SharedFolder(address=settings.recordings, name=f"analyser-{name}")
    return Recordings(folder=here, shared=shared, alone=False)


def _ago(days: float) -> float:
    """The moment so many days ago, in seconds since the epoch."""
    return time.time() - days * _DAY_SECONDS
