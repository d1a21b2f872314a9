"""Text as a recogniser hears it: never empty, and the same for the same seed."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.pipeline.punctuation import unmarked
from analyser.train.mishear import STYLES, bared, heard, lowered, mismarked, style

TEXTS = st.text(min_size=1, max_size=80).filter(str.strip) | st.lists(
    st.sampled_from(["um,", "I", "I,", "the", "you", "What's", "Mm.", "—", "er", "know?", "so"]),
    min_size=1,
    max_size=12,
).map(" ".join)
LOOKS = st.sampled_from([name for name, _ in STYLES])
SEEDS = st.integers(0, 10_000)


@settings(deadline=None)
@given(TEXTS, LOOKS, SEEDS)
def test_something_is_always_heard(text, look, seed):
    assert heard(text, look, Random(seed))


@settings(deadline=None)
@given(TEXTS, LOOKS, SEEDS)
def test_the_same_seed_hears_the_same(text, look, seed):
    assert heard(text, look, Random(seed)) == heard(text, look, Random(seed))


@settings(deadline=None)
@given(TEXTS)
def test_text_without_marks_stays_as_it_is(text):
    assert unmarked(unmarked(text)) == unmarked(text)


def test_bare_text_keeps_only_words_and_apostrophes():
    assert unmarked("So – what's NEXT, then?") == "so what's next then"
    assert bared("what's next", Random(0)) in {"what's next", "whats next"}
    assert lowered("What's next?", Random(0)) == "what's next?"


@pytest.mark.parametrize("seed", range(20))
def test_a_wrong_mark_never_turns_a_telling_into_a_question(seed):
    assert "?" not in mismarked("It was the van, I think.", Random(seed))


def test_every_style_is_shown_about_as_often_as_it_should_be():
    random = Random(1)
    shown = [style(random) for _ in range(4000)]
    for name, share in STYLES:
        assert shown.count(name) / len(shown) == pytest.approx(share, abs=0.03)
    assert sum(share for _, share in STYLES) == pytest.approx(1)


def test_hesitations_are_left_out_now_and_then():
    texts = {heard("Um, I, I think so.", "lower", Random(seed)) for seed in range(40)}
    assert {"um, i, i think so.", "i think so."} <= texts
