"""One microphone for each person: whose microphone hears it best says who speaks.

Levels are in dB, one row for each hundredth of a second, one column for each track. A microphone
also hears the other people in the room, or an echo of them (bleed). How much quieter it hears each
of them is measured on the recording itself, from the moments in which another track is loudest;
only what is clearly louder than that is its own person's speech.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_closing, binary_opening

from analyser.domain import Turn, milliseconds
from analyser.pipeline.levels import FRAMES_PER_SECOND, smoothed

Levels = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

_SMOOTH = 15
"""Frames over which a level is smoothed: a syllable, not a glottal pulse."""
_FLOOR_QUANTILE = 0.2
_LOWEST_FLOOR_DB = -65.0
_ABOVE_FLOOR_DB = 9.0
_ABOVE_BLEED_DB = 6.0
_SHORTEST_PAUSE = 40
"""Frames; a shorter pause does not end a turn."""
_SHORTEST_TURN = 25
"""Frames; what is shorter, once it was smoothed, is a click and not a word."""
_WIDENED = 5
"""Frames by which smoothing lets a turn begin early and end late."""
_FEW_FRAMES = 300

ID = f"tracks-1(floor+{_ABOVE_FLOOR_DB:g}dB,bleed+{_ABOVE_BLEED_DB:g}dB)"


def turns_of(levels: Levels) -> tuple[Turn, ...]:
    """Who speaks when, in order of time; track ``n`` (from 0) is the voice ``S{n+1}``.

    :param levels: ``(frames, tracks)`` in dB.
    """
    if not levels.size:
        return ()
    smooth = smoothed(levels, _SMOOTH)
    own = _above_floor(smooth) & _above_bleed(smooth)
    turns = [turn for track in range(own.shape[1]) for turn in _stretches(own[:, track], track)]
    return tuple(sorted(turns, key=lambda turn: (turn.start, turn.end)))


def apart(levels: Levels) -> bool:
    """Whether two channels hold different people: each is clearly the louder one in many moments.

    A room recorded in stereo has both channels about as loud, whoever speaks.
    """
    smooth = smoothed(levels, _SMOOTH)
    speech = _above_floor(smooth).any(axis=1)
    difference = smooth[speech, 0] - smooth[speech, 1]
    if len(difference) < _FEW_FRAMES:
        return False
    clearly = _ABOVE_FLOOR_DB
    left, right = float(np.mean(difference > clearly)), float(np.mean(difference < -clearly))
    return min(left, right) > 0.05 and left + right > 0.8  # noqa: PLR2004 - shares of the speech


def _above_floor(smooth: Levels) -> Flags:
    """Where a track is clearly louder than its own noise."""
    floor = np.maximum(np.quantile(smooth, _FLOOR_QUANTILE, axis=0), _LOWEST_FLOOR_DB)
    above: Flags = smooth > floor + _ABOVE_FLOOR_DB
    return above


def _above_bleed(smooth: Levels) -> Flags:
    """Where a track is clearly louder than what it hears of the other people."""
    loudest = smooth.argmax(axis=1)
    speech = _above_floor(smooth)
    own = np.ones(smooth.shape, dtype=bool)
    for other in range(smooth.shape[1]):
        moments = (loudest == other) & speech[:, other]
        if moments.sum() < _FEW_FRAMES:
            continue
        heard = np.median(smooth[moments] - smooth[moments, other][:, None], axis=0)
        beyond = smooth - smooth[:, other][:, None] > heard[None, :] + _ABOVE_BLEED_DB
        beyond[:, other] = True
        own &= beyond | ~speech[:, other][:, None]
    return own


def _stretches(own: Flags, track: int) -> Iterator[Turn]:
    """A track's speech without short pauses and clicks, as turns."""
    padded = np.pad(own, _SHORTEST_PAUSE)
    solid = binary_opening(
        binary_closing(padded, np.ones(_SHORTEST_PAUSE)), np.ones(_SHORTEST_TURN)
    )[_SHORTEST_PAUSE:-_SHORTEST_PAUSE]
    edges = np.flatnonzero(np.diff(solid.astype(np.int8), prepend=0, append=0))
    for start, end in _pairs(edges.tolist()):
        yield Turn(
            start=milliseconds((start + _WIDENED) / FRAMES_PER_SECOND),
            end=milliseconds((end - _WIDENED) / FRAMES_PER_SECOND),
            speaker=f"S{track + 1}",
        )


def _pairs(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(edges[::2], edges[1::2], strict=True)
