"""Which labels are worth a look, by hand."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from analyser.measures.doubt import mistakes
from analyser.measures.unsure import please_look
from tests.measures.made import session, sessions

ROLES = {"F": "facilitator", "P": "presenter", "M": "member"}
ACTS = ("open_question", "closed_question", "advice", "reflection", "process", "other")


def with_confidence(analysis, **confidences):
    """The analysis with the confidence of some utterances (``u3=0.5``) changed."""
    acts = [
        replace(act, confidence=confidences.get(f"u{act.utterance}", act.confidence))
        for act in analysis.acts
    ]
    return replace(analysis, acts=tuple(acts))


def looked_at(analysis, **more):
    return [look.utterance.n for look in please_look(analysis, **more)]


TALK = session(
    (0, 2, "F", "open"),
    (10, 12, "F", "closed"),
    (20, 22, "P", "other"),
    (100, 102, "M", "advice"),
    (110, 112, "P", "open"),
    (200, 202, "M", "other"),
    roles=ROLES,
    duration=300,
    confidence=1.0,
)


def test_what_is_certain_needs_no_look():
    assert please_look(TALK) == ()


def test_how_much_a_label_matters_by_hand():
    # The open share is 1 of 2: a closed question that is open makes it 2 of 2, anything else 1 of
    # 1, so it moves by 1/2 either way. The advice share is 1 of 3: if the closed question is
    # advice, it moves by 1/3, if it is process or other, to 1 of 2, by 1/6. In the first third no
    # advice was given: 0 of 2 moves to 1 of 2 with advice.
    (look,) = please_look(with_confidence(TALK, u1=0.6))
    wrong = dict(zip(ACTS, mistakes()[1], strict=True))
    none = wrong["process"] + wrong["other"]
    opened = 0.5
    shared = wrong["advice"] / 3 + none / 6
    crept = wrong["advice"] / 2
    assert look.utterance.n == 1
    assert look.figure == "open_share"
    assert look.moves == pytest.approx(0.4 * (opened + shared + crept))


def test_the_weightier_label_and_the_less_certain_one_come_first():
    assert looked_at(with_confidence(TALK, u0=0.8, u1=0.5)) == [1, 0]
    assert looked_at(with_confidence(TALK, u1=0.7, u5=0.7))[0] == 1


def test_what_moves_no_figure_is_left_out():
    assert looked_at(with_confidence(TALK, u2=0.3, u4=0.3)) == []


def test_a_member_moves_advice_alone():
    (look,) = please_look(with_confidence(TALK, u3=0.5))
    assert look.figure.startswith("advice")


def test_while_nobody_facilitates_everybodys_questions_count():
    unnamed = session((0, 2, "A", "open"), (5, 7, "B", "closed"), duration=60, confidence=0.6)
    assert {look.figure for look in please_look(unnamed)} == {"open_share"}


def test_ten_at_most_unless_more_are_wanted():
    many = session(*[(n, n + 1, "F", "open" if n % 2 else "closed") for n in range(40)])
    many = replace(many, acts=tuple(replace(act, confidence=0.5) for act in many.acts))
    assert len(please_look(many)) == 10
    assert len(please_look(many, most=3)) == 3


def test_what_a_person_judged_is_not_asked_again():
    doubtful = with_confidence(TALK, u0=0.5, u1=0.5)
    acts = list(doubtful.acts)
    acts[1] = replace(acts[1], confidence=1.0, by="me")
    assert looked_at(replace(doubtful, acts=tuple(acts))) == [0]


@settings(max_examples=60, deadline=None)
@given(sessions())
def test_every_look_is_at_an_uncertain_label_that_moves_something(analysis):
    doubtful = replace(analysis, acts=tuple(replace(a, confidence=0.7) for a in analysis.acts))
    looks = please_look(doubtful)
    assert [look.moves for look in looks] == sorted((look.moves for look in looks), reverse=True)
    assert all(look.moves > 0 and look.figure for look in looks)
    assert please_look(analysis) == ()
