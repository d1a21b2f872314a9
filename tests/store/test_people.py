"""People and what they say are kept alike in a file and on a server, and go with their session."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, select, text

from analyser.domain import Comment, Goal, Sheet, SheetItem
from analyser.errors import InputError, StoreError
from analyser.settings import load_settings
from analyser.store import ME, Claim, Store, figures, goals, people, remarks, sharing, sheets
from analyser.store.database import engine_for, writing
from analyser.store.tables import (
    Base,
    CommentRow,
    FiguresRow,
    GoalRow,
    LookRow,
    NoteRow,
    ShareRow,
    SheetRow,
)

OF_SESSIONS = (CommentRow, FiguresRow, GoalRow, LookRow, NoteRow, ShareRow, SheetRow)


@pytest.fixture(params=["file", "server"])
def settings(request, settings):
    """Settings that keep sessions in a file, and in a PostgreSQL."""
    return settings if request.param == "file" else request.getfixturevalue("on_server")


@pytest.fixture
def store(scope):
    for name, kind in (("Ana", "trainee"), ("Mo", "mentor"), ("Nia", "mentor")):
        people.add(scope.store, name, (kind,), programme="Spring", sample=False)
    return scope.store


@pytest.fixture
def session(store, analysis):
    """A session of Ana's that she shares with Mo."""
    ana = store.visible_to("ana")
    kept = ana.save(analysis, name="First", programme="Spring")
    sharing.share(ana, kept.id, "mo")
    return kept


def said(session, text="Well asked", *, answers=None):
    return Comment(
        id="", session=session.id, by="", at="", start=1.0, end=2.5, kind="strength", text=text,
        answers=answers,
    )  # fmt: skip


def written(session, text):
    return Sheet(session=session.id, by="", changed="", strengths=(SheetItem(text=text),))


def goal(session, **figure):
    return Goal(id="", person="", session=session.id, text="Ask", made="", **figure)


def test_what_an_older_version_kept_is_mes_and_whole(settings, analysis):
    from analyser.store.private import private_folder

    private_folder(settings.data)
    engine, config = engine_for(settings), Config()
    config.set_main_option("script_location", "analyser.store:migrations")
    with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS analyser"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for statement in OLD:
            connection.execute(text(statement))
    me = Store.open(settings).visible_to(ME)
    (old,) = me.sessions()
    assert (old.name, old.owner, old.held, old.online, old.sample) == ("one", ME, "", None, False)
    assert [u.text for u in me.analysis(old.id).utterances] == ["What would help?"]
    assert me.save(analysis, name="two").owner == ME


OLD = (
    "INSERT INTO sessions VALUES ('0badcafe', 'me', 'one', '2026-03-01', 'ab', 'x.wav', 9.0)",
    "INSERT INTO analyses VALUES ('0badcafe', '{}', '[]', '[]', '[]', '[]')",
    "INSERT INTO utterances VALUES ('0badcafe', 0, 0.0, 1.0, 'S1', 'What would help?')",
    """INSERT INTO claims (session, kind, subject, value, "by", machine, at) VALUES
    ('0badcafe', 'act',
    '0', '{"act": "open_question", "form": null, "confidence": 0.9, "cue": ""}', 'rules-1', true,
    '2026-03-01')""",
)


def test_it_can_be_brought_back_to_the_version_before(store, session):
    config = Config()
    config.set_main_option("script_location", "analyser.store:migrations")
    with writing(store.engine).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        assert not inspect(connection).has_table("people")
        assert connection.execute(text("SELECT count(*) FROM utterances")).scalar() == 3
    assert Store.open(_same(store)).visible_to("ana").analysis(session.id).utterances


def test_a_session_is_whose_it_was_handed_in_by_and_of_today(store, session):
    me = store.visible_to(ME)
    kept = me.session(session.id)
    assert (kept.owner, kept.programme, kept.sample) == ("ana", "Spring", False)
    assert len(kept.held) == len("2026-03-14")
    changed = me.describe(session.id, owner="mo", held="2026-03-14", online=True, name="Other")
    assert changed == replace(
        kept, owner="mo", held="2026-03-14", online=True, name="Other"
    ) == me.session(session.id)  # fmt: skip


def test_a_persons_id_is_made_of_the_name_and_never_given_twice(store, session):
    again = people.add(store, "Ana", ("trainee",), programme="", sample=True)
    assert (again.id, again.sample) == ("ana-2", True)
    assert people.add(store, "Zoë Ó Brien", ("lead",), programme="", sample=False).id == (
        "zoe-o-brien"
    )
    assert people.add(store, "田中", ("lead",), programme="", sample=False).id == "person"
    assert people.add(store, "me", ("lead",), programme="", sample=False).id == "me-2"
    remarks.add_comment(store.visible_to("mo"), said(session))
    people.remove(store, "mo")
    assert people.add(store, "Mo", ("mentor",), programme="", sample=False).id == "mo-2"
    assert store.visible_to("mo-2").sessions() == ()


def test_somebody_with_sessions_is_not_removed(store, session):
    with pytest.raises(InputError, match="Sessions are Ana's"):
        people.remove(store, "ana")
    store.visible_to(ME).forget(session.id)
    people.remove(store, "ana")
    with pytest.raises(StoreError, match="no person 'ana'"):
        people.person(store, "ana")


def test_with_a_person_go_their_notes_and_drafts_but_not_what_they_told(store, session):
    ana, mo = store.visible_to("ana"), store.visible_to("mo")
    remarks.write_note(mo, session.id, "Tired today")
    remarks.add_comment(mo, said(session))
    sheets.keep(mo, written(session, "Signed"))
    sheets.sign(mo, session.id)
    sheets.keep(mo, written(session, "Draft"))
    people.remove(store, "mo")
    assert [sheet.strengths[0].text for sheet in sheets.sheets(ana, session.id)] == ["Signed"]
    assert [comment.by for comment in remarks.comments(ana, session.id)] == ["mo"]
    with store.reading() as connected:
        assert connected.scalars(select(NoteRow)).all() == []
        assert connected.scalars(select(ShareRow)).all() == []
        assert connected.query(SheetRow).count() == 1


def test_nothing_is_shared_any_more_with_who_is_no_mentor(store, session):
    assert store.visible_to("mo").sessions() == (session,)
    people.change(store, "mo", called="Moira", kinds=("trainee",), programme=None)
    assert store.visible_to("mo").sessions() == ()
    assert people.person(store, "mo").name == "Moira"


def test_everything_goes_with_the_session(store, session):
    ana, mo = store.visible_to("ana"), store.visible_to("mo")
    goals.add(ana, goal(session, measure="open_share", aim="at_least", value=0.5))
    remarks.write_note(ana, session.id, "The Zanzibar budget")
    first = remarks.add_comment(mo, said(session, "About Zanzibar"))
    remarks.add_comment(mo, said(session, "More", answers=first.id))
    sheets.keep(mo, written(session, "Zanzibar"))
    sheets.sign(mo, session.id)
    sharing.looked_at(mo, session.id)
    figures.remember(store, {session.id: ("state", "{}"), "gone": ("state", "{}")})
    with store.reading() as connected:
        assert all(connected.query(table).count() for table in OF_SESSIONS)
    ana.forget(session.id)
    with store.reading() as connected:
        assert [t for t in OF_SESSIONS if connected.query(t).count()] == []
    if store.engine.dialect.name == "sqlite":
        raw = b"".join(p.read_bytes() for p in store.database.parent.iterdir() if p.is_file())
        assert b"Zanzibar" not in raw


def test_an_answer_stays_when_what_it_answers_goes(store, session):
    ana, mo = store.visible_to("ana"), store.visible_to("mo")
    asked = remarks.add_comment(mo, said(session))
    sheets.keep(mo, written(session, "x"))
    sheets.sign(mo, session.id)
    answer = remarks.add_comment(ana, said(session, "Thank you", answers=asked.id))
    assert remarks.comment(mo, answer.id).answers == asked.id
    with pytest.raises(InputError, match="Somebody else"):
        remarks.remove_comment(ana, asked.id)
    remarks.remove_comment(mo, asked.id)
    assert remarks.comments(mo, session.id) == (replace(answer, answers=None),)


def test_a_signed_sheet_stands_until_it_is_signed_again_or_taken_back(store, session):
    ana, mo = store.visible_to("ana"), store.visible_to("mo")
    first = sheets.keep(mo, written(session, "First"))
    assert sheets.sheets(ana, session.id) == ()
    signed = sheets.sign(mo, session.id)
    assert signed == replace(first, signed=signed.signed)
    sheets.keep(mo, written(session, "Second"))
    assert sheets.sheets(ana, session.id) == (signed,)
    assert sheets.sheets(mo, session.id)[0].strengths[0].text == "Second"
    second = sheets.sign(mo, session.id)
    assert sheets.sheets(ana, session.id) == (second,) == sheets.sheets(mo, session.id)
    draft = sheets.take_back(mo, session.id)
    assert (draft.signed, draft.strengths) == ("", second.strengths)
    assert sheets.sheets(ana, session.id) == ()
    with pytest.raises(InputError, match="no signed sheet"):
        sheets.take_back(mo, session.id)
    assert sheets.sign(mo, session.id).signed > second.signed


def test_nobody_signs_their_own_practice(store, session):
    with pytest.raises(InputError, match="by somebody else"):
        sheets.keep(store.visible_to("ana"), written(session, "Great"))
    with pytest.raises(InputError, match="no draft"):
        sheets.sign(store.visible_to(ME), session.id)


def test_what_is_said_while_it_is_signed_is_never_lost(store, session):
    """Two processes at once: each write holds, and no two comments have one time."""
    mo = [Store.open(_same(store)).visible_to("mo") for _ in range(3)]
    work = [
        Thread(target=lambda s=s: [remarks.add_comment(s, said(session)) for _ in range(5)])
        for s in mo
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    times = [comment.at for comment in remarks.comments(mo[0], session.id)]
    assert len(times) == len(set(times)) == 15


def _same(store):
    url = store.engine.url
    if url.get_backend_name() == "sqlite":
        return load_settings(data=store.database.parent)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return load_settings(data=store.database.parent, database=plain)


def test_figures_hold_until_something_is_claimed(store, session):
    (row,) = figures.remembered(store, "v1")
    assert (row.session.id, row.figures) == (session.id, None)
    figures.remember(store, {session.id: (row.state, "{}")})
    assert figures.remembered(store, "v1")[0].figures == "{}"
    assert figures.remembered(store, "v2")[0].figures is None
    assert figures.state_of(store, session.id, "v1") == row.state
    name = Claim(kind="name", subject="S1", value={"name": "Bo"}, by="ana")
    store.visible_to("ana").claim(session.id, [name])
    assert figures.remembered(store, "v1")[0].figures is None


def test_goals_are_checked_on_later_sessions_until_they_are_closed(store, session, analysis):
    ana = store.visible_to("ana")
    later = ana.save(analysis, name="Later")
    ana.describe(session.id, held="2026-01-10")
    ana.describe(later.id, held="2026-02-10")
    kept = goals.add(ana, goal(session))
    assert goals.set_before(ana, ana.session(later.id)) == (kept,)
    assert goals.set_before(ana, ana.session(session.id)) == ()
    closed = goals.close(ana, kept.id)
    assert closed.closed
    assert goals.set_before(ana, ana.session(later.id)) == (closed,)  # it was open in February
    ana.describe(later.id, held="2999-01-01")
    assert goals.set_before(ana, ana.session(later.id)) == ()
    with pytest.raises(InputError, match="somebody else's"):
        goals.close(store.visible_to("mo"), kept.id)
    for stranger in ("nia", "nobody"):
        with pytest.raises(StoreError, match="no goal"):
            goals.close(store.visible_to(stranger), kept.id)


def test_the_tables_are_those_of_the_code():
    assert {row.__tablename__ for row in OF_SESSIONS} < set(Base.metadata.tables)
