"""Levels of microphones become turns, whatever the microphones hear of one another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.pipeline.levels import FRAMES_PER_SECOND, SILENT_DB, levels_of
from analyser.pipeline.track_turns import apart, turns_of

SPEECH, NOISE = -25.0, -70.0


def heard(*turns: tuple[int, float, float], tracks: int = 3, bleed: float = -20.0, seconds=120):
    """Levels of microphones that each hear one person, and the others so much quieter (dB)."""
    rng = np.random.default_rng(3)
    power = np.full((seconds * FRAMES_PER_SECOND, tracks), 10 ** (NOISE / 10))
    for track, start, end in turns:
        span = slice(round(start * FRAMES_PER_SECOND), round(end * FRAMES_PER_SECOND))
        own = 10 ** ((SPEECH + rng.normal(0, 3, span.stop - span.start)) / 10)
        for other in range(tracks):
            power[span, other] += own * (1 if other == track else 10 ** (bleed / 10))
    return (10 * np.log10(power)).astype(np.float32)


TALK = [(0, 5, 20), (1, 21, 30), (2, 31, 40), (0, 45, 70), (1, 71, 90), (2, 95, 110)]


@pytest.mark.parametrize("bleed", [-60.0, -30.0, -15.0, -8.0])
def test_each_person_is_heard_on_their_own_microphone_alone(bleed):
    turns = turns_of(heard(*TALK, bleed=bleed))
    assert [(t.speaker, round(t.start), round(t.end)) for t in turns] == [
        (f"S{track + 1}", start, end) for track, start, end in TALK
    ]


def test_two_people_at_once_are_both_heard():
    turns = turns_of(heard(*TALK, (1, 50, 55)))
    assert ("S2", 50, 55) in {(t.speaker, round(t.start), round(t.end)) for t in turns}
    assert ("S1", 45, 70) in {(t.speaker, round(t.start), round(t.end)) for t in turns}


def test_a_short_pause_ends_no_turn_and_a_click_begins_none():
    turns = turns_of(heard((0, 5, 10), (0, 10.2, 15), (1, 30, 30.05), (1, 40, 50), (2, 60, 70)))
    assert [(t.speaker, round(t.start), round(t.end)) for t in turns] == [
        ("S1", 5, 15),
        ("S2", 40, 50),
        ("S3", 60, 70),
    ]


def test_silence_and_nothing_have_no_turns():
    assert turns_of(np.full((1000, 3), SILENT_DB, dtype=np.float32)) == ()
    assert turns_of(np.zeros((0, 3), dtype=np.float32)) == ()


def test_a_person_who_never_speaks_has_no_turn():
    assert {t.speaker for t in turns_of(heard((0, 5, 50), (1, 60, 100)))} == {"S1", "S2"}


def test_levels_are_below_full_scale():
    tone = (32767 * np.sin(np.arange(16_000) * 0.2)).astype(np.int16)
    assert levels_of(tone) == pytest.approx(-3.0, abs=0.2)
    assert levels_of(np.zeros(1600, dtype=np.int16)) == pytest.approx(SILENT_DB)


def test_a_channel_for_each_person_is_known_from_a_room_in_stereo():
    assert apart(heard((0, 5, 40), (1, 45, 100), tracks=2))
    assert not apart(heard((0, 5, 40), (1, 45, 100), tracks=2, bleed=-4.0))
    assert not apart(heard((0, 5, 100), tracks=2))
    assert not apart(np.full((6000, 2), SILENT_DB, dtype=np.float32))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 110), st.integers(1, 9)), max_size=12))
def test_turns_lie_in_the_recording_and_those_of_one_voice_never_touch(talk):
    turns = turns_of(heard(*[(track, start, start + length) for track, start, length in talk]))
    last: dict[str, float] = {}
    for turn in turns:
        assert 0 <= turn.start < turn.end <= 120
        assert turn.start > last.get(turn.speaker, -1.0)
        last[turn.speaker] = turn.end
