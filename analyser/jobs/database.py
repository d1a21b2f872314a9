"""The jobs' own database, which DBOS reads and writes, and how to reach it.

By default it is an SQLite file of its own beside the sessions: the queue's many small writes never
wait for a session to be stored, and nothing but the queue has to be thrown away if it is damaged.
``jobs_database`` names a PostgreSQL instead, which several workers may share; without it the queue
is where ``database`` keeps the sessions. Where sessions are shared, the queue is, too: its schema
has one name for all machines. Where they are not, every data folder has a schema of its own, so
that nobody's worker takes up somebody else's recordings.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from analyser.errors import StoreError
from analyser.settings import Settings
from analyser.store.database import plain_faults
from analyser.store.postgres import address as server_address
from analyser.store.private import private_file, private_folder
from analyser.store.sqlite import engine_for, wipe_traces

QUEUE = "analyses"
WORKFLOW = "analyse"
PROGRESS = "progress"
VERSION = "1"
"""Pinned: a job that waits or was interrupted is taken up whatever the code's version is by then.
It changes only when the arguments of a job do."""

_SERIALIZER = DBOSPortableJSONSerializer()  # plain JSON: nothing is unpickled from the file
_SQLITE_SCHEMA = "dbos"  # SQLite has no schemas; DBOS wants a name all the same

_SHARED_SCHEMA = "analyser_jobs"


def shared(settings: Settings) -> bool:
    """Whether the queue is in PostgreSQL, so that several workers may share it."""
    return bool(_server(settings))


def path_in(settings: Settings) -> Path:
    """Where the jobs' database lies, unless it is shared."""
    return settings.data / "jobs.sqlite"


def is_there(settings: Settings) -> bool:
    """Whether there can be any jobs yet; nothing is made in order to find out."""
    return shared(settings) or path_in(settings).exists()


def log_file(settings: Settings) -> Path:
    """Where the worker writes what nobody foresaw."""
    return settings.data / "worker.log"


def address(settings: Settings) -> str:
    """The database's address, with whatever characters stand in a path, and with its password.

    :raises InputError: the address in the settings cannot be used.
    """
    if not shared(settings):
        path = str(path_in(settings).absolute())
        return URL.create("sqlite", database=path).render_as_string()
    return server_address(_server(settings), "jobs").render_as_string(hide_password=False)


def config(settings: Settings, executor: str) -> DBOSConfig:
    """How DBOS runs in the worker named ``executor``: telling nobody."""
    return {
        "name": "analyser",
        "system_database_url": address(settings),
        "dbos_system_schema": schema(settings),
        "application_version": VERSION,
        "executor_id": executor,
        "serializer": _SERIALIZER,
        "enable_otlp": False,
        "log_level": "WARNING",
    }


@contextmanager
def client(settings: Settings) -> Iterator[DBOSClient]:
    """A client of the queue; the database is made where it is missing.

    :raises StoreError: the database cannot be used, or is damaged.
    """
    prepare(settings)
    with _plain_faults(settings):
        queue = DBOSClient(
            system_database_url=address(settings),
            dbos_system_schema=schema(settings),
            serializer=_SERIALIZER,
            application_name="analyser",
            retry_connection_errors=False,
        )
        try:
            yield queue
        finally:
            queue.destroy()


def prepare(settings: Settings) -> None:
    """Make the database, or bring it up to date.

    :raises StoreError: the database cannot be used, or is damaged.
    """
    private_folder(settings.data)
    with _plain_faults(settings):
        if shared(settings):
            _make_shared(address(settings), schema(settings))
            return
        engine_for(private_file(path_in(settings))).connect().close()  # to WAL, which it remembers
        DBOS.migrate(address(settings))


def wipe(settings: Settings) -> None:
    """Leave nothing of removed jobs in the file; a PostgreSQL clears up by itself, in its time."""
    if shared(settings):
        return
    path = path_in(settings)
    with plain_faults(path):
        wipe_traces(engine_for(path))


def schema(settings: Settings) -> str:
    """The schema of the queue: one for all who share sessions, else one drawn for the folder."""
    if not shared(settings):
        return _SQLITE_SCHEMA
    if settings.database:
        return _SHARED_SCHEMA
    drawn = private_folder(settings.data) / "queue.name"
    if not drawn.exists():
        _write_once(drawn, f"analyser_{secrets.token_hex(6)}")
    return drawn.read_text(encoding="ascii")


def _server(settings: Settings) -> str:
    """The address of the PostgreSQL that the queue is in; empty where it is in a file."""
    return settings.jobs_database or settings.database


@cache
def _make_shared(url: str, name: str) -> None:
    """Make the tables in PostgreSQL; asked once in a process."""
    DBOS.migrate(url, schema=name)


def _write_once(path: Path, text: str) -> None:
    """Make a file whole; where another process was quicker, its file stands."""
    mine = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    private_file(mine).write_text(text, encoding="ascii")
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


@contextmanager
def _plain_faults(settings: Settings) -> Iterator[None]:
    """Say in plain words what is wrong with the database.

    :raises StoreError: it cannot be reached or used, or is damaged.
    """
    with plain_faults(path_in(settings)):
        try:
            yield
        except DBAPIError as error:
            if not isinstance(error.orig, psycopg.Error):
                raise
            raise StoreError(
                "The jobs' database does not answer, or refuses what is asked of it.",
                "See that PostgreSQL runs, and that ANALYSER_JOBS_DATABASE or ANALYSER_DATABASE "
                "names it rightly.",
            ) from error
