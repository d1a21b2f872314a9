"""A mentor comments, rates and signs a sheet; a trainee reads it as it was signed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyser import workflow
from analyser.domain import Behaviour, Rating
from analyser.errors import InputError, StoreError
from analyser.measures.definitions import UNITS
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


def test_a_comment_waits_for_the_signature_and_an_answer_does_not(session, ana, mo):
    first = workflow.comment(session, start=0.0, end=4.0, kind="strength", text="x", settings=mo)
    assert workflow.comments(session, settings=ana) == ()
    workflow.save_sheet(workflow.draft_sheet(session, settings=mo), settings=mo)
    workflow.sign_sheet(session, settings=mo)
    assert workflow.comments(session, settings=ana) == (first,)
    late = workflow.comment(session, start=9.0, kind="note", text="later", settings=mo)
    asked = workflow.comment(
        session, start=0.0, kind="note", text="Why?", answers=first.id, settings=ana
    )
    told = workflow.comment(
        session, start=0.0, kind="note", text="So.", answers=asked.id, settings=mo
    )
    assert (asked.start, asked.end, told.start) == (0.0, 4.0, 0.0)
    assert set(workflow.comments(session, settings=ana)) == {first, asked, told}
    with pytest.raises(StoreError, match="no comment"):
        workflow.comment(session, start=0.0, kind="note", text="?", answers=late.id, settings=ana)
    workflow.take_back_sheet(session, settings=mo)
    assert set(workflow.comments(session, settings=ana)) == {asked}


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"text": "x" * 5000},
        {"kind": "praise"},
        {"start": -1.0},
        {"start": 5.0, "end": 4.0},
        {"start": 9999.0},
    ],
)
def test_a_comment_that_cannot_be_is_refused_in_words(session, mo, wrong):
    with pytest.raises(InputError):
        workflow.comment(
            session, settings=mo, **({"start": 1.0, "kind": "note", "text": "x"} | wrong)
        )


def test_a_sheet_is_drafted_from_what_was_marked(session, ana, mo):
    earlier = kept(ana, 1, held="2025-01-01")
    workflow.set_goal(earlier, "More silence", settings=ana)
    workflow.set_goal(
        earlier, "Half open", measure="open_share", aim="at_least", value=0.05, settings=ana
    )
    for kind, text in (("strength", "You waited."), ("try_next", "Name it."), ("note", "mine")):
        workflow.comment(session, start=10.0, end=14.0, kind=kind, text=text, settings=mo)
    workflow.comment(session, start=1.0, kind="strength", text="I did well", settings=ana)
    drafted = workflow.draft_sheet(session, settings=mo)
    assert [(i.text, i.start, i.end) for i in drafted.strengths] == [("You waited.", 10.0, 14.0)]
    assert [i.text for i in drafted.next_time] == ["Name it."]
    assert [i.text for i in drafted.wonders] == [workflow.WONDER]
    assert drafted.goals[0] == "More silence"
    assert drafted.goals[1].startswith("Half open: It was 50 %")
    assert set(drafted.figures) <= set(UNITS)
    assert workflow.sheet(session, settings=mo) is None


def test_without_a_strength_the_sheet_opens_on_what_was_seen(session, mo):
    drafted = workflow.draft_sheet(session, settings=mo)
    assert drafted.strengths == ()
    ratings = (
        Rating(behaviour="silence_allowed", seen="yes", note="after the second question"),
        Rating(behaviour="time_held_fairly", seen="no"),
    )
    workflow.save_sheet(replace(drafted, ratings=ratings), settings=mo)
    again = workflow.draft_sheet(session, settings=mo)
    assert [i.text for i in again.strengths] == ["Silence allowed: after the second question"]
    assert again.ratings == ratings


def test_a_trainee_reads_a_sheet_as_it_was_signed(session, ana, mo):
    drafted = workflow.draft_sheet(session, settings=mo)
    workflow.save_sheet(replace(drafted, opening="Dear Ana"), settings=mo)
    assert workflow.sheet(session, settings=ana) is None
    signed = workflow.sign_sheet(session, settings=mo)
    assert signed.wonders == ()  # the prompt that nobody finished is not signed
    assert workflow.sheet(session, settings=ana) == signed
    workflow.save_sheet(replace(signed, opening="Dear Ana, once more"), settings=mo)
    assert workflow.sheet(session, settings=ana) == signed
    assert workflow.signed_sheet(session, settings=mo) == signed
    assert workflow.sheet(session, settings=mo).opening == "Dear Ana, once more"
    again = workflow.sign_sheet(session, settings=mo)
    assert workflow.sheet(session, settings=ana) == again
    workflow.take_back_sheet(session, settings=mo)
    assert workflow.sheet(session, settings=ana) is None
    assert workflow.sheet(session, settings=mo) == replace(again, signed="")


def test_a_sheet_with_nothing_in_it_is_not_signed(session, mo):
    with pytest.raises(InputError, match="no draft"):
        workflow.sign_sheet(session, settings=mo)
    workflow.save_sheet(workflow.draft_sheet(session, settings=mo), settings=mo)
    with pytest.raises(InputError, match="Nothing is written"):
        workflow.sign_sheet(session, settings=mo)


def test_what_cannot_be_in_a_sheet_is_refused(session, mo):
    drafted = workflow.draft_sheet(session, settings=mo)
    wrong = (
        replace(drafted, figures=("beauty",)),
        replace(drafted, opening="x" * 5000),
        replace(drafted, ratings=(Rating(behaviour="silence_allowed", seen="perhaps"),)),
    )
    for sheet in wrong:
        with pytest.raises(InputError):
            workflow.save_sheet(sheet, settings=mo)


def test_a_programme_has_a_rubric_of_its_own(settings):
    packaged = workflow.rubric(settings=settings)
    assert [b.id for b in packaged][:2] == ["ground_rules_set", "questions_modelled"]
    assert len(packaged) == 7
    own = (Behaviour(id="tea_made", title='The "tea"', question="Was tea made?\\ Ünï"),)
    workflow.write_rubric(own, settings=settings)
    assert workflow.rubric(settings=settings) == own
    with pytest.raises(InputError, match="'tea_made'"):
        workflow.write_rubric((*own, *own), settings=settings)
    with pytest.raises(InputError, match="title"):
        workflow.write_rubric((replace(own[0], title=" "),), settings=settings)
    assert workflow.rubric(settings=settings) == own
    workflow.write_rubric((), settings=settings)
    assert workflow.rubric(settings=settings) == packaged


@pytest.mark.parametrize("text", [b"[[behaviour", b"\xff", b"", b"[[behaviour]]\nid = 'x'"])
def test_a_rubric_that_cannot_be_read_is_told_in_words(settings, text):
    settings.data.mkdir()
    (settings.data / "rubric.toml").write_bytes(text)
    with pytest.raises(InputError, match=r"rubric\.toml"):
        workflow.rubric(settings=settings)
