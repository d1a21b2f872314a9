"""Listening room by hand."""

import pytest

from analyser.measures import measure
from tests.measures.made import found, session, value

ROLES = {"F": "facilitator", "P": "presenter", "M": "member"}


def after_question(*said, **more):
    return measure(session(*said, roles=ROLES, **more))


def after_presenter(*turns):
    return measure(session(turns=list(turns), roles=ROLES))


def test_a_wait_is_from_the_question_to_the_next_speech():
    measures = after_question((0, 2, "F", "open"), (5.5, 9, "P", "other"))
    assert value(measures, "wait_after_question", "F") == 3.5
    (stretch,) = found(measures, "wait_after_question").evidence
    assert (stretch.start, stretch.end, stretch.utterance) == (2, 5.5, 0)


def test_the_asker_who_goes_on_ends_the_wait():
    measures = after_question((0, 2, "F", "open"), (3, 4, "F", "other"), (9, 10, "P", "other"))
    assert value(measures, "wait_after_question") == 1


def test_a_voice_that_is_speaking_leaves_no_wait():
    measures = after_question((0, 2, "F", "open"), (1.5, 9, "P", "other"))
    assert value(measures, "wait_after_question") == 0


def test_sound_without_words_ends_the_wait():
    measures = after_question(
        (0, 2, "F", "open"), (9, 10, "P", "other"), turns=[(0, 2.1, "F"), (4, 5, "M"), (9, 10, "P")]
    )
    assert value(measures, "wait_after_question") == 2


def test_under_a_quarter_of_a_second_is_no_wait_and_over_a_minute_is_a_break():
    measures = after_question(
        *[(0, 2, "F", "open"), (2.249, 5, "P", "other")],
        *[(10, 12, "F", "open"), (12.25, 20, "P", "other")],
        *[(30, 32, "F", "open"), (92, 95, "P", "other")],
        *[(100, 102, "F", "open"), (162.1, 170, "P", "other")],
    )
    assert [s.start for s in found(measures, "wait_after_question").evidence] == [2, 12, 32]
    assert value(measures, "wait_after_question") == 0.25
    assert value(measures, "long_waits_after_question") == pytest.approx(1 / 3)


def test_three_seconds_are_a_long_wait():
    measures = after_question((0, 2.1, "F", "open"), (5.1, 9, "P", "other"))
    share = found(measures, "long_waits_after_question", "F")
    assert share.value == 1
    assert share.note == "1 of 1"


def test_a_question_at_the_very_end_has_no_wait():
    figure = found(after_question((0, 2, "F", "open"), duration=60), "wait_after_question")
    assert figure.value is None
    assert figure.note


def test_the_wait_after_the_presenter_is_to_the_next_other_voice():
    measures = after_presenter((0, 10, "P"), (14, 16, "F"), (16, 20, "P"), (20.5, 22, "M"))
    assert value(measures, "wait_after_presenter") == 2.25
    assert value(measures, "wait_after_presenter", "F") == 4
    assert value(measures, "wait_after_presenter", "M") == 0.5
    assert value(measures, "long_waits_after_presenter") == 0.5


def test_a_presenter_who_goes_on_has_not_stopped():
    measures = after_presenter((0, 10, "P"), (15, 20, "P"), (21, 23, "F"))
    assert value(measures, "wait_after_presenter") == 1


def test_a_back_channel_does_not_end_the_presenters_room():
    measures = after_presenter((0, 10, "P"), (10.2, 10.9, "M"), (14, 16, "F"))
    assert value(measures, "wait_after_presenter") == 4


def test_whoever_talks_over_the_presenter_leaves_no_room():
    measures = after_presenter((0, 10, "P"), (8, 16, "F"))
    assert value(measures, "wait_after_presenter") == 0


def test_a_remark_inside_the_presenters_turn_is_no_stop():
    measures = after_presenter((0, 10, "P"), (5, 7, "M"), (13, 16, "F"))
    assert value(measures, "wait_after_presenter") == 3


def test_without_a_presenter_it_cannot_be_told():
    figure = found(measure(session(turns=[(0, 5, "A"), (6, 9, "B")])), "wait_after_presenter")
    assert figure.value is None
    assert "presenter" in figure.note


P_STOPS = [(0, 10, "P"), (12.5, 13.2, "M"), (16, 20, "P"), (21, 23, "F")]


@pytest.mark.parametrize(("act", "first"), [("open", 2.5), ("other", 1.0)])
def test_a_short_question_ends_the_presenters_room_and_a_murmur_does_not(act, first):
    said = [(0, 10, "P", "other"), (12.5, 13.2, "M", act, "Why?"), (16, 20, "P", "other")]
    measures = measure(session(*said, turns=P_STOPS, roles=ROLES))
    waits = found(measures, "wait_after_presenter").evidence
    assert waits[0].end - waits[0].start == pytest.approx(first)
    assert len(waits) == (2 if act == "open" else 1)
