"""On a PostgreSQL the store is made by itself, keeps its promises, and tells faults in words."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, text

from analyser.errors import InputError, StoreError
from analyser.settings import load_settings
from analyser.store import ME, Claim, Store
from analyser.store.database import writing
from analyser.store.tables import Base, SessionRow


@pytest.fixture
def settings(on_server):
    return on_server


def test_the_migrations_make_the_tables_that_the_code_uses(scope):
    with scope.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_nothing_is_kept_in_a_file(scope, analysis, settings):
    scope.save(analysis, name="one")
    assert [path.name for path in settings.data.iterdir()] == []


def test_a_database_from_a_newer_version_is_refused_in_words(scope, settings):
    with writing(scope.store.engine).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    with pytest.raises(StoreError, match="newer version"):
        Store.open(settings)


def test_a_schema_that_somebody_else_made_is_used(settings, analysis):
    made = ("CREATE ROLE guest LOGIN", "CREATE SCHEMA analyser AUTHORIZATION guest")
    with psycopg.connect(settings.database, autocommit=True) as connection:
        for statement in made:
            connection.execute(statement)
    address = settings.database.replace("tester@", "guest@")
    scope = Store.open(settings.model_copy(update={"database": address})).visible_to(ME)
    assert scope.analysis(scope.save(analysis, name="one").id) == analysis
    scope.store.engine.dispose()


def test_a_place_where_no_tables_may_be_made_is_refused_in_words(settings):
    with psycopg.connect(settings.database, autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger LOGIN")
    address = settings.database.replace("tester@", "stranger@")
    with pytest.raises(StoreError, match="cannot be opened for writing"):
        Store.open(settings.model_copy(update={"database": address}))


def test_a_transaction_sees_one_state_of_the_store(scope, analysis):
    with scope.store.reading() as connected:
        assert connected.query(SessionRow).count() == 0
        scope.save(analysis, name="one")
        assert connected.query(SessionRow).count() == 0
    with scope.store.reading() as connected:
        assert connected.query(SessionRow).count() == 1


def test_whoever_writes_waits_for_their_turn_and_then_sees_what_was_written(scope, analysis):
    with scope.store.writing() as connected:
        assert connected.query(SessionRow).count() == 0
        waiting = Thread(target=scope.save, args=(analysis,), kwargs={"name": "two"})
        waiting.start()
        waiting.join(timeout=0.5)
        assert waiting.is_alive()
    waiting.join(timeout=20)
    assert [session.name for session in scope.sessions()] == ["two"]


def test_no_two_changes_are_made_at_one_time_whoever_makes_them(scope, settings, analysis):
    session = scope.save(analysis, name="one")
    other = Store.open(settings).visible_to(ME)

    def change(mine):
        for n in range(20):
            mine.claim(session.id, [Claim(kind="name", subject="S1", value={"name": n}, by=ME)])

    threads = [Thread(target=change, args=(mine,)) for mine in (scope, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    moments = [claim.at for claim in scope.claims(session.id) if claim.kind == "name"]
    assert len(moments) == 40
    assert moments == sorted(set(moments))


def test_a_database_that_somebody_holds_is_told_in_words(scope, analysis):
    def impatient(connection, _record, _proxy):
        connection.execute("SET lock_timeout = '50ms'")
        connection.commit()

    event.listen(scope.store.engine, "checkout", impatient)
    with scope.store.writing() as connected:
        assert connected.query(SessionRow).count() == 0
        with pytest.raises(StoreError, match="by another program"):
            scope.save(analysis, name="one")
    scope.save(analysis, name="one")


def test_signs_that_a_server_cannot_keep_are_left_out(scope, analysis):
    spoken = replace(analysis.utterances[0], text="What\0 would help?")
    odd = replace(analysis, utterances=(spoken, *analysis.utterances[1:]))
    session = scope.save(odd, name="one")
    assert scope.analysis(session.id).utterances[0].text == "What would help?"


def test_a_server_that_does_not_answer_is_told_in_words(tmp_path):
    address = f"postgresql://me:secret@/sessions?host={tmp_path}"
    settings = load_settings(data=tmp_path / "data", database=address)
    with pytest.raises(StoreError, match="does not answer") as told:
        Store.open(settings)
    assert "secret" not in str(told.value)
    assert "secret" not in repr(settings)


@pytest.mark.parametrize("address", ["postgresql://host", "postgresql://me:secret@host:p/name"])
def test_an_address_that_cannot_be_read_is_told_in_words(tmp_path, address):
    with pytest.raises(InputError, match="cannot be read") as told:
        Store.open(load_settings(data=tmp_path / "data", database=address))
    assert "secret" not in str(told.value)
