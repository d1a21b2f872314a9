"""Advice and reflections by hand."""

import pytest

from analyser.measures import measure
from analyser.measures.pleas import asks_for_advice
from tests.measures.made import found, session, value

ROLES = {"F": "facilitator", "P": "presenter", "M": "member", "N": "member"}
GIVEN = session(
    (0, 10, "P", "other"),
    (10, 12, "F", "open"),
    (20, 24, "M", "advice"),
    (30, 32, "N", "advice/disguised"),
    (40, 43, "M", "advice"),
    (50, 52, "F", "process"),
    (60, 62, "N", "closed"),
    (70, 74, "F", "reflection"),
    (80, 82, "P", "open"),
    (90, 95, "P", "advice"),
    roles=ROLES,
    duration=200,
)


def test_advice_is_counted_by_form_and_giver():
    measures = measure(GIVEN)
    assert value(measures, "advice") == 4
    assert value(measures, "advice", "M") == 2
    assert value(measures, "direct_advice", "role:member") == 2
    assert value(measures, "disguised_advice", "N") == 1
    assert value(measures, "advice_seconds", "M") == 7
    assert value(measures, "advice_per_10_min") == 12


def test_the_first_advice_has_its_time():
    measures = measure(GIVEN)
    assert value(measures, "first_advice_at") == 20
    assert value(measures, "first_advice_at", "N") == 30
    assert value(measures, "first_advice_at", "F") is None


def test_contributions_leave_the_presenter_out():
    measures = measure(GIVEN)
    assert value(measures, "contributions") == 6
    assert value(measures, "contributions", "P") == 0
    assert value(measures, "advice_share") == 0.5
    assert value(measures, "advice_share", "M") == 1
    assert value(measures, "advice_share", "P") is None


def test_while_nobody_is_named_everybody_contributes():
    rows = [(n * 10, n * 10 + 2, "AB"[n % 2], "open" if n % 3 else "advice") for n in range(6)]
    assert value(measure(session(*rows)), "contributions") == 6


def test_three_pieces_by_two_people_are_a_cascade():
    cascade = found(measure(GIVEN), "cascades")
    assert cascade.value == 1
    (stretch,) = cascade.evidence
    assert (stretch.start, stretch.end, stretch.utterance) == (20, 43, 2)


@pytest.mark.parametrize(
    "rows",
    [
        [(0, 1, "M", "advice"), (2, 3, "M", "advice"), (4, 5, "M", "advice")],
        [(0, 1, "M", "advice"), (2, 3, "N", "advice")],
        [(0, 1, "M", "advice"), (2, 3, "N", "advice"), (4, 5, "F", "open"), (6, 7, "M", "advice")],
        [(0, 1, "M", "advice"), (2, 3, "N", "reflection"), *[(4, 5, "N", "advice")] * 2],
    ],
)
def test_less_is_no_cascade(rows):
    assert value(measure(session(*rows)), "cascades") == 0


def test_steering_back_is_a_move_of_the_facilitator_before_the_next_advice():
    steered = found(measure(GIVEN), "steer_back")
    assert steered.value == 0.25
    assert steered.note == "1 of 4"
    assert [e.utterance for e in steered.evidence] == [5]


@pytest.mark.parametrize(("start", "share"), [(65.0, 1.0), (65.1, 0.0)])
def test_steering_back_comes_within_a_minute(start, share):
    analysis = session((0, 5, "M", "advice"), (start, start + 1, "F", "open"), roles=ROLES)
    assert value(measure(analysis), "steer_back") == share


@pytest.mark.parametrize("act", ["closed", "other", "reflection"])
def test_other_moves_do_not_steer_back(act):
    analysis = session((0, 5, "M", "advice"), (6, 7, "F", act), roles=ROLES)
    assert value(measure(analysis), "steer_back") == 0


def test_without_a_facilitator_steering_back_cannot_be_told():
    figure = found(measure(session((0, 5, "M", "advice"))), "steer_back")
    assert figure.value is None
    assert "facilitator" in figure.note


def test_advice_after_the_presenters_plea_is_invited():
    analysis = session(
        (0, 4, "M", "advice"),
        (5, 8, "P", "open", "So what would you all do in my place?"),
        (9, 12, "N", "advice"),
        (128, 130, "M", "advice"),
        (128.1, 130, "P", "advice"),
        (128.2, 131, "M", "advice"),
        roles=ROLES,
    )
    invited = found(measure(analysis), "invited_advice")
    assert [e.utterance for e in invited.evidence] == [2, 3]
    assert value(measure(analysis), "invited_advice", "M") == 1


def test_a_members_plea_invites_nothing():
    analysis = session(
        (0, 3, "M", "open", "What would you do?"), (4, 6, "N", "advice"), roles=ROLES
    )
    assert value(measure(analysis), "invited_advice") == 0


def test_while_nobody_presents_invited_advice_cannot_be_told():
    assert value(measure(session((4, 6, "N", "advice"))), "invited_advice") is None


def test_reflections_are_set_against_questions():
    measures = measure(GIVEN)
    assert value(measures, "reflections", "F") == 1
    assert value(measures, "reflections_to_questions", "F") == 1
    assert value(measures, "reflections_to_questions") == pytest.approx(1 / 3)
    assert value(measures, "reflections_to_questions", "M") is None
    assert found(measures, "reflections_to_questions").note == "1 to 3"


@pytest.mark.parametrize(
    "text",
    [
        "What would you do?",
        "Any ideas?",
        "Does anybody have any advice?",
        "What’s your advice?",
        "I'd really welcome some ideas.",
        "I need advice.",
        "I'm looking for some tips.",
        "Please give me your advice.",
        "I don't know what to do. Give me some ideas.",
        "so what should i do",
    ],
)
def test_a_question_or_a_request_asks_for_advice(text):
    assert asks_for_advice(text, question=False)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for your advice.",
        "I don't want any advice.",
        "I don’t need advice",
        "Don't give me any advice.",
        "I appreciate your advice.",
        "I like your idea.",
        "I have had some ideas.",
        "Is that your advice?",
    ],
)
def test_naming_advice_is_not_asking_for_it(text):
    assert not asks_for_advice(text, question=False)


def test_words_that_are_known_to_be_a_question_need_no_mark():
    assert asks_for_advice("has anybody got any ideas", question=True)
    assert not asks_for_advice("nobody has got any ideas", question=False)


def test_thanks_for_advice_invite_none():
    analysis = session(
        (0, 3, "P", "other", "Thanks for your advice."), (4, 6, "N", "advice"), roles=ROLES
    )
    assert value(measure(analysis), "invited_advice") == 0
