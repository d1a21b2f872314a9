"""The SQLite database: a file that the app and a worker use at the same time.

Each setting stands beside its reason.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

from analyser.errors import StoreError

WRITING = "writing"
"""The execution option of an engine whose transactions will change something."""

_PRAGMAS = (
    "busy_timeout = 20000",  # milliseconds to wait while another process writes
    "journal_mode = WAL",  # one writes while others read
    "foreign_keys = ON",  # SQLite leaves them off
    "secure_delete = ON",  # what is forgotten is overwritten, not just unlinked
    "temp_store = MEMORY",  # nobody's words go into temporary files
)


def engine_for(path: Path) -> Engine:
    """An engine on the database file at ``path``; a connection lives as long as its use."""
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def wipe_traces(engine: Engine) -> None:
    """Leave nothing of removed rows in the file's free pages, or in the write-ahead log."""
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def plain(error: sqlite3.Error, path: Path) -> StoreError:
    """What a fault of the database at ``path`` is in plain words."""
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError(
            "The sessions are being changed by another program.", "Try again in a minute."
        )
    if code.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return StoreError(
            f"The sessions in '{path.parent}' cannot be opened for writing.",
            "Give yourself the right to write there, or set ANALYSER_DATA to another folder.",
        )
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return StoreError(
            f"The disk with '{path.parent}' is full or does not answer.",
            "Free some space and try again; nothing was half-stored.",
        )
    return StoreError(
        f"The database '{path}' is damaged or is not one of the analyser's.",
        "Put a backup in its place, or move it away to begin anew.",
    )


def _prepare(connection: Any, _record: Any) -> None:
    """Set up a new connection; the driver is told to leave transactions to us."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin a transaction; one that will write takes the lock at once, so it cannot fail later."""
    immediate = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
