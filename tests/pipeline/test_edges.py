"""Turns begin and end where the sound does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.domain import Turn
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.edges import MARGIN, REACH, drawn_in, levels
from tests.pipeline.noises import waves

NEAR = 0.03


def turn(speaker: str, start: float, end: float) -> Turn:
    return Turn(start=start, end=end, speaker=speaker, confidence=0.9)


@pytest.fixture
def room(tmp_path: Path):
    """A room with a little noise, in which it is loud for some stretches (seconds)."""

    def heard(*loud: tuple[float, float], seconds: float = 20.0, level: float = 0.1) -> Audio:
        rng = np.random.default_rng(3)
        samples = 0.001 * rng.standard_normal(round(seconds * SAMPLE_RATE))
        for start, end in loud:
            first, last = round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)
            samples[first:last] += level * rng.standard_normal(last - first)
        return waves(tmp_path / "room.wav", samples.astype(np.float32))

    return heard


def test_the_level_is_in_dbfs_each_hundredth_of_a_second(room):
    level = levels(room((2.0, 4.0), seconds=6.0))
    assert len(level) == 600
    assert np.median(level[220:380]) == pytest.approx(-20, abs=0.5)
    assert np.median(level[:180]) == pytest.approx(-60, abs=0.5)


def test_both_edges_are_drawn_in_to_the_sound(room):
    (drawn,) = drawn_in([turn("S1", 4.8, 8.4)], room((5.0, 8.0)))
    assert drawn.start == pytest.approx(5.0 - MARGIN, abs=NEAR)
    assert drawn.end == pytest.approx(8.0 + MARGIN, abs=NEAR)
    assert (drawn.speaker, drawn.confidence) == ("S1", 0.9)


def test_the_pause_between_two_people_belongs_to_neither(room):
    found = [turn("S1", 2.0, 5.1), turn("S2", 5.1, 9.0)]
    one, other = drawn_in(found, room((2.0, 5.0), (5.3, 9.0)))
    assert one.end == pytest.approx(5.0 + MARGIN, abs=NEAR)
    assert other.start == pytest.approx(5.3 - MARGIN, abs=NEAR)


def test_a_change_beside_the_pause_is_moved_into_it(room):
    found = [turn("S1", 2.0, 5.45), turn("S2", 5.45, 9.0)]
    one, other = drawn_in(found, room((2.0, 5.0), (5.3, 9.0)))
    assert one.end == pytest.approx(5.0 + MARGIN, abs=NEAR)
    assert other.start == pytest.approx(5.3 - MARGIN, abs=NEAR)


def test_a_pause_in_ones_own_talk_counts_as_talk(room):
    found = [turn("S1", 2.0, 5.2), turn("S1", 5.4, 9.0)]
    drawn = drawn_in(found, room((2.0, 5.0), (5.5, 9.0)))
    assert [(one.start, one.end) for one in drawn] == [
        (pytest.approx(2.0, abs=NEAR), 5.2),
        (5.4, pytest.approx(9.0, abs=NEAR)),
    ]


def test_an_edge_under_somebody_elses_talk_stays(room):
    found = [turn("S1", 2.0, 9.0), turn("S2", 4.0, 6.0)]
    whole, remark = drawn_in(found, room((2.0, 4.2), (5.7, 9.0)))
    assert (remark.start, remark.end) == (4.0, 6.0)
    assert whole.speaker == "S1"


def test_where_a_voice_hardly_stands_out_nothing_is_drawn_in(room):
    found = [turn("S1", 4.8, 8.4)]
    assert drawn_in(found, room((5.0, 8.0), level=0.001)) == tuple(found)
    assert drawn_in(found, room()) == tuple(found)


def test_an_edge_is_drawn_in_no_further_than_it_may_be(room):
    (drawn,) = drawn_in([turn("S1", 3.0, 8.0)], room((5.0, 8.0)))
    assert drawn.start == 3.0, "nothing is heard within reach, so something else is the matter"
    (drawn,) = drawn_in([turn("S1", 5.0 - REACH + 0.1, 8.0)], room((5.0, 8.0)))
    assert drawn.start == pytest.approx(5.0 - MARGIN, abs=NEAR)


def test_no_turns_and_no_sound_are_no_trouble(room):
    assert drawn_in([], room()) == ()
    assert drawn_in([], room(seconds=0.0)) == ()
    assert drawn_in([turn("S1", 0.0, 0.004)], room(seconds=0.005)) == (turn("S1", 0.0, 0.004),)


TURNS = st.lists(
    st.tuples(
        st.sampled_from(["S1", "S2", "S3"]),
        st.floats(0, 19).map(lambda at: round(at, 3)),
        st.floats(0.05, 4).map(lambda long: round(long, 3)),
    ),
    max_size=12,
)


@given(found=TURNS)
def test_no_turn_is_lost_turned_round_or_given_to_another(found, tmp_path_factory):
    rng = np.random.default_rng(len(found))
    loud = np.repeat(rng.choice([0.001, 0.1], 200), SAMPLE_RATE // 10)
    sound = waves(
        tmp_path_factory.getbasetemp() / "any.wav",
        (loud * rng.standard_normal(len(loud))).astype(np.float32),
    )
    turns = [turn(who, at, min(20.0, at + long)) for who, at, long in found]
    drawn = drawn_in(turns, sound)
    assert sorted(one.speaker for one in drawn) == sorted(one.speaker for one in turns)
    assert all(0 <= one.start < one.end <= 20.0 for one in drawn)
    assert list(drawn) == sorted(drawn, key=lambda one: (one.start, one.end))


def test_a_change_with_no_quieter_moment_near_it_stays(room):
    found = (turn("S1", 2.0, 5.0), turn("S2", 4.985, 9.0))
    assert drawn_in(found, room((1.0, 10.0))) == found
    tiny = (turn("S1", 2.0, 5.0), turn("S2", 4.985, 4.995))
    assert drawn_in(tiny, room((1.0, 10.0))) == tiny
