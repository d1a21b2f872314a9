"""Sounds in which nobody speaks, and pieces of the sample session in which somebody does."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, sosfilt

from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.decode import decode

Sound = npt.NDArray[np.float64]

SAMPLE = Path(__file__).parents[2] / "sample_sessions" / "handover-at-the-hospice"
SCALE = (0, 2, 4, 5, 7, 9, 11, 12)
CHORDS = ((0, 4, 7), (5, 9, 12), (7, 11, 14), (9, 12, 16))
STRINGS = tuple(1 / n for n in range(1, 16))
PIANO = (1, 0.6, 0.4, 0.2, 0.1, 0.05)
FLUTE = (1, 0.2, 0.1)
VOWEL = ((700, 1.0), (1100, 0.6), (2500, 0.25))


def waves(path: Path, samples: Sound) -> Audio:
    """Samples in [-1, 1] as a decoded recording."""
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(SAMPLE_RATE)
        wav.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return Audio(id=path.stem, path=path)


def sample_excerpt(path: Path, start: float, end: float | None = None) -> Audio:
    """A part of the sample session."""
    whole = path.with_name(f"{path.stem}-whole.wav")
    decode(SAMPLE / "audio.m4a", whole, max_hours=1)
    return waves(path, Audio(id="whole", path=whole).samples(start, end))


def hiss(seconds: float, loud: float = 0.03) -> Sound:
    """White noise."""
    return loud * np.random.default_rng(0).standard_normal(round(seconds * SAMPLE_RATE))


def room(seconds: float) -> Sound:
    """A room with ventilation and a hum, and nobody in it."""
    rumble = sosfilt(butter(1, 60, "high", fs=SAMPLE_RATE, output="sos"), np.cumsum(hiss(seconds)))
    clock = np.arange(len(rumble)) / SAMPLE_RATE
    hum = 0.003 * np.sin(2 * np.pi * 50 * clock) + 0.001 * np.sin(2 * np.pi * 150 * clock)
    return 0.02 * rumble / np.abs(rumble).max() + hum + hiss(seconds, 0.0005)


def breathing(seconds: float) -> Sound:
    """Somebody breathes in and out, close to the microphone."""
    rng = np.random.default_rng(1)
    made, at = hiss(seconds, 0.0005), 0.5
    while at < seconds - 3:
        for length, low, high, loud in ((1.1, 400, 2500, 0.05), (1.6, 250, 1500, 0.035)):
            count, first = int(length * SAMPLE_RATE), int(at * SAMPLE_RATE)
            puff = _band(rng.standard_normal(count), low, high) * np.hanning(count)
            made[first : first + count] += loud * puff
            at += length + 0.2
        at += rng.uniform(0.5, 1.5)
    return made


def music(
    seconds: float, partials: tuple[float, ...], *, vibrato: float = 0.0, decay: float = 0.0
) -> Sound:
    """A melody over chords, by an instrument with these partials."""
    rng = np.random.default_rng(2)
    made, at = np.zeros(int((seconds + 4) * SAMPLE_RATE)), 0.0
    while at < seconds:
        length = float(rng.choice([0.25, 0.5, 0.5, 1.0]))
        _add(made, at, 0.2 * _note(261.6, rng.choice(SCALE), length, partials, vibrato, decay))
        if at % 2 < 0.24:
            for step in CHORDS[rng.integers(len(CHORDS))]:
                _add(made, at, 0.08 * _note(130.8, step, 2.0, partials, 0.0, decay / 2))
        at += length
    return made[: int(seconds * SAMPLE_RATE)]


def choir(seconds: float) -> Sound:
    """The melody, sung on one vowel."""
    sung = music(seconds, tuple(1 / n for n in range(1, 25)), vibrato=0.01)
    return sum((loud * _band(sung, at - 80, at + 80) for at, loud in VOWEL), np.zeros(len(sung)))


def _note(
    lowest: float,
    step: int,
    seconds: float,
    partials: tuple[float, ...],
    vibrato: float,
    decay: float,
) -> Sound:
    clock = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = lowest * 2 ** (step / 12)
    phase = 2 * np.pi * pitch * clock + vibrato * pitch / 5.5 * np.sin(2 * np.pi * 5.5 * clock)
    tone = sum(loud * np.sin(n * phase) for n, loud in enumerate(partials, start=1))
    swell = np.minimum(1, clock / 0.02) * np.minimum(1, (seconds - clock) / 0.05)
    return tone * swell * np.exp(-decay * clock)


def _band(sound: Sound, low: float, high: float) -> Sound:
    return sosfilt(butter(2, [low, high], "band", fs=SAMPLE_RATE, output="sos"), sound)


def _add(whole: Sound, at: float, part: Sound) -> None:
    first = int(at * SAMPLE_RATE)
    whole[first : first + len(part)] += part[: len(whole) - first]


NOBODY = {
    "silence": lambda seconds: np.zeros(round(seconds * SAMPLE_RATE)),
    "room": room,
    "faint hiss": lambda seconds: hiss(seconds, 0.001),
    "loud hiss": lambda seconds: hiss(seconds, 0.1),
    "breathing": breathing,
    "strings": lambda seconds: music(seconds, STRINGS, vibrato=0.012),
    "piano": lambda seconds: music(seconds, PIANO, decay=4.0),
    "flute": lambda seconds: music(seconds, FLUTE, vibrato=0.008),
    "choir": choir,
}
"""Sounds of a length in seconds without a word in them."""
