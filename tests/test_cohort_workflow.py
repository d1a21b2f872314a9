"""A cohort is figures of many people's sessions, worked out once and filtered."""

from __future__ import annotations

import pytest

from analyser import workflow
from analyser.errors import InputError
from analyser.store import Claim, Store
from analyser.workflow.cohort import figures_of_sessions
from tests.people_helpers import as_person, kept, with_people


@pytest.fixture
def ana(settings):
    """Settings of Ana's, a trainee, with Mo, a mentor, and Lea, a cohort lead, beside her."""
    return with_people(settings)


def a_cohort(settings, people=5, *, sample=False):
    for n in range(people):
        who = workflow.add_person(
            f"Person {n}", ["trainee"], "Spring", sample=sample, settings=settings
        )
        for month in (1, 2):
            session = kept(settings, 10 * n + month, held=f"2026-0{month}-0{n + 1}", owner=who.id)
            workflow.describe_as(session, online=month == 1, sample=sample, settings=settings)


def test_a_lead_sees_figures_of_many_and_no_session(settings, ana):
    a_cohort(settings)
    lea = as_person(ana, "lea")
    assert workflow.sessions(settings=lea) == ()
    told = workflow.cohort(settings=lea)
    assert (told.people, told.sessions, told.programmes) == (5, 10, ("Spring",))
    share = told.spread("open_share")
    assert (share.all.median, share.own) == (pytest.approx(0.5), ())
    own = workflow.cohort(settings=as_person(settings, "person-3")).spread("open_share").own
    assert [point.when for point in own] == ["2026-01-04", "2026-02-04"]


def test_a_cohort_is_filtered(settings, ana):
    a_cohort(settings)
    workflow.describe_as(kept(ana, 99, held="2026-06-01"), programme="Autumn", settings=ana)

    def sessions(**filters):
        return workflow.cohort(settings=settings, **filters).sessions

    assert sessions() == 11
    assert sessions(programme="Spring") == 10
    assert sessions(since="2026-02-01") == 6
    assert sessions(until="2026-01-31") == 5
    assert sessions(since="2026-01-02", until="2026-01-02") == 1
    assert (sessions(online=True), sessions(online=False)) == (5, 5)
    assert (sessions(size=(2, 2)), sessions(size=(3, 9))) == (11, 0)
    with pytest.raises(InputError, match="no day"):
        sessions(since="spring")
    with pytest.raises(InputError, match="another programme"):
        workflow.cohort(programme="Autumn", settings=ana)


def test_invented_sessions_are_left_out_where_there_are_real_ones(settings, ana):
    a_cohort(settings, sample=True)
    assert workflow.cohort(settings=settings).sample
    assert workflow.cohort(settings=settings).sessions == 10
    workflow.describe_as(kept(ana, 99), programme="Autumn", settings=ana)
    assert workflow.cohort(settings=settings).sessions == 1
    assert workflow.cohort(programme="Spring", settings=settings).sessions == 10


@pytest.mark.filterwarnings("error")
def test_figures_are_the_same_once_they_were_remembered(settings):
    session = kept(settings)
    fresh = figures_of_sessions({session}, settings=settings)
    assert figures_of_sessions({session}, settings=settings) == fresh
    values = [figure.value for figure in fresh[session].measures]
    assert {type(value) for value in values} == {float, str, type(None)}


def test_the_cohort_follows_a_correction(settings):
    a_cohort(settings)
    before = workflow.cohort(settings=settings).spread("open_questions").all.points
    worked = []
    workflow.cohort(settings=settings, progress=worked.append)
    assert worked == []
    session = workflow.sessions(settings=settings)[0]
    workflow.correct(session.id, 0, act="closed_question", settings=settings)
    after = workflow.cohort(settings=settings, progress=worked.append)
    assert worked == [0.0]
    assert sorted(p.value for p in after.spread("open_questions").all.points) == [3, *[4] * 9]
    assert [p.value for p in before] == [4.0] * 10


def labelled(by, acts):
    """Claims of somebody who labelled utterances from the first on."""
    said = {"form": None, "confidence": 1.0, "cue": ""}
    return [
        Claim(kind="act", subject=str(n), value={"act": act, **said}, by=by)
        for n, act in enumerate(acts)
    ]


def test_observers_who_labelled_the_same_sessions_are_compared(settings):
    acts = ["open_question", "closed_question"] * 6
    for n in range(5):
        who = workflow.add_person(f"Person {n}", ["trainee"], settings=settings).id
        session = kept(settings, n, owner=who, opened=6, closed=6)
        scope = Store.open(settings).visible_to(who)
        scope.claim(session, labelled("mo", acts))
        assert workflow.cohort(settings=settings).observers.sessions == n
        scope.claim(session, labelled("nia", ["other", *acts[1:]]))
    told = workflow.cohort(settings=settings).observers
    assert (told.sessions, told.people) == (5, 5)
    assert told.kappa == pytest.approx(0.845, abs=0.01)
