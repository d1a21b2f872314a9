"""Stretches are cut where the voice changes, and each says how sure its voice is."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.pipeline.handovers import (
    PRICE,
    Spoken,
    at_pause,
    crossings,
    likeliest,
    sureness,
    told_apart,
    unit,
)

STEP, REACH = 0.02, 25
ALL_SPEECH = np.ones(30_000)
PIECE = 40
"""Frames from one piece to the next, and from the middle of the last to the end."""


def voices(number: int, seed: int = 1) -> np.ndarray:
    """Directions at right angles."""
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(64, number)))[0].T


def stretch(start: int, sounds: list[int], *, noise: float = 0.5, seed: int = 0) -> Spoken:
    """A stretch whose pieces are of these voices."""
    rng = np.random.default_rng(seed + start)
    vectors = voices(4)[sounds] + rng.normal(size=(len(sounds), 64)) * noise / 8
    middles = start + PIECE * (np.arange(len(sounds)) + 1.0)
    stop = start + PIECE * (len(sounds) + 1)
    return Spoken(start=start, stop=stop, middles=middles, vectors=unit(vectors))


def meeting() -> list[Spoken]:
    """Two voices in turn, eight pieces each time."""
    return [stretch(1000 * n, [n % 2] * 8) for n in range(10)]


def test_a_stretch_of_one_voice_stays_whole():
    whole = stretch(100, [1] * 6)
    (part,) = whole.parts(voices(4), ALL_SPEECH, REACH)
    assert (part.start, part.stop) == (whole.start, whole.stop)
    assert np.array_equal(part.vectors, whole.vectors)


def test_a_stretch_is_cut_halfway_between_two_pieces_of_different_voices():
    whole = stretch(100, [1, 1, 1, 2, 2, 0, 0], noise=0)
    parts = list(whole.parts(voices(4), ALL_SPEECH, REACH))
    assert [(part.start, part.stop) for part in parts] == [(100, 240), (240, 320), (320, 420)]
    assert [len(part.vectors) for part in parts] == [3, 2, 2]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_the_parts_are_the_stretch(sounds):
    whole = stretch(50, sounds)
    parts = list(whole.parts(voices(4), ALL_SPEECH, REACH))
    assert parts[0].start == whole.start
    assert parts[-1].stop == whole.stop
    assert all(one.stop == two.start for one, two in pairwise(parts))
    assert all(part.start < part.stop for part in parts)
    assert np.array_equal(np.concatenate([part.vectors for part in parts]), whole.vectors)


def test_an_unnoticed_handover_is_found_among_voices_heard_elsewhere():
    parts, found = told_apart([*meeting(), stretch(20_000, [0] * 4 + [1] * 4)], STEP)
    assert len(parts) == 12
    assert found[-2:].tolist() == [found[0], found[1]]
    assert abs(parts[-1].start - (20_000 + 4.5 * PIECE)) <= 3


def test_a_cut_is_nearer_to_the_piece_in_which_both_voices_are_heard():
    likeness = np.array([[0.5, 0.4], [0.2, 0.5]])
    share = crossings(likeness, np.array([0, 1]), np.array([1]))
    assert share == pytest.approx([0.25])


def test_a_cut_is_moved_to_a_pause_that_is_near():
    speech = np.ones(200)
    speech[[90, 115, 160]] = 0.5, 0.3, 0.0
    assert at_pause(100, (1, 199), speech, REACH) == 115
    assert at_pause(100, (1, 110), speech, REACH) == 90
    assert at_pause(50, (1, 199), speech, REACH) == 50
    assert at_pause(50, (120, 110), speech, REACH) == 120


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.integers(0, 2**32 - 1))
def test_the_parts_are_the_stretch_wherever_the_pauses_are(sounds, seed):
    whole = stretch(50, sounds)
    speech = np.random.default_rng(seed).uniform(size=2_000)
    parts = list(whole.parts(voices(4), speech, REACH))
    assert (parts[0].start, parts[-1].stop) == (whole.start, whole.stop)
    assert all(part.start < part.stop for part in parts)
    assert all(one.stop == two.start for one, two in pairwise(parts))


def test_one_odd_piece_in_a_stretch_is_no_handover():
    likeness = np.array([[0.6, 0.3], [0.45, 0.55], [0.6, 0.3]])
    assert likeliest(likeness).tolist() == [0, 0, 0]


def test_nothing_heard_is_no_voice():
    parts, found = told_apart([], STEP)
    assert parts == []
    assert found.tolist() == []


@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_a_wanted_number_of_voices_is_kept_to(wanted):
    _, found = told_apart(meeting(), STEP, at_least=wanted, at_most=wanted)
    assert len(set(found.tolist())) == wanted


@given(st.integers(1, 5), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_no_other_course_is_likelier(pieces, number, seed):
    likeness = np.random.default_rng(seed).uniform(-1, 1, size=(pieces, number))

    def worth(course) -> float:
        return likeness[np.arange(pieces), course].sum() - PRICE * np.count_nonzero(np.diff(course))

    best = max(worth(np.array(course)) for course in product(range(number), repeat=pieces))
    assert worth(likeliest(likeness)) == pytest.approx(best)


def test_the_further_from_the_next_voice_the_surer():
    between = unit(voices(4)[:1] * 1.05 + voices(4)[1:2])
    doubtful = Spoken(start=30_000, stop=30_080, middles=np.array([30_040.0]), vectors=between)
    parts, found = told_apart([*meeting(), doubtful], STEP)
    sure = sureness(parts, found, STEP)
    assert sure[:-1].min() > 0.99
    assert 0.4 < sure[-1] < 0.8


def test_the_only_voice_is_as_sure_as_it_sounds_like_itself():
    parts = [stretch(1000 * n, [0] * 8) for n in range(5)]
    odd = stretch(9000, [3])
    sure = sureness([*parts, odd], np.zeros(6, dtype=int), STEP)
    assert sure[:-1].min() > 0.99
    assert sure[-1] < 0.9
