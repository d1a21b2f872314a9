"""Who lives: a worker holds a lock that is let go of when it ends, however it ends.

On one machine it is a lock on a file, which the system lets go of. On a shared PostgreSQL every
worker has a lock there as well, which the server lets go of when the worker's connection ends. So
no clock decides: a slow worker is never taken for dead, and a dead one is known at once.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from analyser.jobs.database import address
from analyser.settings import Settings
from analyser.store.private import private_file, private_folder

_TAKE = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_LET_GO = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")
_NOTICE_THE_DEAD = (
    "SET tcp_keepalives_idle = 10",  # seconds: a machine that lost its power says no good-bye
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)


def machine_lock(settings: Settings) -> int | None:
    """The lock of this machine's worker as an open file; ``None`` where a living one has it."""
    return locked(private_file(private_folder(settings.data) / "worker.lock"))


def locked(path: Path) -> int | None:
    """A file, opened and locked until it is closed; ``None`` where a living process has it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return file


def sign(lock: int) -> None:
    """Write into the lock's file who holds it, for whoever looks for the process."""
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)


class Presence:
    """A worker's place among those that share a PostgreSQL."""

    def __init__(self, connection: Connection, worker: str) -> None:
        self._connection = connection
        self.worker = worker

    def dead(self, workers: Iterable[str]) -> list[str]:
        """Those among ``workers`` that live no more.

        :raises sqlalchemy.exc.DBAPIError: the connection is lost, and this worker's lock with it.
        """
        self._connection.exec_driver_sql("SELECT 1")
        return [worker for worker in workers if worker != self.worker and self._is_dead(worker)]

    def _is_dead(self, worker: str) -> bool:
        free = bool(self._connection.execute(_TAKE, {"name": worker}).scalar())
        if free:
            self._connection.execute(_LET_GO, {"name": worker})
        return free


@contextmanager
def present(settings: Settings, worker: str) -> Iterator[Presence]:
    """Be known as alive for as long as the block lasts.

    :raises sqlalchemy.exc.DBAPIError: the database cannot be reached.
    """
    url = make_url(address(settings)).set(drivername="postgresql+psycopg")
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in _NOTICE_THE_DEAD:
            connection.exec_driver_sql(setting)
        connection.execute(_TAKE, {"name": worker})
        yield Presence(connection, worker)
