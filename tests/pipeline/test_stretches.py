"""Windows become stretches of one voice, and stretches become who is heard when."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analyser.pipeline.stretches import (
    PIECE,
    SHORTEST,
    STRIDE,
    UNHEARD,
    Windows,
    heard,
    labelled,
    nearest,
    pieces_of,
)


def windows(*rows: str, first: tuple[int, ...] = (0,), frames: int | None = None) -> Windows:
    """Windows from drawings: a line per local speaker, ``#`` where it speaks."""
    per_window = len(rows) // len(first)
    active = np.array([[mark == "#" for mark in row] for row in rows])
    active = active.reshape(len(first), per_window, -1).transpose(0, 2, 1)
    length = frames or first[-1] + active.shape[1]
    count = np.zeros(length, dtype=int)
    for at, window in zip(first, active, strict=True):
        here = count[at : at + len(window)]
        here[:] = np.maximum(here, window.sum(axis=1)[: len(here)])
    speech = np.minimum(count, 1.0)
    return Windows(active=active, first=np.array(first), count=count, speech=speech)


def test_a_stretch_ends_where_nobody_two_or_another_is_heard():
    made = windows(
        "####..####....",
        ".........#####",
    )
    assert made.stretches().tolist() == [[0, 4], [6, 9], [10, 14]]


def test_one_voice_giving_way_to_another_without_a_pause_makes_two_stretches():
    made = windows(
        "#####.....",
        ".....#####",
    )
    assert made.stretches().tolist() == [[0, 5], [5, 10]]


def test_a_change_that_one_of_two_windows_hears_makes_two_stretches():
    made = windows(
        "##########",
        "..........",
        "#####.....",
        ".....#####",
        first=(0, 0),
    )
    assert made.stretches().tolist() == [[0, 5], [5, 10]]


def test_silence_has_no_stretches():
    assert windows("....", "....").stretches().shape == (0, 2)


def test_a_window_that_reaches_past_the_end_is_cut_off():
    made = windows("######", "......", frames=4)
    assert made.stretches().tolist() == [[0, 4]]


def test_in_an_overlap_the_windows_say_who_is_heard_beside_whom():
    made = windows(
        "######....",
        "....######",
    )
    voice = labelled(made.stretches(), np.array([1, 0]), 10)
    assert voice.tolist() == [1] * 4 + [UNHEARD] * 2 + [0] * 4
    active = heard(made.evidence(voice, 2), made.count)
    assert active.tolist() == [[False, True]] * 4 + [[True, True]] * 2 + [[True, False]] * 4


def test_who_is_only_heard_beside_another_is_the_one_who_speaks_soonest_before_or_after():
    made = windows(
        "####...#######.###",
        ".........###......",
    )
    ends = made.stretches()
    voice = labelled(ends, np.array([0, 1, 1, 2]), len(made.count))
    active = heard(made.evidence(voice, 3), made.count)
    assert active[10].tolist() == [False, True, True]


def test_a_voice_in_one_window_keeps_its_name_in_the_frames_too_short_to_have_one():
    made = windows("####.#....####")
    voice = np.array([0] * 4 + [UNHEARD] * 6 + [1] * 4)
    active = heard(made.evidence(voice, 2), made.count)
    assert active[5].tolist() == [True, False]


@given(st.integers(0, 5000), st.integers(0, 3000))
def test_pieces_lie_within_their_stretch_and_cover_it(start, hops):
    pieces = pieces_of(start, start + hops)
    assert bool(pieces) == (hops >= SHORTEST)
    for piece in pieces:
        assert start <= piece.first
        assert piece.first + piece.hops <= start + hops
        assert SHORTEST <= piece.hops <= PIECE
    firsts = [piece.first for piece in pieces]
    assert all(0 < gap <= STRIDE + 1 for gap in np.diff(firsts))
    if hops >= PIECE:
        assert firsts[0] == start
        assert firsts[-1] + PIECE == start + hops


@given(st.lists(st.booleans(), min_size=1, max_size=60).filter(any))
def test_nearest_is_known_and_nothing_known_is_nearer(known):
    flags = np.array(known)
    places = np.flatnonzero(flags)
    for here, found in enumerate(nearest(flags)):
        assert flags[found]
        assert abs(found - here) == np.abs(places - here).min()


@given(st.integers(1, 4), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_as_many_voices_are_heard_as_were_counted(voices, frames, seed):
    rng = np.random.default_rng(seed)
    count = rng.integers(0, 4, frames)
    active = heard(rng.random((frames, voices)), count)
    assert active.sum(axis=1).tolist() == np.minimum(count, voices).tolist()
