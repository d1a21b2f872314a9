"""How loud a recording is, and what a person should be told about it.

Levels are in dBFS: 0 is the loudest a file can hold; speech close to a microphone lies near -25.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d

from analyser.domain import Notice
from analyser.pipeline.audio import SAMPLE_RATE, Samples

Pcm = npt.NDArray[np.int16]
Levels = npt.NDArray[np.float32]

FRAMES_PER_SECOND = 100
SILENT_DB = -100.0
"""The level of digital silence, and the lowest that is told apart."""

_WINDOW = SAMPLE_RATE // 10
_FULL_SCALE = 32_768.0
_CLIPPED = 32_700
_CLIPPED_IN_A_WINDOW = 4
_FLOOR_DB = 100
_LOUD_PART = 0.02
_NEAR_SILENCE_DB = -60.0
_QUIET_DB = -42.0
_CLIPPED_PART = 0.01


def levels_of(sound: Pcm | Samples) -> Levels:
    """The level of each whole hundredth of a second, in dBFS.

    :param sound: one channel at 16 kHz, as 16-bit numbers or within [-1, 1].
    """
    per_frame = SAMPLE_RATE // FRAMES_PER_SECOND
    frames = sound[: len(sound) // per_frame * per_frame].reshape(-1, per_frame)
    full = _FULL_SCALE if frames.dtype.kind == "i" else 1.0
    return _decibels(np.mean(np.square(frames.astype(np.float32) / full), axis=1))


def smoothed(levels: Levels, frames: int) -> Levels:
    """Levels whose power was averaged over so many frames around each, along the first axis."""
    power = 10 ** (levels.astype(np.float64) / 10)
    return _decibels(uniform_filter1d(power, frames, axis=0))


def _decibels(power: npt.NDArray[np.floating]) -> Levels:
    level: Levels = (10 * np.log10(np.maximum(power, 10 ** (SILENT_DB / 10)))).astype(np.float32)
    return level


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Two figures about the tenths of a second that a recording consists of.

    ``loud``: the level in dBFS that the loudest 2 % of them reach; ``clipped``: the share of them
    that are cut off at full scale.
    """

    loud: float
    clipped: float


class Meter:
    """Takes in sound piece by piece and holds a histogram, never the sound."""

    def __init__(self) -> None:
        self._windows = np.zeros(_FLOOR_DB + 1, dtype=np.int64)
        self._clipped = 0

    def add(self, pcm: Pcm) -> None:
        """Take in a piece of sound; an odd part of a tenth at its end is passed over."""
        windows = pcm[: len(pcm) - len(pcm) % _WINDOW].reshape(-1, _WINDOW)
        if not len(windows):
            return
        power = np.mean(np.square(windows, dtype=np.float32), axis=1) / _FULL_SCALE**2
        below = -10.0 * np.log10(np.maximum(power, 10.0 ** (-_FLOOR_DB / 10)))
        bins = np.clip(below, 0, _FLOOR_DB).astype(np.int64)
        self._windows += np.bincount(bins, minlength=_FLOOR_DB + 1)
        full = (windows >= _CLIPPED) | (windows <= -_CLIPPED)
        self._clipped += int(np.count_nonzero(full.sum(axis=1) >= _CLIPPED_IN_A_WINDOW))

    def level(self) -> Level | None:
        """The level of all that was taken in; ``None`` if that is less than a tenth."""
        count = int(self._windows.sum())
        if not count:
            return None
        louder = np.cumsum(self._windows)
        loud = -float(np.searchsorted(louder, _LOUD_PART * count))
        return Level(loud=loud, clipped=self._clipped / count)

    def notices(self) -> tuple[Notice, ...]:
        """What a person should be told: near silence, a very low level, clipping."""
        level = self.level()
        return () if level is None else tuple(_notices(level))


def _notices(level: Level) -> list[Notice]:
    said = []
    if level.loud < _NEAR_SILENCE_DB:
        text = "This recording is almost silent. Was the right microphone switched on?"
        said.append(Notice(code="near_silence", text=text))
    elif level.loud < _QUIET_DB:
        text = "This recording is very quiet; words and voices may be missed."
        said.append(Notice(code="quiet", text=text))
    if level.clipped > _CLIPPED_PART:
        text = (
            f"This recording was made too loud: {level.clipped:.0%} of it is distorted; words and "
            "voices may be mistaken."
        )
        said.append(Notice(code="clipping", text=text))
    return said
