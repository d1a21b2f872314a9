"""Results are remembered by all that went into them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.domain import Turn, Word
from analyser.pipeline.cache import Cache, content_of, fingerprint

WORDS = (Word(start=0.0, end=0.5, text="hello", confidence=0.9),)
Words = tuple[Word, ...]


class Counter:
    """Computes the same rows each time and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Words:
        self.times += 1
        return WORDS


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(folder=tmp_path / "stages")


def test_what_is_known_is_not_computed_again(cache):
    compute = Counter()
    first = cache.remember("transcribe", Words, "model", "audio", compute=compute)
    second = cache.remember("transcribe", Words, "model", "audio", compute=compute)
    assert first == second == WORDS
    assert compute.times == 1


@pytest.mark.parametrize("inputs", [("other", "audio"), ("model", "other"), ("model",)])
def test_another_model_or_another_input_is_computed_anew(cache, inputs):
    compute = Counter()
    cache.remember("transcribe", Words, "model", "audio", compute=compute)
    cache.remember("transcribe", Words, *inputs, compute=compute)
    assert compute.times == 2


def test_a_damaged_file_counts_as_not_there(cache):
    compute = Counter()
    cache.remember("transcribe", Words, "model", compute=compute)
    cache.path("transcribe", Words, "model").write_bytes(b'[{"start": 0.0, "en')
    assert cache.remember("transcribe", Words, "model", compute=compute) == WORDS
    assert compute.times == 2


def test_an_error_leaves_nothing_behind(cache):
    def fail() -> Words:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cache.remember("transcribe", Words, "model", compute=fail)
    assert not cache.path("transcribe", Words, "model").exists()


def test_another_shape_of_row_has_another_place(cache):
    assert cache.path("x", Words, "m") != cache.path("x", tuple[Turn, ...], "m")


@given(st.lists(st.text()), st.lists(st.text()))
def test_no_two_lists_of_texts_share_a_fingerprint(one, other):
    assert (fingerprint(*one) == fingerprint(*other)) == (one == other)


@given(st.lists(st.floats(0, 1e4), min_size=1))
def test_content_is_the_same_for_equal_rows_only(starts):
    rows = tuple(Word(start=s, end=s + 1, text="a") for s in starts)
    assert content_of(rows, Words) == content_of(tuple(rows), Words)
    assert content_of(rows, Words) != content_of(rows + WORDS, Words)


def test_numbers_are_kept_until_they_are_let_go(tmp_path):
    cache, made = Cache(folder=tmp_path), []

    def compute():
        made.append(1)
        return np.arange(6.0).reshape(2, 3)

    first = cache.remember_array("heard", "model", "sound", compute=compute)
    again = cache.remember_array("heard", "model", "sound", compute=compute)
    assert np.array_equal(first, again)
    assert len(made) == 1
    cache.let_go("heard")
    assert not list(tmp_path.glob("*.npy"))


def test_a_damaged_file_of_numbers_is_computed_again(tmp_path):
    cache = Cache(folder=tmp_path)
    cache.remember_array("heard", "sound", compute=lambda: np.zeros(3))
    next(tmp_path.glob("*.npy")).write_bytes(b"\x93NUMPY half")
    assert cache.remember_array("heard", "sound", compute=lambda: np.ones(2)).tolist() == [1, 1]
