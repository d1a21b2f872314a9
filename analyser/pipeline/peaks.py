"""The outline of a recording, for a waveform: worked out once, so that no browser decodes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from analyser.files import replacing
from analyser.pipeline.audio import SAMPLE_RATE, Audio

PEAKS = "peaks.npy"
"""What the outline is called beside the decoded sound."""

PEAKS_PER_SECOND = 10

_SAMPLES = SAMPLE_RATE // PEAKS_PER_SECOND
_AT_A_TIME = 600 * _SAMPLES

Peaks = npt.NDArray[np.uint8]


def write_peaks(audio: Path, destination: Path) -> None:
    """Write the outline of a decoded recording as a NumPy file, whole or not at all.

    It holds a number from 0 to 255 for each tenth of a second: the square root of its loudest
    sample, where 255 is full scale, so that quiet speech is seen as well.
    """
    sound = Audio(id="", path=audio)
    pieces = [
        _outline(sound, first, min(first + _AT_A_TIME, sound.length))
        for first in range(0, sound.length, _AT_A_TIME)
    ]
    with replacing(destination) as temporary, temporary.open("wb") as file:
        np.save(file, np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.uint8))


def read_peaks(path: Path) -> Peaks:
    """The outline that ``write_peaks`` wrote: shape ``(tenths of a second,)``."""
    peaks: Peaks = np.load(path, allow_pickle=False)
    return peaks


def _outline(sound: Audio, first: int, last: int) -> Peaks:
    """The outline from sample to sample; the last tenth of a second may be shorter."""
    starts = np.arange(0, last - first, _SAMPLES)
    loudest = np.maximum.reduceat(np.abs(sound.between(first, last)), starts)
    peaks: Peaks = np.rint(np.sqrt(np.minimum(loudest, 1.0)) * 255).astype(np.uint8)
    return peaks
