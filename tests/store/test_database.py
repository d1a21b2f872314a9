"""The database is made, kept up to date, and refused in plain words."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from analyser.errors import StoreError
from analyser.settings import load_settings
from analyser.store import ME, Store
from analyser.store.database import HEAD, bring_up_to_date, name_of, writing
from analyser.store.private import room_on_disk
from analyser.store.sqlite import engine_for
from analyser.store.tables import Base


def test_the_migrations_make_the_tables_that_the_code_uses(scope):
    with scope.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_what_an_older_version_kept_is_there_in_this_one(tmp_path):
    engine = engine_for(tmp_path / "analyser.sqlite")
    config = Config()
    config.set_main_option("script_location", "analyser.store:migrations")
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO sessions VALUES ('0badcafe', 'me', 'one', '2026', 'ab', 'x', 1.0)")
        )
    names = set()
    for _time in range(2):
        store = Store.open(load_settings(data=tmp_path))
        assert [session.name for session in store.visible_to(ME).sessions()] == ["one"]
        names.add(name_of(store.engine))
    assert len(names) == 1


def test_the_newest_migration_is_the_one_that_is_expected():
    config = Config()
    config.set_main_option("script_location", "analyser.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_nothing_that_was_said_is_left_in_the_raw_files(scope, analysis):
    secret = "the quarrel about the Zanzibar budget"
    spoken = replace(analysis.utterances[1], text=secret * 40)
    told = replace(analysis, utterances=(analysis.utterances[0], spoken, analysis.utterances[2]))
    kept = scope.save(analysis, name="kept")
    gone = [scope.save(told, name=f"about the Zanzibar budget {n}") for n in range(8)]
    assert b"Zanzibar" in _raw(scope.store.database.parent)
    for session in gone:
        scope.forget(session.id)
    assert b"Zanzibar" not in _raw(scope.store.database.parent)
    assert scope.analysis(kept.id) == analysis


def test_opening_again_changes_nothing(scope, settings, analysis):
    session = scope.save(analysis, name="one")
    assert Store.open(settings).visible_to(ME).sessions() == (session,)


def test_a_path_with_odd_characters_is_a_path_like_any_other(tmp_path, analysis):
    settings = load_settings(data=tmp_path / "50% of? #us & ünï")
    session = Store.open(settings).visible_to(ME).save(analysis, name="one")
    assert Store.open(settings).visible_to(ME).sessions() == (session,)
    assert [path.name for path in tmp_path.iterdir()] == ["50% of? #us & ünï"]


def test_the_connection_is_set_up_for_two_processes(scope):
    with closing(scope.store.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        said = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert said == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 20000,
    }


def test_a_database_from_a_newer_version_is_refused_in_words(scope, settings):
    with closing(sqlite3.connect(scope.store.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9001'")
    with pytest.raises(StoreError, match="newer version"):
        Store.open(settings)


@pytest.mark.parametrize("content", [b"no database at all" * 300, b"SQLite format 3\0" * 200])
def test_a_damaged_database_is_refused_in_words(settings, content):
    settings.data.mkdir()
    (settings.data / "analyser.sqlite").write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        Store.open(settings)


def test_damage_in_the_middle_of_the_database_is_told_in_words(scope, analysis):
    for n in range(20):
        scope.save(analysis, name=str(n))
    with closing(sqlite3.connect(scope.store.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = bytearray(scope.store.database.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    scope.store.database.write_bytes(raw)
    with pytest.raises(StoreError, match="damaged"):
        scope.sessions()


@pytest.mark.parametrize("place", ["file", "file/under it"])
def test_a_data_folder_that_cannot_be_is_refused_in_words(tmp_path, place):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be used to keep sessions"):
        Store.open(load_settings(data=tmp_path / place))


def test_a_database_that_cannot_be_opened_is_refused_in_words(tmp_path):
    (tmp_path / "analyser.sqlite").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(load_settings(data=tmp_path))


def test_a_database_that_another_program_holds_is_told_in_words(scope, analysis):
    def impatient(connection, _record):
        connection.execute("PRAGMA busy_timeout = 50")

    from sqlalchemy import event

    event.listen(scope.store.engine, "connect", impatient)
    with closing(sqlite3.connect(scope.store.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="by another program"):
            scope.save(analysis, name="one")
    scope.save(analysis, name="one")


def test_the_tables_can_be_made_twice_at_once(tmp_path):
    engine = engine_for(tmp_path / "a.sqlite")
    bring_up_to_date(engine)
    bring_up_to_date(engine_for(tmp_path / "a.sqlite"))


def test_a_full_disk_is_told_in_words(tmp_path):
    with pytest.raises(StoreError, match="is full"), room_on_disk(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(FileNotFoundError), room_on_disk(tmp_path):
        (tmp_path / "nothing").read_bytes()


def _raw(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
