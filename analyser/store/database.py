"""The SQLite database: opened, brought up to date, and its faults told in plain words.

Each setting stands beside its reason. The app and a worker use the file at the same time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from analyser.errors import StoreError

HEAD = "0001"
"""The newest revision in ``migrations/versions``."""

_PRAGMAS = (
    "busy_timeout = 20000",  # milliseconds to wait while another process writes
    "journal_mode = WAL",  # one writes while others read
    "foreign_keys = ON",  # SQLite leaves them off
    "secure_delete = ON",  # what is forgotten is overwritten, not just unlinked
    "temp_store = MEMORY",  # nobody's words go into temporary files
)
_WRITING = "writing"


def engine_for(path: Path) -> Engine:
    """An engine on the database file at ``path``; a connection lives as long as its use."""
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine for changes: it waits for its turn to write before it reads anything."""
    return engine.execution_options(**{_WRITING: True})


def bring_up_to_date(engine: Engine) -> None:
    """Make the tables, or change them to this version's; nothing where they are so already.

    :raises StoreError: the database was written by a newer version.
    """
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    with writing(engine).begin() as connection:
        revision = _revision(connection)  # another process may have been quicker
        if revision is not None and revision > HEAD:
            raise StoreError(
                "The sessions were stored by a newer version of the analyser.",
                "Update the analyser, or point ANALYSER_DATA at another folder.",
            )
        if revision != HEAD:
            _migrate(connection)


def wipe_traces(engine: Engine) -> None:
    """Leave nothing of removed rows in the file's free pages, or in the write-ahead log."""
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def plain_faults(path: Path) -> Iterator[None]:
    """Say in plain words what is wrong with the database at ``path``.

    :raises StoreError: it cannot be opened, read or written, or it is damaged.
    """
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise _plain(error.orig, path) from error
    except sqlite3.Error as error:
        raise _plain(error, path) from error


def _plain(error: sqlite3.Error, path: Path) -> StoreError:
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
    immediate = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _revision(connection: Connection) -> str | None:
    """The revision that the database is at; ``None`` for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "analyser.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
