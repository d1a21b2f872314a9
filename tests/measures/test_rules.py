"""Ground rule 1 and actions, by hand."""

from __future__ import annotations

import pytest

from analyser.measures import OPT_IN, measure
from analyser.measures.actions import commits
from tests.measures.made import found, marked, session, value

ROLES = {"F": "facilitator", "P": "presenter", "M": "member", "N": "member"}
NAMES = {"F": "Ruth", "P": "Sam", "M": "Nadia", "N": "Ben"}
LONG = "I think that it was hard for them."


def talk(*said, stage="questions"):
    rows = [(n * 5.0, n * 5.0 + 4, *row) for n, row in enumerate(said)]
    analysis = session(*rows, roles=ROLES, names=NAMES, duration=5.0 * len(rows))
    return marked(analysis, (0, 5.0 * len(rows), stage))


def unasked(*said, stage="questions"):
    measured = found(measure(talk(*said, stage=stage)), "ground_rule_1")
    return [stretch.utterance for stretch in measured.evidence]


PRESENTER = ("P", "other", "And so I went home and said nothing at all.")


def test_a_statement_that_answers_no_question_is_listed():
    assert unasked(PRESENTER, ("M", "other", LONG)) == [1]
    assert unasked(PRESENTER, ("M", "advice", "You should ring her tonight.")) == [1]
    assert unasked(PRESENTER, ("F", "other", LONG)) == [1]


@pytest.mark.parametrize(
    "said",
    [
        ("P", "other", LONG),
        ("M", "other", "Oh dear me."),
        ("M", "reflection", "You went home and said nothing."),
        ("M", "open", "What was it that you wanted?"),
        ("M", "process", "Shall we leave that one there?"),
        ("M", "advice/disguised", "Have you thought about ringing her?"),
        ("M", "other", "Ben, I think you know them better."),
    ],
)
def test_what_is_no_statement_to_the_presenter_is_not(said):
    assert unasked(PRESENTER, said) == []


def test_an_answer_is_not():
    assert unasked(("P", "open", "What do you all make of it?"), ("M", "other", LONG)) == []
    asked = ("F", "open", "Nadia, what did you hear there?")
    assert unasked(PRESENTER, asked, ("M", "other", LONG)) == []
    assert (
        unasked(PRESENTER, ("F", "process", "One thing each, please."), ("M", "other", LONG)) == []
    )


def test_a_question_to_somebody_else_is_no_leave_to_speak():
    assert unasked(PRESENTER, ("N", "open", "What happened next?"), ("M", "other", LONG)) == [2]
    called = ("F", "process", "Ben, would you go next?")
    assert unasked(PRESENTER, called, ("M", "other", LONG)) == [2]


def test_a_murmur_is_no_turn():
    asked = ("P", "open", "What do you all make of it?")
    assert unasked(asked, ("N", "other", "Mm."), ("M", "other", LONG)) == []


@pytest.mark.parametrize("stage", ["check_in", "resources", "actions", "review", "break"])
def test_the_rule_holds_where_the_set_works_on_the_issue(stage):
    measured = found(measure(talk(PRESENTER, ("M", "other", LONG), stage=stage)), "ground_rule_1")
    assert measured.value is None
    assert measured.note == "Nobody has marked the stages in which the set works on the issue."


def test_without_a_presenter_nothing_is_told_of_it():
    note = found(measure(session((0, 4, "M", "other", LONG))), "ground_rule_1").note
    assert note == "Nobody has the role of the presenter."


def test_the_rule_is_shown_to_who_asks_for_it():
    assert {"ground_rule_1"} == OPT_IN


@pytest.mark.parametrize(
    "text",
    [
        "I'll ring her on Monday, before the meeting.",
        "I’m going to ask him for half an hour.",
        "My first step is to write it down.",
        "I'm going down to see him at four.",
        "I'm calling her in the car, tomorrow.",
    ],
)
def test_a_commitment_is_known_by_its_words(text):
    assert commits(text)


@pytest.mark.parametrize(
    "text",
    [
        "I will, yeah.",
        "Maybe I'll ring her, I don't know.",
        "I'll think about it, thank you.",
        "How would I say that to her?",
        "She will ring me on Monday, before the meeting.",
        "I might ask her for half an hour.",
    ],
)
def test_what_is_none_is_not(text):
    assert not commits(text)


def test_actions_are_the_presenters_own_in_the_presenters_words():
    mine = "I'll ring her on Monday, first thing."
    analysis = talk(
        ("F", "open", "What will you do?"), ("P", "other", mine), ("M", "other", mine),
        ("P", "other", "That is good to hear."), stage="actions",
    )  # fmt: skip
    measured = found(measure(analysis), "actions")
    assert (measured.value, measured.note) == (1, f"“{mine}”")
    assert [stretch.utterance for stretch in measured.evidence] == [1]


def test_without_the_stage_of_the_actions_they_cannot_be_told():
    assert found(measure(talk(PRESENTER)), "actions").note == (
        "Nobody has marked the stage of the actions."
    )
    empty = talk(PRESENTER, stage="actions")
    assert value(measure(empty), "actions") == 0
    nobody = marked(session((0, 4, "M", "other", LONG)), (0, 4, "actions"))
    assert found(measure(nobody), "actions").note == "Nobody has the role of the presenter."
