"""Questions by hand."""

import pytest

from analyser.measures import measure
from tests.measures.made import found, session, value

ASKED = session(
    (0, 2, "F", "open", "What is it about?"),
    (3, 60, "P", "other", "It is about a rota."),
    (61, 63, "F", "open", "What have you tried?"),
    (63.5, 64.5, "F", "closed", "Did you ask?"),
    (65, 67, "P", "other", "I did."),
    (68, 70, "M", "closed", "Is it on Friday?"),
    (71, 73, "F", "open", "How was that?"),
    (80, 84, "F", "open", "And " + "so " * 24 + "what else?"),
    roles={"F": "facilitator", "P": "presenter", "M": "member"},
    duration=300,
    confidence=1.0,
)


def test_questions_are_counted_for_each_voice_role_and_the_set():
    measures = measure(ASKED)
    counts = {
        s: (value(measures, "open_questions", s), value(measures, "closed_questions", s))
        for s in ("F", "M", "P", "role:facilitator", "set")
    }
    assert counts == {
        "F": (4, 1),
        "M": (0, 1),
        "P": (0, 0),
        "role:facilitator": (4, 1),
        "set": (4, 2),
    }


def test_a_rate_is_for_ten_minutes():
    assert value(measure(ASKED), "open_questions_per_10_min", "F") == 8
    assert value(measure(ASKED), "closed_questions_per_10_min") == 4


def test_the_open_share_of_certain_labels_has_wilsons_interval():
    share = found(measure(ASKED), "open_share", "F")
    assert share.value == 0.8
    # by hand: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) with z = 1.959964, n = 5
    assert share.low == pytest.approx(0.375535, abs=1e-6)
    assert share.high == pytest.approx(0.963776, abs=1e-6)
    assert share.note == "4 of 5"


def test_below_five_questions_there_are_too_few_to_say():
    share = found(measure(ASKED), "open_share", "M")
    assert share.value is None
    assert share.note == "too few to say: 0 of 1"


def test_two_questions_with_no_answer_between_are_stacked():
    stacked = found(measure(ASKED), "stacked_questions", "F")
    assert stacked.value == 1
    (stretch,) = stacked.evidence
    assert (stretch.start, stretch.end, stretch.utterance) == (61, 64.5, 2)


@pytest.mark.parametrize(
    ("between", "stacks"),
    [
        ((2.2, 2.5, "P", "other", "No."), 0),
        ((2.2, 2.5, "P", "other", "Mm-hm."), 1),
        ((2.2, 2.5, "P", "other", "42."), 0),
        ((2.2, 4.5, "P", "other", "Not really, we did not."), 0),
        ((2.2, 2.9, "F", "other", "I mean."), 0),
        ((2.2, 2.5, "F", "open", "And who else?"), 1),
    ],
)
def test_what_stands_between_decides(between, stacks):
    later = 5.0 if between[1] > 3 else 3.0
    analysis = session((0, 2, "F", "closed", "Is it so?"), between, (later, 6, "F", "open", "Why?"))
    assert value(measure(analysis), "stacked_questions") == stacks


def test_a_pause_of_two_seconds_unstacks_them():
    analysis = session((0, 2, "F", "closed"), (4.0, 6, "F", "open"))
    assert value(measure(analysis), "stacked_questions") == 0


def test_three_in_a_row_are_one_stack():
    analysis = session((0, 2, "F", "closed"), (3, 4, "F", "open"), (5, 6, "F", "closed"))
    stacked = found(measure(analysis), "stacked_questions")
    assert stacked.value == 1
    assert stacked.evidence[0].end == 6


def test_length_is_the_median_number_of_words():
    assert value(measure(ASKED), "question_length", "F") == 4
    assert value(measure(ASKED), "question_length", "P") is None
    assert len(found(measure(ASKED), "question_length", "F").evidence) == 5


def test_a_question_over_25_words_is_listed():
    long = found(measure(ASKED), "long_questions")
    assert long.value == 1
    assert long.evidence[0].utterance == 7


def test_25_words_are_not_too_long():
    analysis = session((0, 9, "F", "open", "word " * 25))
    assert value(measure(analysis), "long_questions") == 0
