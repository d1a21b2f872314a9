"""The first answer, word for word."""

import pytest

from analyser.domain import Measure
from analyser.measures import first_sentence, measure, told
from analyser.measures.wording import about, counted, listed, many, minutes, percent
from tests.measures.made import session

ROLES = {"F": "facilitator", "P": "presenter", "M": "member"}


def answer(*said, **more):
    analysis = session(*said, confidence=1.0, **more)
    return first_sentence(analysis, measure(analysis))


def talk(acts, voice="M"):
    told = {"a": "advice", "q": "open", "c": "closed", "o": "other"}
    return [(n * 24.0, n * 24.0 + 5, voice, told[act]) for n, act in enumerate(acts)]


def test_it_says_what_was_asked_and_that_advice_crept_in():
    said = [
        *talk("qqqqqqqqqqqqqqqaqqaaqaaaqaaaaa"),
        *[(n * 60.0 + 10, n * 60.0 + 12, "F", "open" if n % 3 else "closed") for n in range(6)],
    ]
    assert answer(*said, roles=ROLES, names={"F": "Ruth"}, duration=720) == (
        "In 12 minutes two people spoke; Ruth asked 6 questions, 4 of them open (67 %, between"
        " 30 % and 90 %); advice crept up, from 0 in 14 contributions in the first third to 8 in"
        " 10 in the last."
    )


def test_it_works_while_nobody_is_named():
    assert answer(*talk("qqccccc"), *talk("o", "S2"), duration=180) == (
        "In 3 minutes two people spoke; together they asked 7 questions, 2 of them open (29 %,"
        " between 8 % and 64 %); nobody gave advice in 7 contributions."
    )


def test_it_says_where_there_is_too_little():
    assert answer(*talk("ca"), duration=50) == (
        "In 50 seconds one person spoke; together they asked 1 question, none of them open (too"
        " few to say more); there is too little to tell whether advice creeps in: one piece of it"
        " in 2 contributions."
    )


def test_it_says_where_advice_is_steady():
    text = answer(*talk("qqqaqqqqqaqqqqaqqqqq" * 4), duration=1920)
    assert "advice stayed about the same, from 4 in 27 contributions" in text


def test_it_says_where_nobody_asked():
    assert "Ruth asked no question" in answer(*talk("aaa"), roles=ROLES, names={"F": "Ruth"})


def test_it_says_where_there_are_no_words_or_no_voices():
    assert "no words were made out" in answer(turns=[(0, 60, "A")])
    assert answer() == "Nobody was heard speaking in this recording."


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (2.13, "2.25 s"), (59.9, "60 s"), (200, "3 min 20 s"), (3900, "1 h 5 min")],
)
def test_seconds_are_told_to_a_quarter(seconds, text):
    assert minutes(seconds) == text


@pytest.mark.parametrize(
    ("value", "unit", "low", "high", "text"),
    [
        (0.643, "share", 0.38, 0.84, "64 % (38 % to 84 %)"),
        (0.001, "share", None, None, "under 1 %"),
        (None, "share", None, None, "cannot tell"),
        ("creeping", "word", None, None, "creeping"),
        (4, "count", None, None, "4"),
        (6.25, "per 10 min", None, None, "6.2 per 10 min"),
        (7.5, "words", None, None, "7.5 words"),
        (2.0, "odds ratio per 10 min", 1.1, 1e9, "2.00 (1.10 to over 100)"),
        (1e-9, "odds ratio per 10 min", None, None, "under 0.01"),
    ],
)
def test_every_unit_has_its_words(value, unit, low, high, text):
    assert (
        told(Measure(name="n", subject="set", value=value, unit=unit, low=low, high=high)) == text
    )


def test_small_words():
    assert [percent(0), percent(1), percent(0.009)] == ["0 %", "100 %", "under 1 %"]
    assert [about(40), about(60), about(7500)] == ["40 seconds", "1 minute", "2 hours 5 minutes"]
    assert [counted(6), counted(13)] == ["six", "13"]
    assert [many(1, "turn"), many(2, "turn")] == ["1 turn", "2 turns"]
    assert [listed(["A"]), listed(["A", "B", "C"])] == ["A", "A, B and C"]
