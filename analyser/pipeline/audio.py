"""The one timeline: mono 16 kHz sound on disk, read a stretch at a time.

Transcription, diarisation and playback all count time on this file, so they cannot drift apart.
"""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """A decoded recording: 16-bit mono PCM at 16 kHz in a WAV file, never loaded whole.

    ``id`` names the content (SHA-256 of the source recording); it is part of every fingerprint.
    """

    id: str
    path: Path

    @property
    def length(self) -> int:
        """Length in samples."""
        return self._place()[1]

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.length / SAMPLE_RATE

    def samples(self, start: float = 0.0, end: float | None = None) -> Samples:
        """Float32 samples in [-1, 1] of ``[start, end)`` seconds, clipped to the recording."""
        last = self.length if end is None else round(end * SAMPLE_RATE)
        return self.between(round(start * SAMPLE_RATE), last)

    def between(self, first: int, last: int) -> Samples:
        """The same from sample to sample; nothing but these is read, and nothing is kept."""
        offset, length = self._place()
        first, last = max(0, first), min(length, last)
        pcm = np.fromfile(
            self.path, dtype="<i2", count=max(0, last - first), offset=offset + 2 * first
        )
        samples: Samples = np.divide(pcm, 32768.0, dtype=np.float32)
        return samples

    def _place(self) -> tuple[int, int]:
        """At which byte of the file the samples begin, and how many there are."""
        with self.path.open("rb") as raw, wave.open(raw, "rb") as wav:
            return raw.tell(), wav.getnframes()
