"""Stretches join to turns; time is added up once."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analyser.domain import Turn
from analyser.measures.turns import gaps, joined, merged, overlap, seconds_of, union

spans = st.lists(
    st.tuples(st.integers(0, 100), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=20,
)
stretches = st.lists(
    st.tuples(st.integers(0, 600), st.integers(1, 60), st.sampled_from("ABC")).map(
        lambda s: Turn(start=s[0] / 10, end=(s[0] + s[1]) / 10, speaker=s[2])
    ),
    max_size=25,
)


def turns(*rows):
    return [(t.start, t.end, t.speaker) for t in joined(heard(*rows))]


def heard(*rows):
    return [Turn(start=start, end=end, speaker=voice) for start, end, voice in rows]


def test_a_pause_under_two_seconds_does_not_end_a_turn():
    assert turns((0, 5, "A"), (6.9, 9, "A")) == [(0, 9, "A")]


def test_a_pause_of_two_seconds_ends_it():
    assert turns((0.1, 5.1, "A"), (7.1, 9, "A")) == [(0.1, 5.1, "A"), (7.1, 9, "A")]


def test_another_voice_between_ends_it():
    assert len(turns((0, 5, "A"), (5.2, 6.2, "B"), (6.5, 9, "A"))) == 3


def test_a_back_channel_does_not_end_it():
    assert turns((0, 5, "A"), (5.2, 6.1, "B"), (6.5, 9, "A")) == [(0, 9, "A"), (5.2, 6.1, "B")]


def test_a_voice_over_a_turn_but_not_in_its_pause_does_not_end_it():
    assert (0, 9, "A") in turns((0, 5, "A"), (1, 4, "B"), (6, 9, "A"))


def test_the_pauses_in_a_turn_are_no_airtime():
    (turn,) = joined(heard((0, 5, "A"), (6, 9, "A")))
    assert (turn.length, turn.airtime) == (9, 8)


def test_sound_told_twice_counts_once():
    (turn,) = merged(heard((0, 5, "A"), (4, 6, "A"), (4.5, 5, "A")))
    assert turn.airtime == 6


def test_an_empty_stretch_is_nothing():
    assert merged(heard((3, 3, "A"))) == ()
    assert joined([]) == ()


def test_overlap_is_where_two_voices_are_heard():
    crossed = overlap(merged(heard((0, 5, "A"), (3, 8, "B"), (4, 6, "C"), (8, 9, "A"))))
    assert crossed == [(3, 6)]


def test_gaps_are_the_rest():
    assert gaps([(1, 3), (2, 5), (8, 9)], 10.0) == [(0.0, 1), (5, 8), (9, 10.0)]
    assert gaps([], 10.0) == [(0.0, 10.0)]
    assert gaps([], 0.0) == []


def test_what_lies_outside_the_recording_makes_no_gap_longer():
    assert gaps([(0, 10), (70, 80)], 60.0) == [(10, 60.0)]
    assert gaps([(-5, 10), (50, 80)], 60.0) == [(10, 50)]
    assert gaps([(-5, -1)], 60.0) == [(0.0, 60.0)]


@given(spans)
def test_a_union_has_the_length_of_all_seconds_covered(pairs):
    covered = {second for start, end in pairs for second in range(start, end)}
    assert seconds_of(union(pairs)) == len(covered)


@given(stretches)
def test_joining_keeps_all_sound_and_all_voices(rows):
    turns = joined(rows)
    for voice in "ABC":
        own = [(r.start, r.end) for r in rows if r.speaker == voice]
        airtime = sum(t.airtime for t in turns if t.speaker == voice)
        assert abs(airtime - seconds_of(union(own))) < 1e-6


@given(stretches)
def test_turns_of_one_voice_never_overlap(rows):
    for voice in "ABC":
        own = [t for t in joined(rows) if t.speaker == voice]
        assert all(a.end <= b.start for a, b in pairwise(own))


@given(stretches)
def test_speech_and_silence_make_the_whole(rows):
    own = [t.span for t in merged(rows)]
    assert abs(seconds_of(union(own)) + seconds_of(gaps(own, 100.0)) - 100.0) < 1e-6
