"""Vectors of stretches become voices."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.pipeline import voice_clusters

voices_of = partial(voice_clusters.voices_of, clear=1.0)


def made(*seconds: float, likeness: float = 0.2, noise: float = 0.5, seed: int = 1):
    """Stretches of 2 s of as many voices as there are figures, each heard for so long.

    Any two voices have a cosine of ``likeness``; a stretch has one of 1 / √(1 + noise²) with its
    own voice.
    """
    rng = np.random.default_rng(seed)
    basis = np.linalg.qr(rng.normal(size=(192, len(seconds) + 1)))[0].T
    voices = np.sqrt(likeness) * basis[-1] + np.sqrt(1 - likeness) * basis[:-1]
    truth = np.repeat(np.arange(len(seconds)), [max(1, round(s / 2)) for s in seconds])
    blur = rng.normal(size=(len(truth), 192)) * noise / np.sqrt(192)
    vectors = voices[truth] + blur
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), truth


def same_partition(found, truth) -> bool:
    pairs = set(zip(found.tolist(), truth.tolist(), strict=True))
    return len(pairs) == len(set(truth.tolist())) == len(set(found.tolist()))


def lengths(vectors) -> np.ndarray:
    return np.full(len(vectors), 2.0)


@pytest.mark.parametrize("voices", [1, 2, 3, 5, 8])
def test_the_voices_are_counted(voices):
    vectors, truth = made(*[60.0] * voices)
    assert same_partition(voices_of(vectors, lengths(vectors)), truth)


def test_a_quiet_voice_is_found_beside_a_dominant_one():
    vectors, truth = made(600.0, 120.0, 12.0)
    assert same_partition(voices_of(vectors, lengths(vectors)), truth)


def test_two_similar_voices_are_told_apart_by_all_that_they_said():
    vectors, truth = made(80.0, 80.0, 80.0, likeness=0.72)
    assert same_partition(voices_of(vectors, lengths(vectors)), truth)


def test_one_strange_stretch_is_not_a_voice():
    vectors, truth = made(120.0, 120.0, 2.0)
    found = voices_of(vectors, lengths(vectors))
    assert len(set(found.tolist())) == 2
    assert same_partition(found[truth < 2], truth[truth < 2])


def test_short_stretches_are_given_to_voices_and_make_none():
    vectors, truth = made(60.0, 60.0, 4.0)
    seconds = np.where(truth == 2, 0.4, 2.0)
    assert len(set(voices_of(vectors, seconds).tolist())) == 2


@pytest.mark.parametrize("wanted", [1, 2, 3, 4, 5, 7, 20])
def test_an_exact_number_of_voices_is_kept_to(wanted):
    vectors, _ = made(60.0, 60.0, 30.0, 20.0)
    found = voices_of(vectors, lengths(vectors), at_least=wanted, at_most=wanted)
    assert len(set(found.tolist())) == wanted


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_maximum_is_kept_to_and_the_most_alike_are_joined(most):
    vectors, _ = made(60.0, 60.0, 30.0, 20.0)
    found = voices_of(vectors, lengths(vectors), at_most=most)
    assert len(set(found.tolist())) == most


def test_two_voices_that_are_joined_are_the_most_alike():
    first, truth = made(60.0, 60.0)
    third = first[truth == 1] + 0.9 * made(60.0, seed=5)[0]
    vectors = np.concatenate((first, third / np.linalg.norm(third, axis=1, keepdims=True)))
    found = voices_of(vectors, lengths(vectors), at_most=2)
    assert set(found[truth.size :].tolist()) == set(found[: truth.size][truth == 1].tolist())


def test_a_single_stretch_is_one_voice_and_none_is_none():
    vectors, _ = made(2.0)
    assert voices_of(vectors, lengths(vectors)).tolist() == [0]
    assert voices_of(vectors, lengths(vectors), at_least=4, at_most=4).tolist() == [0]
    assert voices_of(np.zeros((0, 192)), np.zeros(0)).tolist() == []


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 6), st.integers(1, 6))
def test_whatever_comes_in_each_stretch_gets_a_voice_within_bounds(seed, stretches, least, more):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(stretches, 192))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = voices_of(
        vectors, rng.uniform(0.3, 30, stretches), at_least=least, at_most=least + more
    )
    number = len(set(found.tolist()))
    assert found.shape == (stretches,)
    assert sorted(set(found.tolist())) == list(range(number))
    assert number <= least + more


@given(st.integers(0, 2**32 - 1))
def test_the_order_of_the_stretches_does_not_matter(seed):
    vectors, _ = made(40.0, 30.0, 20.0)
    order = np.random.default_rng(seed).permutation(len(vectors))
    assert same_partition(
        voices_of(vectors[order], lengths(vectors)), voices_of(vectors, lengths(vectors))[order]
    )
