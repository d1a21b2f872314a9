"""Gaps and overlaps by example and by property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.pipeline.timeline import LONGEST_GAP, LONGEST_OVERLAP, STEADY, Step, Timeline, step

seconds = st.floats(min_value=0, max_value=50_000, allow_nan=False)
lengths = st.floats(min_value=0.001, max_value=2.0, allow_nan=False)
leaps = st.floats(min_value=-2 * LONGEST_OVERLAP, max_value=2 * LONGEST_GAP, allow_nan=False)
jitters = st.floats(min_value=-0.99 * STEADY, max_value=0.99 * STEADY, allow_nan=False)


@pytest.mark.parametrize(
    ("head", "at", "expected"),
    [
        (10.0, 10.0, Step()),
        (10.0, None, Step()),
        (10.0, 10.04, Step()),
        (10.0, 9.96, Step()),
        (10.0, 12.5, Step(gap=2.5)),
        (10.0, 9.5, Step(overlap=0.5)),
        (10.0, 0.0, Step(reset=True)),
        (10.0, 20_000.0, Step(reset=True)),
    ],
)
def test_a_piece_follows_on_leaves_a_gap_overlaps_or_sets_the_clock_anew(head, at, expected):
    assert step(head, at) == expected


@given(head=seconds, at=seconds)
def test_a_step_is_one_thing_and_mends_the_whole_difference(head, at):
    move = step(head, at)
    assert sum([move.gap > 0, move.overlap > 0, move.reset]) <= 1
    if move.gap or move.overlap:
        assert head + move.gap - move.overlap == pytest.approx(at)
    elif not move.reset:
        assert abs(head - at) <= STEADY


@given(pieces=st.lists(st.tuples(leaps, lengths), min_size=1, max_size=40), zero=seconds)
def test_sound_is_never_laid_over_other_sound(pieces, zero):
    timeline, clock = Timeline(zero), zero
    for leap, length in pieces:
        clock += leap
        before = timeline.head
        place = timeline.place(clock, length)
        assert place.start >= before
        assert 0 <= place.skip <= length
        assert timeline.head == pytest.approx(place.start + length - place.skip)
        clock += length


@given(pieces=st.lists(st.tuples(st.floats(-0.9, 30), lengths), min_size=1, max_size=40))
def test_what_is_kept_stands_where_the_clock_says_however_many_gaps_there_were(pieces):
    timeline, clock = Timeline(0.0), 0.0
    timeline.place(0.0, 1.0)
    for leap, length in pieces:
        clock = max(timeline.head + leap, 0.0)
        place = timeline.place(clock, length)
        if place.skip < length:
            assert place.start - place.skip == pytest.approx(clock, abs=STEADY + 1e-6)


@given(pieces=st.lists(st.tuples(jitters, lengths), min_size=1, max_size=100))
def test_an_unsteady_clock_moves_nothing(pieces):
    timeline, heard = Timeline(0.0), 0.0
    timeline.place(0.0, 1.0)
    heard += 1.0
    for jitter, length in pieces:
        place = timeline.place(heard + jitter, length)
        assert place.joins
        assert place.start == pytest.approx(heard)
        heard += length
    assert not timeline.gaps


@given(rate=st.floats(min_value=-0.01, max_value=0.01), length=lengths)
def test_a_clock_that_runs_fast_or_slow_is_followed(rate, length):
    timeline = Timeline(0.0)
    for n in range(500):
        clock = n * length * (1 + rate)
        place = timeline.place(clock, length)
        if place.skip < length:
            assert place.start - place.skip == pytest.approx(clock, abs=STEADY + 1e-6)


def test_sound_before_the_beginning_is_left_out_and_a_late_start_is_no_gap():
    timeline = Timeline(1.0)
    assert timeline.place(0.9, 0.06).skip == pytest.approx(0.06)
    assert timeline.place(0.96, 0.06).skip == pytest.approx(0.04)
    assert timeline.head == pytest.approx(0.02)

    late = Timeline(0.0)
    assert late.place(0.03, 1.0).start == pytest.approx(0.03)
    assert late.gaps == []


def test_gaps_and_new_clocks_are_counted():
    timeline = Timeline(0.0)
    timeline.place(0.0, 1.0)
    timeline.place(3.0, 1.0)
    timeline.place(0.5, 1.0)
    timeline.place(1.5, 1.0)
    assert timeline.gaps == [2.0]
    assert timeline.resets == 1
    assert timeline.head == 6.0
