"""Scores of word-pieces become the words that decided."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.pipeline.encoder.deciding import cue_of, strongest, whole_words

TEXT = "Well, have you tried asking her?"
SPANS = [(0, 4), (4, 5), (6, 10), (11, 14), (15, 20), (21, 27), (28, 31), (31, 32)]


def test_the_cue_is_the_stretch_that_speaks_for_the_class():
    each = np.zeros((8, 3))
    each[2:6, 1] = 2.0
    assert cue_of(TEXT, SPANS, each, 1) == "have you tried asking"


def test_an_utterance_without_pieces_has_no_cue():
    assert cue_of("", [], np.zeros((0, 3)), 0) == ""


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=12))
def test_no_other_stretch_has_a_larger_sum(parts):
    scores = np.array(parts)
    first, last = strongest(scores)
    best = max(scores[a:b].sum() for a, b in combinations(range(len(parts) + 1), 2))
    assert scores[first : last + 1].sum() == pytest.approx(best)


@given(st.text(min_size=1), st.data())
def test_a_cue_is_whole_words_of_the_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cue = whole_words(text, start, end)
    assert cue in text
