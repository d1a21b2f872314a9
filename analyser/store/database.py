"""The database: opened, brought up to date, and its faults told in plain words.

It is a file (``sqlite``), or a server that several machines share (``postgres``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from analyser.errors import StoreError
from analyser.settings import Settings
from analyser.store import sqlite
from analyser.store.private import private_file

HEAD = "0003"
"""The newest revision in ``migrations/versions``."""


def file_in(settings: Settings) -> Path:
    """Where the database is, unless it is on a server."""
    return settings.data / "analyser.sqlite"


def engine_for(settings: Settings) -> Engine:
    """An engine on the database that the settings name; a file is made where it is missing.

    :raises InputError: the address of a server cannot be read.
    :raises StoreError: the file cannot be made.
    """
    if not settings.database:
        return sqlite.engine_for(private_file(file_in(settings)))
    from analyser.store import postgres

    return postgres.engine_for(settings.database)


def writing(engine: Engine) -> Engine:
    """The same engine for changes: it waits for its turn to write before it reads anything."""
    return engine.execution_options(**{sqlite.WRITING: True})


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


def name_of(engine: Engine) -> str:
    """The name that was drawn for the database when its tables were made."""
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT id FROM store")).scalar_one())


def wipe_traces(engine: Engine) -> None:
    """Leave nothing of removed rows in a file; a server clears up by itself, in its time."""
    if engine.dialect.name == "sqlite":
        sqlite.wipe_traces(engine)


@contextmanager
def plain_faults(path: Path) -> Iterator[None]:
    """Say in plain words what is wrong with the database.

    :param path: where it is, if it is a file.
    :raises StoreError: it cannot be reached, read or written, or it is damaged.
    """
    try:
        yield
    except DBAPIError as error:
        raise _plain(error.orig, path) from error
    except sqlite3.Error as error:
        raise sqlite.plain(error, path) from error


def _plain(error: BaseException | None, path: Path) -> StoreError:
    if isinstance(error, sqlite3.Error):
        return sqlite.plain(error, path)
    from analyser.store import postgres

    return postgres.plain(error)


def _revision(connection: Connection) -> str | None:
    """The revision that the database is at; ``None`` for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        from analyser.store import postgres

        postgres.make_schema(connection)
    config = Config()
    config.set_main_option("script_location", "analyser.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
