"""Compression: one channel of sound to an AAC file that a browser plays, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from scipy.signal import correlate

BITS_PER_SECOND = 40_000
BLOCK = 1024


def compress(sound: np.ndarray, rate: int, path: Path) -> None:
    """Write sound within ±1 as AAC in an .m4a; its edit list hides the encoder's delay."""
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as box:
        stream = box.add_stream("aac", rate=rate, layout="mono", bit_rate=BITS_PER_SECOND)
        for frame in _frames(sound, rate):
            box.mux(stream.encode(frame))
        box.mux(stream.encode(None))


def heard(path: Path) -> tuple[np.ndarray, int]:
    """Decode a file to one channel and its rate, as a player would."""
    with av.open(str(path)) as box:
        frames = [frame.to_ndarray()[0] for frame in box.decode(audio=0)]
        return np.concatenate(frames), box.streams.audio[0].rate


def delay(sound: np.ndarray, decoded: np.ndarray, rate: int) -> float:
    """Return by how many seconds a decoded file lags its sound, measured on the first minute."""
    first, again = sound[: 60 * rate], decoded[: 60 * rate]
    likeness = correlate(again, first, mode="full", method="fft")
    return float(np.argmax(likeness) - (len(first) - 1)) / rate


def _frames(sound: np.ndarray, rate: int) -> Iterator[av.AudioFrame]:
    """Cut sound into the blocks that the encoder takes, each with its place in time."""
    for start in range(0, len(sound), BLOCK):
        block = sound[start : start + BLOCK].astype(np.float32)[None]
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
        frame.sample_rate, frame.pts = rate, start
        yield frame
