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
    """A decoded recording: 16-bit mono PCM at 16 kHz in a WAV file, mapped and never loaded whole.

    ``id`` names the content (SHA-256 of the source recording); it is part of every fingerprint.
    """

    id: str
    path: Path

    @property
    def duration(self) -> float:
        """Length in seconds."""
        with wave.open(str(self.path), "rb") as wav:
            return wav.getnframes() / SAMPLE_RATE

    def samples(self, start: float = 0.0, end: float | None = None) -> Samples:
        """Float32 samples in [-1, 1] of ``[start, end)`` seconds, clipped to the recording."""
        pcm = self._mapped()
        first = max(0, round(start * SAMPLE_RATE))
        last = len(pcm) if end is None else min(len(pcm), round(end * SAMPLE_RATE))
        return np.divide(pcm[first : max(first, last)], 32768.0, dtype=np.float32)

    def _mapped(self) -> npt.NDArray[np.int16]:
        """The file's samples without reading them."""
        with self.path.open("rb") as raw, wave.open(raw, "rb") as wav:
            offset, frames = raw.tell(), wav.getnframes()
        if frames == 0:
            return np.zeros(0, dtype=np.int16)
        return np.memmap(self.path, dtype="<i2", mode="r", offset=offset, shape=(frames,))
