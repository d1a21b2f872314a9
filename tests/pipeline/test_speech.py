"""Speech is found and cut into pieces."""

from __future__ import annotations

import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.speech import Span, joined, pieces, speech


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    made, clock = [], 0.0
    for gap, length in draw(
        st.lists(st.tuples(st.floats(0.1, 5), st.floats(0.05, 70)), max_size=30)
    ):
        made.append(Span(start=clock + gap, end=clock + gap + length))
        clock += gap + length
    return tuple(made)


def recording(path: Path, samples: np.ndarray) -> Audio:
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(SAMPLE_RATE)
        wav.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return Audio(id="test", path=path)


@settings(deadline=None)
@given(spans())
def test_pieces_hold_all_speech_in_order_and_none_is_too_long(found):
    parts = pieces(found, longest=28.0, widest=2.0)
    assert all(0 < part.duration <= 28.0 + 1e-6 for part in parts)
    assert all(a.end <= b.start + 1e-6 for a, b in pairwise(parts))
    for span in found:
        inside = sum(
            max(0.0, min(part.end, span.end) - max(part.start, span.start)) for part in parts
        )
        assert abs(inside - span.duration) < 1e-6


def test_speech_as_long_as_a_piece_but_for_rounding_leaves_no_empty_piece():
    found = [Span(start=228.38171333740453, end=256.38171333740456)]
    assert pieces(found, longest=28.0, widest=2.0) == tuple(found)


@settings(deadline=None)
@given(spans())
def test_pieces_bridge_no_wide_silence(found):
    for part in pieces(found, longest=28.0, widest=2.0):
        within = [s for s in found if s.end > part.start and s.start < part.end]
        assert all(b.start - a.end < 2.0 for a, b in pairwise(within))


def test_a_piece_is_cut_at_the_longest_silence_of_its_second_half():
    found = [
        Span(start=0.0, end=10.0),
        Span(start=11.5, end=16.0),
        Span(start=17.0, end=22.0),
        Span(start=22.2, end=27.0),
        Span(start=27.2, end=33.0),
    ]
    assert pieces(found, longest=28.0, widest=2.0) == (
        Span(start=0.0, end=16.0),
        Span(start=17.0, end=33.0),
    )


@settings(deadline=None)
@given(spans(), st.floats(0.01, 3))
def test_joined_spans_are_further_apart_than_the_gap(found, gap):
    together = list(joined(found, gap=gap))
    assert all(b.start - a.end >= gap for a, b in pairwise(together))


def test_silence_and_noise_are_no_speech(tmp_path):
    noise = np.random.default_rng(0).standard_normal(SAMPLE_RATE * 8) * 0.05
    assert speech(recording(tmp_path / "silence.wav", np.zeros(SAMPLE_RATE * 8))) == ()
    assert speech(recording(tmp_path / "noise.wav", noise)) == ()


def test_sound_shorter_than_one_frame_is_no_speech(tmp_path):
    assert speech(recording(tmp_path / "empty.wav", np.zeros(0))) == ()
    assert speech(recording(tmp_path / "short.wav", np.zeros(100))) == ()


def test_listening_reports_progress_to_the_end(tmp_path):
    shares: list[float] = []
    speech(recording(tmp_path / "silence.wav", np.zeros(SAMPLE_RATE * 2)), progress=shares.append)
    assert shares == [0.0, 1.0]
