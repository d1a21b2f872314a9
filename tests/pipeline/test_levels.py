"""What is said about a recording's loudness."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from analyser.pipeline.levels import Meter


def tone(loud: float, seconds: float = 5.0) -> np.ndarray:
    t = np.arange(int(16_000 * seconds)) / 16_000
    return (np.clip(np.sin(2 * np.pi * 440 * t) * loud, -1, 1) * 32767).astype(np.int16)


def metered(*pieces: np.ndarray) -> Meter:
    meter = Meter()
    for piece in pieces:
        meter.add(piece)
    return meter


def codes(*pieces: np.ndarray) -> list[str]:
    return [notice.code for notice in metered(*pieces).notices()]


def test_nothing_is_said_about_an_ordinary_level():
    assert codes(tone(0.1), np.zeros(160_000, np.int16)) == []


def test_a_level_is_that_of_the_loud_parts():
    level = metered(tone(0.1, 20), np.zeros(1_600_000, np.int16)).level()
    assert level is not None
    assert level.loud == pytest.approx(-23, abs=1)


@pytest.mark.parametrize("loud", [0.0, 0.0005])
def test_near_silence_is_told(loud):
    assert codes(tone(loud)) == ["near_silence"]


def test_a_very_quiet_recording_is_told():
    assert codes(tone(0.006)) == ["quiet"]


def test_clipping_is_told():
    assert codes(tone(3.0)) == ["clipping"]
    assert codes(tone(0.99)) == []


def test_less_than_a_tenth_of_a_second_says_nothing():
    assert metered(tone(0.1, 0.05)).level() is None
    assert codes(tone(3.0, 0.05)) == []


@given(pcm=arrays.arrays(np.int16, st.integers(0, 5000)))
def test_any_sound_has_a_level_within_bounds(pcm):
    level = metered(pcm).level()
    if level is not None:
        assert -100 <= level.loud <= 0
        assert 0 <= level.clipped <= 1
