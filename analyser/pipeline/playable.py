"""A copy of a recording that every browser plays: AAC in an m4a file, an eighth of the size."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame

from analyser.domain import Progress, unheard
from analyser.files import replacing
from analyser.pipeline.audio import SAMPLE_RATE, Audio

PLAYABLE = "playable.m4a"
"""What the copy is called beside the decoded sound."""

_BITS_PER_SECOND = 48_000
_AT_A_TIME = 30 * SAMPLE_RATE
_SEEKABLE = {"movflags": "+faststart"}  # else a browser reads to the end before it plays
_QUICK = {"aac_coder": "fast"}


def write_playable(audio: Path, destination: Path, *, progress: Progress = unheard) -> None:
    """Write the playable copy of a decoded recording, whole or not at all.

    It is mono, 16 kHz, and counts time as the recording does. Half a minute is in memory at a time.
    """
    sound = Audio(id="", path=audio)
    with (
        replacing(destination) as temporary,
        av.open(str(temporary), "w", format="mp4", options=_SEEKABLE) as container,
    ):
        stream = container.add_stream("aac", rate=SAMPLE_RATE, options=_QUICK, layout="mono")
        stream.bit_rate = _BITS_PER_SECOND
        for first in range(0, sound.length, _AT_A_TIME):
            container.mux(stream.encode(_frame(sound, first)))
            progress(min(1.0, (first + _AT_A_TIME) / sound.length))
        container.mux(stream.encode(None))


def _frame(sound: Audio, first: int) -> AudioFrame:
    """Half a minute of sound from a sample on."""
    samples = sound.between(first, first + _AT_A_TIME)[np.newaxis]
    frame = AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, first, Fraction(1, SAMPLE_RATE)
    return frame
