"""Text that nobody said is taken out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Word
from analyser.pipeline.invented import is_invented, without_loops


@dataclass
class Segment:
    avg_logprob: float
    no_speech_prob: float


def words(text: str) -> list[Word]:
    return [Word(start=n / 4, end=n / 4 + 0.2, text=word) for n, word in enumerate(text.split())]


def text(spoken) -> str:
    return " ".join(word.text for word in spoken)


@pytest.mark.parametrize(
    ("looped", "expected"),
    [
        ("so " + "I don't know. " * 9 + "Right.", "so I don't know. Right."),
        ("yeah " * 40, "yeah"),
        ("Thank you. " * 6, "Thank you."),
        ("and we have to do it now, " * 3 + "yes", "and we have to do it now, yes"),
    ],
)
def test_a_loop_is_reduced_to_its_first_round(looped, expected):
    assert text(without_loops(words(looped))) == expected


@pytest.mark.parametrize(
    "said",
    [
        "no, no, no, no, that's not it",
        "I don't know, I don't know, I don't know",
        "what did you do, what did you do then",
        "yeah yeah, yeah, exactly",
    ],
)
def test_what_people_repeat_is_kept(said):
    assert text(without_loops(words(said))) == said


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "d."]), max_size=60))
def test_what_is_left_has_no_loops_and_was_there_before(tokens):
    spoken = words(" ".join(tokens))
    once = without_loops(spoken)
    assert set(once) <= set(spoken)
    assert list(once) == sorted(once, key=lambda word: word.start)
    assert bool(once) == bool(spoken)


def test_a_guess_over_silence_is_invented_and_a_sure_segment_is_not():
    assert is_invented(Segment(avg_logprob=-0.96, no_speech_prob=0.63))
    assert is_invented(Segment(avg_logprob=-1.12, no_speech_prob=0.48))
    assert is_invented(Segment(avg_logprob=-1.5, no_speech_prob=0.05))
    assert not is_invented(Segment(avg_logprob=-0.96, no_speech_prob=0.46))
    assert not is_invented(Segment(avg_logprob=-0.3, no_speech_prob=0.9))
