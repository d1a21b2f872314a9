"""Whatever people do, nobody reads what is not theirs to read: by no function that there is."""

from __future__ import annotations

import inspect
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import delete

from analyser import jobs, report, workflow
from analyser.domain import (
    Request,
    Sheet,
    SheetItem,
)
from analyser.errors import AnalyserError, StoreError
from analyser.store import ME, Store, remarks, sharing, sheets
from analyser.store import goals as goal_rows
from analyser.store import people as people_rows
from analyser.store.tables import SessionRow
from tests.people_helpers import an_analysis

OWNERS = ("ana", "ben", ME)
MENTORS = ("mo", "nia")
EVERYBODY = (*OWNERS, *MENTORS, "lea", "stranger")
KINDS = {"ana": ("trainee",), "ben": ("trainee",), "lea": ("lead",)}
KINDS |= dict.fromkeys(MENTORS, ("mentor",))

who = st.sampled_from(EVERYBODY)
which = st.integers(0, 2)
actions = st.one_of(
    st.tuples(st.just("share"), who, which, st.sampled_from(MENTORS)),
    st.tuples(st.just("unshare"), who, which, st.sampled_from(MENTORS)),
    st.tuples(st.just("comment"), who, which, st.none() | st.integers(0, 9)),
    st.tuples(st.just("comment"), who, which, st.none()),
    st.tuples(st.just("note"), who, which, st.none()),
    st.tuples(st.just("goal"), who, which, st.none()),
    st.tuples(st.just("save"), st.sampled_from(MENTORS), which, st.none()),
    st.tuples(st.just("sign"), st.sampled_from(MENTORS), which, st.none()),
    st.tuples(st.just("take back"), st.sampled_from(MENTORS), which, st.none()),
)


@dataclass
class World:
    """What was done, told in the plainest way, beside the store in which it was done.

    A comment is (id, session, by, what it answers, step); a signed sheet (session, by, text, step).
    """

    store: Store
    step: int = 0
    sessions: list[str] = field(default_factory=list)
    shared: set[tuple[str, str]] = field(default_factory=set)
    comments: list[tuple[str, str, str, str | None, int]] = field(default_factory=list)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    goals: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    drafts: dict[tuple[str, str], str] = field(default_factory=dict)
    signed: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def scope(self, person):
        return self.store.visible_to(person)

    def owner(self, session):
        return OWNERS[self.sessions.index(session)]

    def sees(self, person, session):
        return person in {ME, self.owner(session)} or (session, person) in self.shared

    def decides(self, person, session):
        return person in {ME, self.owner(session)}

    def reads(self, person, comment):
        """Whether a person may read a comment."""
        _name, session, by, answers, step = comment
        if not self.sees(person, session):
            return False
        if person == ME or person != self.owner(session) or by == person:
            return True
        if (session, by) not in self.signed:
            return False
        _text, until = self.signed[session, by]
        above = next((other for other in self.comments if other[0] == answers), None)
        return step <= until or (above is not None and self.reads(person, above))

    def sheets_for(self, person, session):
        """The texts of the sheets that a person may read on a session."""
        if not self.sees(person, session):
            return set()
        found = {by: text for (s, by), (text, _step) in self.signed.items() if s == session}
        own = {by: text for (s, by), text in self.drafts.items() if s == session}
        return set((found | {by: t for by, t in own.items() if person in {ME, by}}).values())

    def do(self, what, person, n, more):
        """Do something; the store refuses just what this world refuses."""
        self.step += 1
        session, scope = self.sessions[n], self.scope(person)
        doing = getattr(self, "_" + what.replace(" ", "_"))
        if doing(person, session, more):
            self._really(what, scope, session, more)
            return
        with pytest.raises(AnalyserError):
            self._really(what, scope, session, more)

    def _share(self, person, session, mentor):
        if self.decides(person, session):
            self.shared.add((session, mentor))
        return self.decides(person, session)

    def _unshare(self, person, session, mentor):
        if self.decides(person, session):
            self.shared.discard((session, mentor))
        return self.decides(person, session)

    def _comment(self, person, session, _answers):
        return self.sees(person, session)

    def _note(self, person, session, _more):
        if self.sees(person, session):
            self.notes[session, person] = f"note {self.step}"
        return self.sees(person, session)

    def _goal(self, person, session, _more):
        if self.decides(person, session):
            self.goals[self.owner(session)].add(f"goal {self.step}")
        return self.decides(person, session)

    def _save(self, person, session, _more):
        if self.sees(person, session):
            self.drafts[session, person] = f"sheet {self.step}"
        return self.sees(person, session)

    def _sign(self, person, session, _more):
        may = self.sees(person, session) and (session, person) in self.drafts
        if may:
            self.signed[session, person] = (self.drafts.pop((session, person)), self.step)
        return may

    def _take_back(self, person, session, _more):
        may = self.sees(person, session) and (session, person) in self.signed
        if may:
            text, _step = self.signed.pop((session, person))
            self.drafts.setdefault((session, person), text)
        return may

    def _really(self, what, scope, session, more):
        if what == "share":
            sharing.share(scope, session, more)
        elif what == "unshare":
            sharing.take_back(scope, session, more)
        elif what == "comment":
            self._pin(scope, session, more)
        elif what == "note":
            remarks.write_note(scope, session, f"note {self.step}")
        elif what == "goal":
            goal_rows.add(scope, a_goal(session, f"goal {self.step}"))
        elif what == "save":
            sheets.keep(scope, a_sheet(session, scope.person, f"sheet {self.step}"))
        elif what == "sign":
            sheets.sign(scope, session)
        else:
            sheets.take_back(scope, session)

    def _pin(self, scope, session, more):
        readable = [c for c in self.comments if c[1] == session and self.reads(scope.person, c)]
        answers = readable[more % len(readable)][0] if more is not None and readable else None
        said = remarks.add_comment(
            scope, a_comment(session, f"comment {self.step}", answers=answers)
        )
        self.comments.append((said.id, session, scope.person, answers, self.step))


def a_comment(session, text, *, answers=None):
    from analyser.domain import Comment

    return Comment(
        id="", session=session, by="", at="", start=1.0, end=1.0, kind="note", text=text,
        answers=answers,
    )  # fmt: skip


def a_goal(session, text):
    from analyser.domain import Goal

    return Goal(id="", person="", session=session, text=text, made="")


def a_sheet(session, by, text):
    return Sheet(session=session, by=by, changed="", strengths=(SheetItem(text=text),))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    from analyser.settings import load_settings

    opened = Store.open(load_settings(data=tmp_path_factory.mktemp("scope")))
    for name, kinds in KINDS.items():
        people_rows.add(opened, name, kinds, programme="", sample=False)
    return opened


@pytest.fixture(scope="module")
def settings_for(store):
    from analyser.settings import load_settings

    return lambda person: load_settings(data=store.database.parent, person=person)


@trying(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(done=st.lists(actions, max_size=25))
def test_whatever_was_done_everybody_reads_just_what_is_theirs(store, done):
    world = World(store=store)
    try:
        for n, owner in enumerate(OWNERS):
            world.sessions.append(store.visible_to(owner).save(an_analysis(n), name=owner).id)
        for action in done:
            world.do(*action)
        for person in EVERYBODY:
            everything_is_as_it_should_be(world, person)
    finally:
        with store.writing() as connected:
            connected.execute(delete(SessionRow).where(SessionRow.id.in_(world.sessions)))


def everything_is_as_it_should_be(world, person):
    scope = world.scope(person)
    seen = {session for session in world.sessions if world.sees(person, session)}
    assert {session.id for session in scope.sessions()} == seen
    assert set(sharing.looks(scope)) <= seen
    assert set(sharing.answered_since(scope)) <= seen
    assert set(sharing.shared_since(scope)) <= seen
    for session in world.sessions:
        if session in seen:
            a_session_is_as_it_should_be(world, person, session)
        else:
            for read in (scope.analysis, scope.heard, scope.claims, scope.session):
                with pytest.raises(StoreError):
                    read(session)
    for comment in world.comments:
        if world.reads(person, comment):
            assert remarks.comment(scope, comment[0]).id == comment[0]
        else:
            with pytest.raises(StoreError):
                remarks.comment(scope, comment[0])
    for owner in OWNERS:
        mentored = {world.owner(s) for s, p in world.shared if p == person}
        may = person in {ME, owner} or owner in mentored
        told = {goal.text for goal in goal_rows.goals(scope, owner)}
        assert told == (world.goals[owner] if may else set())


def a_session_is_as_it_should_be(world, person, session):
    scope = world.scope(person)
    read = {comment.id for comment in remarks.comments(scope, session)}
    assert read == {c[0] for c in world.comments if c[1] == session and world.reads(person, c)}
    assert remarks.note(scope, session) == world.notes.get((session, person), "")
    told = {sheet.strengths[0].text for sheet in sheets.sheets(scope, session)}
    assert told == world.sheets_for(person, session)
    mentors = {p for s, p in world.shared if s == session}
    assert set(sharing.shared_with(scope, session)) == mentors


GIVEN: dict[str, Any] = {
    "session": "",
    "speaker": "S1",
    "voice": "S1",
    "kept": "S1",
    "gone": "S2",
    "first": 0,
    "second": 1,
    "stretches": [(0.0, 2.0)],
    "to": "S1",
    "moment": 1.0,
    "n": 0,
    "word": 1,
    "text": "What is it?",
    "act": "advice",
    "invited": True,
    "mentor": "mo",
    "start": 1.0,
    "end": 2.0,
    "kind": "note",
    "mark": "m",
    "id": "m",
    "voices": (),
}
"""What a function of a session is given besides the session."""

OF_A_SESSION = [
    name
    for name in sorted(workflow.__all__)
    if callable(getattr(workflow, name))
    and not isinstance(getattr(workflow, name), type)
    and "session" in inspect.signature(getattr(workflow, name)).parameters
    and name != "analyse"  # there it names a session that is to be made
]


@pytest.fixture(scope="module")
def hidden(store):
    """A session of Ana's that nobody else may see."""
    return store.visible_to("ana").save(an_analysis(7), name="Secret").id


@pytest.mark.parametrize("name", OF_A_SESSION)
@pytest.mark.parametrize("person", ["ben", "mo", "lea", "stranger"])
def test_no_function_of_a_session_lets_in_whom_it_was_not_shared_with(
    name, person, hidden, settings_for, tmp_path
):
    function = getattr(workflow, name)
    needed = {
        parameter.name: GIVEN.get(parameter.name, tmp_path / "x")
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty and parameter.name not in {"session", "settings"}
    }
    with pytest.raises(AnalyserError):
        function(session=hidden, settings=settings_for(person), **needed)


@pytest.mark.parametrize("person", ["ben", "mo", "lea"])
def test_no_list_of_what_there_is_names_what_was_not_shared(person, hidden, settings_for):
    settings = settings_for(person)
    lists = (
        workflow.sessions(settings=settings),
        workflow.sessions_of("ana", settings=settings),
        workflow.inbox(settings=settings),
        workflow.goals_of("ana", settings=settings),
        workflow.cohort(settings=settings),
    )
    for told in lists:
        assert hidden not in repr(told)
        assert "ecret" not in repr(told)


def test_a_mentor_may_read_put_right_and_comment_but_not_decide(hidden, settings_for):
    ana, mo = settings_for("ana"), settings_for("mo")
    workflow.share(hidden, "mo", settings=ana)
    workflow.correct(hidden, 0, act="closed_question", settings=mo)
    assert [act.by for act in workflow.load(hidden, settings=ana).acts] == ["mo"]
    assert "secret" in report.export(workflow.load(hidden, settings=mo), "vtt")
    for refused in (
        lambda: workflow.forget(hidden, settings=mo),
        lambda: jobs.forget(hidden, settings=mo),
        lambda: workflow.share(hidden, "nia", settings=mo),
        lambda: workflow.take_back(hidden, "mo", settings=mo),
        lambda: workflow.describe_as(hidden, owner="mo", settings=mo),
        lambda: workflow.set_goal(hidden, "More silence", settings=mo),
    ):
        with pytest.raises(AnalyserError):
            refused()
    workflow.take_back(hidden, "mo", settings=ana)
    with pytest.raises(StoreError):
        workflow.load(hidden, settings=mo)


def test_a_job_is_told_to_who_asked_for_it(settings_for, tmp_path, monkeypatch):
    from analyser.jobs import queue

    monkeypatch.setattr(queue, "ensure_worker", lambda **_settings: None)
    recording = tmp_path / "secret.wav"
    recording.write_bytes(b"RIFF")
    job = jobs.submit(Request(recording=str(recording)), settings=settings_for("ana"))
    assert [each.id for each in jobs.jobs(settings=settings_for("ana"))] == [job]
    assert [each.id for each in jobs.jobs(settings=settings_for(ME))] == [job]
    assert jobs.jobs(settings=settings_for("ben")) == ()
    for act in (jobs.cancel, jobs.dismiss, jobs.job):
        with pytest.raises(AnalyserError):
            act(job, settings=settings_for("ben"))
