"""Words are put where the speech is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Word
from analyser.pipeline.fit import fitted
from analyser.pipeline.speech import Span

SPEECH = (Span(start=1.0, end=3.0), Span(start=4.0, end=6.0), Span(start=9.0, end=9.5))


def spoken(*times: tuple[float, float], confidence: float = 0.9) -> list[Word]:
    return [
        Word(start=start, end=end, text=f"w{n}", confidence=confidence)
        for n, (start, end) in enumerate(times)
    ]


WORDS = spoken((1.0, 1.8), (1.8, 2.9), (4.1, 5.0), (5.0, 5.9), (9.0, 9.5))


@pytest.mark.parametrize("lean", [-0.2, -0.1, 0.0, 0.15, 0.25])
def test_times_that_lean_all_one_way_are_put_right(lean):
    leaning = [replace(word, start=word.start + lean, end=word.end + lean) for word in WORDS]
    for word, fit in zip(WORDS, fitted(leaning, SPEECH), strict=True):
        assert fit.start == pytest.approx(word.start, abs=0.11)
        assert fit.end == pytest.approx(word.end, abs=0.11)


def test_words_beside_a_silence_reach_to_its_edges():
    fit = fitted(spoken((1.3, 1.9), (1.9, 2.7), (4.3, 5.7)), SPEECH)
    assert [(word.start, word.end) for word in fit] == [(1.0, 1.9), (1.9, 3.0), (4.0, 6.0)]


def test_a_guess_far_from_any_speech_goes_and_a_sure_word_stays():
    sure, guess = spoken((7.0, 7.4)), spoken((7.5, 7.9), confidence=0.2)
    fit = fitted([*WORDS[:4], *sure, *guess], SPEECH)
    assert [word.text for word in fit] == ["w0", "w1", "w2", "w3", "w0"]
    assert fit[-1].start == 7.0


def test_without_speech_there_are_no_words():
    assert fitted(WORDS, ()) == ()
    assert fitted((), SPEECH) == ()


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 30), st.floats(0, 2)), max_size=30),
    st.lists(st.tuples(st.floats(0.11, 3), st.floats(0.05, 3)), min_size=1, max_size=10),
)
def test_order_and_text_stay_and_times_are_in_order(times, gaps):
    words = spoken(*[(start, start + length) for start, length in sorted(times)])
    spans, clock = [], 0.0
    for gap, length in gaps:
        spans.append(Span(start=clock + gap, end=clock + gap + length))
        clock += gap + length
    fit = fitted(words, spans)
    assert [word.text for word in fit] == [word.text for word in words]
    assert all(0 <= word.start <= word.end for word in fit)
