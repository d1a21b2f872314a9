"""The voices: from a written utterance to dry speech, by Kokoro-82M."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from kokoro_onnx import Kokoro

RATE = 24_000
LEVEL = 0.06  # RMS of every utterance before gain and distance
FRAME = RATE // 100
KEPT = FRAME  # 10 ms of room before and after what can be heard

# The phonemiser spells "mm" and "mhm" out letter by letter; this is how they are said.
MURMURS = {"ˌɛmˈɛm": "ˈmː", "ˌɛmˌeɪtʃˈɛm": "mhˈm"}  # noqa: RUF001


class Voices:
    """Kokoro with its voices, from a folder that holds `kokoro.onnx` and `voices.npz`."""

    def __init__(self, folder: Path) -> None:
        self._kokoro = Kokoro(str(folder / "kokoro.onnx"), str(folder / "voices.npz"))

    def say(self, speaker: dict[str, Any], text: str, speed: float) -> np.ndarray:
        """Turn one utterance into speech at `RATE` and `LEVEL`, without the silence around it."""
        sounds = self._kokoro.tokenizer.phonemize(text, speaker["lang"])
        for spelt, said in MURMURS.items():
            sounds = sounds.replace(spelt, said)
        speech, rate = self._kokoro.create(
            sounds, voice=speaker["voice"], speed=speed, is_phonemes=True
        )
        if rate != RATE:
            raise ValueError(f"Kokoro spoke at {rate} Hz. Install the version in the README.")
        return levelled(trimmed(np.asarray(speech, dtype=np.float64)))


def trimmed(speech: np.ndarray) -> np.ndarray:
    """Cut the silence before and after: frames of 10 ms more than 35 dB below the loudest."""
    loudness = _loudness(speech)
    heard = np.flatnonzero(loudness > loudness.max() * 10 ** (-35 / 20))
    return speech[max(0, heard[0] * FRAME - KEPT) : (heard[-1] + 1) * FRAME + KEPT]


def levelled(speech: np.ndarray) -> np.ndarray:
    """Scale speech so that frames above a tenth of the loudest have the RMS `LEVEL`."""
    loudness = _loudness(speech)
    voiced = loudness[loudness > loudness.max() / 10]
    return speech * LEVEL / np.sqrt((voiced**2).mean())


def _loudness(speech: np.ndarray) -> np.ndarray:
    """Return the RMS of each frame of 10 ms."""
    frames = speech[: len(speech) // FRAME * FRAME].reshape(-1, FRAME)
    return np.sqrt((frames**2).mean(axis=1))
