from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.pipeline.rules.normalise import spoken


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("so um what what's stopping you", "so what's stopping you"),
        ("i've not i've not told them", "I've not told them"),
        ("Wh-what about the, er, the rota?", "what about the , the rota ?"),
        ("WHY DONT YOU JUST RING HIM", "why don't you just ring him"),
        ("id get hr in early", "I'd get hr in early"),
        ("was he ill", "was he ill"),
        ("ill ring her", "I'll ring her"),
        ("its mad innit", "it's mad isn't it"),
        ("were nearly out of time", "we're nearly out of time"),
        ("were they kind", "were they kind"),
        ("d'you think he's guessed", "do you think he's guessed"),
        ("i hadnae thought of that", "I hadn't thought of that"),
        ("Well, you know, it's hard", "Well , it's hard"),
        ("do you know him", "do you know him"),
        ("what kind of person", "what kind of person"),
        ("he’s gone", "he's gone"),
    ],
)
def test_speech_is_mended_for_the_parser(said: str, read: str) -> None:
    assert spoken(said).text == read


def test_the_people_in_the_room_get_their_capitals_back() -> None:
    assert spoken("sam what do you think", frozenset({"sam"})).text == "Sam what do you think"


def test_hesitation_alone_is_kept() -> None:
    assert spoken("um, er").text == "um , er"


def test_a_quote_gives_back_the_words_as_they_were_said() -> None:
    one = spoken("Um, so what, er, what would you do?")
    start = one.text.index("what would")
    assert one.quote(start, start + len("what would you")) == "what would you"


@given(st.text(max_size=200), st.integers(0, 220), st.integers(0, 220))
def test_every_quote_stands_in_the_original(text: str, start: int, end: int) -> None:
    assert spoken(text).quote(min(start, end), max(start, end)) in text


@given(
    st.lists(st.sampled_from(["so", "what", "I", "um", "you know", "it's", ",", "?"]), max_size=12)
)
def test_mending_twice_changes_nothing_more(words: list[str]) -> None:
    once = spoken(" ".join(words)).text
    assert set(spoken(once).text.lower().split()) <= set(once.lower().split())
