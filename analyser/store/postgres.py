"""The PostgreSQL database, which several machines share.

Each setting stands beside its reason. Whoever writes waits for their turn, as on SQLite: what is
read before a change still holds when the change is made.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from analyser.errors import InputError, StoreError
from analyser.store.sqlite import WRITING

SCHEMA = "analyser"
"""Where the sessions' tables lie in a shared database."""

_PATIENCE = {
    "connect_timeout": "10",
    "keepalives_idle": "10",  # the kernel asks after ten seconds of silence whether …
    "keepalives_interval": "5",  # … the server is still there, and again every five
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",  # milliseconds until what was sent counts as lost
}
"""A server that is gone is noticed within half a minute, not after the system's two hours."""

_SETTINGS = (
    f"search_path = {SCHEMA}",
    "lock_timeout = '20s'",  # as long as SQLite waits while another process writes
    "tcp_keepalives_idle = 10",  # seconds: a machine that lost its power keeps nobody waiting
    "tcp_keepalives_interval = 5",
    "tcp_keepalives_count = 3",
)
_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"  # one state of the store
_WRITE = (
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",  # sees what was written while it waited
    f"SELECT pg_advisory_xact_lock(hashtextextended('{SCHEMA} writes', 0))",
)
_BUSY = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)
_CLOSED = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)


def address(given: str, what: str) -> URL:
    """The address of a database with how long to wait for it, and with its password.

    :param what: whose database it is, as an error names it.
    :raises InputError: the address cannot be read.
    """
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        url = URL.create("postgresql")
    if not url.database:
        raise InputError(
            f"The address of the {what}' database cannot be read.",
            "Write it as postgresql://USER:PASSWORD@HOST/NAME.",
        )
    return url.set(query=_PATIENCE | dict(url.query))


@cache
def engine_for(given: str) -> Engine:
    """An engine on the database at an address; its few connections are kept, and used again.

    :raises InputError: the address cannot be read.
    """
    url = address(given, "sessions").set(drivername="postgresql+psycopg")
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def make_schema(connection: Connection) -> None:
    """Make a place for the tables, unless somebody who may do so has made it."""
    if connection.execute(text("SELECT to_regnamespace(:name)"), {"name": SCHEMA}).scalar() is None:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")


def plain(error: BaseException | None) -> StoreError:
    """What a fault of the database is in plain words; its address is not repeated."""
    match error:
        case _ if isinstance(error, _BUSY):
            return StoreError(
                "The sessions are being changed by another program.", "Try again in a minute."
            )
        case _ if isinstance(error, _CLOSED):
            return StoreError(
                "The sessions' database cannot be opened for writing.",
                "Let its user make a schema and tables in it, or name another ANALYSER_DATABASE.",
            )
        case errors.DiskFull():
            return StoreError(
                "The disk with the sessions' database is full.",
                "Free some space there and try again; nothing was half-stored.",
            )
        case _:
            return StoreError(
                "The sessions' database does not answer, or refuses what is asked of it.",
                "See that PostgreSQL runs, and that ANALYSER_DATABASE names it rightly.",
            )


def _prepare(connection: psycopg.Connection[Any], _record: Any) -> None:
    """Set up a new connection."""
    for setting in _SETTINGS:
        connection.execute(f"SET {setting}")
    connection.commit()


def _begin(connection: Connection) -> None:
    """Begin a transaction; one that will write waits for its turn before it reads anything."""
    writes = connection.get_execution_options().get(WRITING, False)
    for statement in _WRITE if writes else (_READ,):
        connection.exec_driver_sql(statement)
