"""People are added, own sessions, share them, and set goals; also from the command line."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from analyser import jobs, workflow
from analyser.cli import app
from analyser.domain import Measure
from analyser.errors import AnalyserError, InputError, StoreError
from analyser.store import ME
from analyser.workflow.goals import checked
from tests.jobs_helpers import ended, until, written_set
from tests.people_helpers import as_person, kept, with_people


@pytest.fixture
def ana(settings):
    """Settings of Ana's, a trainee, with Mo, a mentor, and Lea, a cohort lead, beside her."""
    return with_people(settings)


@pytest.fixture
def mo(ana):
    return as_person(ana, "mo")


@pytest.fixture
def session(ana):
    """A session of Ana's that she shares with Mo."""
    made = kept(ana)
    workflow.share(made, "mo", settings=ana)
    return made


def test_whoever_hands_in_a_recording_owns_the_session(ana, tmp_path):
    job = jobs.submit(written_set(tmp_path), settings=ana)
    try:
        done = until(ended, settings=ana, job=job)
    finally:
        os.kill(int((ana.data / "worker.lock").read_text()), signal.SIGKILL)
    assert done.state == "done", done.message
    found = workflow.describe(done.session, settings=ana)
    assert (found.owner, found.programme) == ("ana", "Spring")
    assert workflow.sessions(settings=as_person(ana, "mo")) == ()
    jobs.forget(done.session, settings=ana)
    assert jobs.jobs(settings=ana) == ()


def test_nobody_who_is_not_there_hands_in_anything(settings, tmp_path):
    ghost = as_person(settings, "ghost")
    with pytest.raises(StoreError, match="no person 'ghost'"):
        workflow.analyse(written_set(tmp_path), settings=ghost, progress=lambda *_told: None)
    with pytest.raises(StoreError, match="no person 'ghost'"):
        workflow.cohort(settings=ghost)


def test_people_are_added_changed_and_removed(ana):
    me = as_person(ana, ME)
    assert [p.name for p in workflow.people(settings=me)] == ["Ana", "Lea", "Mo"]
    assert workflow.viewer(settings=me) is None
    assert workflow.viewer(settings=ana).kinds == ("trainee",)
    both = workflow.change_person("ana", kinds=["mentor", "trainee"], programme="", settings=me)
    assert (both.kinds, both.programme) == (("trainee", "mentor"), "")
    workflow.remove_person("lea", settings=me)
    assert [p.name for p in workflow.people(settings=me)] == ["Ana", "Mo"]


@pytest.mark.parametrize(
    ("name", "kinds", "words"),
    [("", ["trainee"], "name"), ("Ben", [], "not said"), ("Ben", ["chief"], "'chief'")],
)
def test_a_person_needs_a_name_and_something_to_do(settings, name, kinds, words):
    with pytest.raises(InputError, match=words):
        workflow.add_person(name, kinds, settings=settings)


def test_a_session_is_described(session, ana):
    told = workflow.describe_as(
        session, name=" The  first ", held="2026-03-14", online=False, settings=ana
    )
    assert (told.name, told.held, told.online, told.owner) == (
        "The first",
        "2026-03-14",
        False,
        "ana",
    )
    assert workflow.describe_as(session, held="", settings=ana).held == ""
    assert workflow.describe(session, settings=ana).online is False
    assert workflow.describe_as(session, online=None, settings=ana).online is None
    for wrong in ({"held": "tomorrow"}, {"name": " "}, {"owner": "ghost"}):
        with pytest.raises(AnalyserError):
            workflow.describe_as(session, settings=ana, **wrong)


def test_a_mentor_sees_what_is_new_until_they_have_looked(session, ana, mo):
    (waiting,) = workflow.inbox(settings=mo)
    assert (waiting.session.id, waiting.owner.name) == (session, "Ana")
    assert (waiting.new, waiting.sheet, waiting.looked) == (True, "none", "")
    workflow.looked_at(session, settings=mo)
    assert not workflow.inbox(settings=mo)[0].new
    workflow.comment(session, start=1.0, kind="note", text="Please look", settings=ana)
    assert workflow.inbox(settings=mo)[0].new
    workflow.save_sheet(workflow.draft_sheet(session, settings=mo), settings=mo)
    assert workflow.inbox(settings=mo)[0].sheet == "draft"
    assert workflow.inbox(settings=ana) == ()
    assert [w.session.id for w in workflow.inbox(settings=as_person(ana, ME))] == [session]


def test_nobody_but_the_owner_takes_back_what_somebody_else_changed(session, ana, mo):
    workflow.correct(session, 0, act="other", settings=ana)
    workflow.share(session, mo.person, settings=ana)
    assert workflow.last_change(session, settings=mo) == ""
    with pytest.raises(InputError, match="that you could take back"):
        workflow.undo(session, settings=mo)
    workflow.correct(session, 1, act="other", settings=mo)
    assert workflow.undo(session, settings=mo) == "a label"
    assert workflow.undo(session, settings=ana) == "a label"


def test_only_mentors_can_be_shared_with(session, ana):
    with pytest.raises(InputError, match="Lea is no mentor"):
        workflow.share(session, "lea", settings=ana)
    assert [p.name for p in workflow.shared_with(session, settings=ana)] == ["Mo"]


def test_goals_are_checked_on_the_sessions_after_the_one_they_were_set_at(ana, mo):
    first, second = kept(ana, 1, held="2026-01-01"), kept(ana, 2, held="2026-02-01", opened=40)
    workflow.share(second, "mo", settings=ana)
    goal = workflow.set_goal(
        first, "Half open", measure="open_share", aim="at_least", value=0.5, settings=ana
    )
    words = workflow.set_goal(first, "Say less", settings=ana)
    assert workflow.check_goals(first, settings=ana) == ()
    figure, free = workflow.check_goals(second, settings=mo)
    assert (figure.goal, figure.met, figure.measure.subject) == (goal, True, "S1")
    assert "Met." in figure.why
    assert (free.goal, free.met, free.measure) == (words, None, None)
    assert workflow.goals_of("ana", settings=mo) == (goal, words)
    assert workflow.goals_of("ana", settings=as_person(ana, "lea")) == ()
    workflow.close_goal(words.id, settings=ana)
    assert workflow.goals_of("ana", settings=ana)[1].closed


@pytest.mark.parametrize(
    ("aim", "low", "high", "met"),
    [
        ("at_least", 0.6, 0.8, True),
        ("at_least", 0.5, 0.8, True),
        ("at_least", 0.4, 0.8, None),
        ("at_least", 0.1, 0.4, False),
        ("at_most", 0.1, 0.5, True),
        ("at_most", 0.1, 0.6, None),
        ("at_most", 0.6, 0.8, False),
    ],
)
def test_a_goal_is_met_where_the_whole_interval_is_where_it_was_to_be(ana, aim, low, high, met):
    goal = workflow.set_goal(
        kept(ana), "Half", measure="open_share", aim=aim, value=0.5, settings=ana
    )
    middle = (low + high) / 2
    row = Measure(name="open_share", subject="S1", value=middle, unit="share", low=low, high=high)
    assert checked(goal, {"open_share": row}).met is met
    bare = replace(row, low=None, high=None)
    assert checked(goal, {"open_share": bare}).met is (
        middle >= 0.5 if aim == "at_least" else middle <= 0.5
    )
    missing = checked(goal, {"open_share": replace(row, value=None, note="Too few to say.")})
    assert (missing.met, missing.why) == (None, "Too few to say.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure": "open_share"},
        {"measure": "beauty", "aim": "at_least", "value": 0.5},
        {"measure": "advice_creep_verdict", "aim": "at_least", "value": 0.5},
        {"measure": "open_share", "aim": "about", "value": 0.5},
        {"measure": "open_share", "aim": "at_least", "value": 50.0},
        {"measure": "advice", "aim": "at_most", "value": -1.0},
        {"measure": "advice", "aim": "at_most", "value": float("nan")},
    ],
)
def test_an_aim_that_no_figure_can_reach_is_refused(ana, wrong):
    with pytest.raises(InputError):
        workflow.set_goal(kept(ana), "x", settings=ana, **wrong)


def run(person, *arguments):
    done = CliRunner().invoke(app, arguments, env={"ANALYSER_PERSON": person, "COLUMNS": "160"})
    if isinstance(done.exception, AnalyserError):
        return done.exception.message
    assert done.exception is None, done.exception
    return done.output


def test_the_command_line_goes_all_the_way(settings, tmp_path):
    assert "nobody yet" in run(ME, "people")
    assert run(ME, "person", "add", "Ana", "--programme", "Spring") == "ana\n"
    assert run(ME, "person", "add", "Mo", "--kind", "mentor", "--kind", "lead") == "mo\n"
    assert "mentor, lead" in run(ME, "people")
    ana = as_person(settings, "ana")
    first, second = kept(ana, 1), kept(ana, 2)
    run("ana", "describe", first, "--held", "2026-01-01", "--in-person")
    assert workflow.describe(first, settings=ana).online is False
    run("ana", "describe", first, "--place-unknown")
    assert workflow.describe(first, settings=ana).online is None
    assert run("ana", "share", second, "mo") == "Shared with Mo.\n"
    assert "new" in run("mo", "inbox")
    assert run("mo", "inbox") == run(ME, "--as", "mo", "inbox")
    listed = run(ME, "--as", "ana", "sessions")
    assert all(word in listed for word in (first, second, "Ana", "2026-01-01"))
    assert first not in run(ME, "--as", "mo", "sessions")
    assert "no person" in run(ME, "--as", "moe", "sessions")
    comment = run("mo", "comments", "add", second, "0:10", "Well asked", "--kind", "strength")
    assert "Well asked" in run("mo", "comments", "list", second)
    assert "Well asked" not in run("ana", "comments", "list", second)
    goal = run("ana", "goals", "set", first, "Half", "--measure", "open_share", "--at-least", "0.1")
    assert "met: Half" in run("mo", "goals", "check", second)
    assert "at least 10 %" in run("ana", "goals", "list")
    assert "Well asked [0:10]" in run("mo", "sheet", "draft", second)
    assert "no sheet to read" in run("ana", "sheet", "show", second)
    edited = json.loads(run("mo", "sheet", "show", second, "--json")) | {"opening": "Dear Ana"}
    (tmp_path / "sheet.json").write_text(json.dumps(edited))
    run("mo", "sheet", "keep", str(tmp_path / "sheet.json"))
    assert "Signed" in run("mo", "sheet", "sign", second)
    assert "Dear Ana" in run("ana", "sheet", "show", second)
    assert "Well asked" in run("ana", "comments", "list", second)
    run("mo", "comments", "change", comment.strip(), "Very well asked")
    assert "Very well" in run("ana", "comments", "list", second)
    run("mo", "sheet", "take-back", second)
    run("mo", "comments", "remove", comment.strip())
    run("ana", "goals", "close", goal.strip())
    assert run("ana", "note", second, "Tired") == "Tired\n"
    assert run("mo", "note", second) == "\n"
    assert "2 sessions of 1 people" in run("mo", "cohort")
    assert json.loads(run("mo", "cohort", "--json"))["sessions"] == 2
    assert run("ana", "unshare", second, "mo") == "Shared with nobody.\n"
    assert "Nothing was shared" in run("mo", "inbox")
    assert "Sessions are Ana's" in run(ME, "person", "remove", "ana", "--yes")
    run(ME, "person", "change", "mo", "--name", "Moira")
    assert run(ME, "person", "remove", "mo", "--yes") == "Removed: Moira.\n"
