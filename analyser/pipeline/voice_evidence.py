"""What pyannote's pipeline is told about voices: how many at once, which, and how surely.

Pure functions between ``pyannote_voices``, which runs the models, and ``stretches``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np
from pyannote.audio import Inference
from pyannote.core import Annotation, SlidingWindow, SlidingWindowFeature
from torch import Tensor

from analyser.pipeline import campplus
from analyser.pipeline.campplus import FRAME, HOP
from analyser.pipeline.handovers import Spoken, sureness, unit
from analyser.pipeline.stretches import PROBABLE, Flags, Floats, Ints, Piece, Windows, labelled

Sound = Callable[[int, int], Tensor]
"""Samples from one to another of the recording, ``(1, samples)``; they are read when asked for."""


def together(
    probabilities: Floats, speakers: Flags, window: SlidingWindow, frames: SlidingWindow
) -> Floats:
    """How probable it is that one voice at least, that two are heard, ``(frames, 2)``.

    :param probabilities: of each set of speakers, ``(windows, frames in a window, sets)``.
    :param speakers: which speakers are in a set, ``(sets, local speakers)``.
    """
    size = speakers.sum(axis=1)
    shares = [probabilities[..., size >= n].sum(axis=-1) for n in range(1, len(PROBABLE) + 1)]
    mean: Floats = Inference.aggregate(
        SlidingWindowFeature(np.stack(shares, axis=-1), window),
        frames,
        hamming=False,
        missing=0.0,
        skip_average=False,
    ).data
    return mean


def counted(probable: Floats) -> Ints:
    """How many voices are heard in each frame of the recording.

    pyannote rounds the mean number of voices that the windows decided for. Here their
    probabilities are summed up before anything is decided.

    :param probable: what ``together`` gives.
    """
    count: Ints = np.cumprod(probable > PROBABLE, axis=1).sum(axis=1)
    return count


def evidence_of(windows: Windows, parts: Sequence[Spoken], voices: Ints) -> Floats:
    """How strongly each voice is heard in each frame; all is one voice where none was embedded."""
    if not parts:
        return np.ones((len(windows.count), 1))
    ends = np.array([(part.start, part.stop) for part in parts])
    voice = labelled(ends, voices, len(windows.count))
    return windows.evidence(voice, int(voices.max()) + 1)


def sure_of(windows: Windows, parts: Sequence[Spoken], voices: Ints, step: float) -> Floats:
    """How sure the voice of each frame is, ``(frames, 1)``, where it was found by its sound."""
    sure = np.full((len(windows.count), 1), np.nan)
    if parts:
        for part, share in zip(parts, sureness(parts, voices, step), strict=True):
            sure[part.start : part.stop] = share
    return sure


def centres(parts: Sequence[Spoken], voices: Ints, diarization: Annotation) -> Floats:
    """The mean direction of each voice in the order of the labels, ``(voices, 192)``."""
    vectors = np.reshape([part.direction for part in parts], (-1, campplus.DIMENSION))
    means = [vectors[voices == label].sum(axis=0) for label in diarization.labels()]
    return unit(np.reshape(means, (-1, campplus.DIMENSION)))


def batches(pieces: Sequence[Piece], size: int) -> Iterator[list[Piece]]:
    """Sorted pieces in batches of one length, at most ``size`` each."""
    for _, alike in groupby(pieces, key=lambda piece: piece.hops):
        waiting = list(alike)
        for start in range(0, len(waiting), size):
            yield waiting[start : start + size]


def under(sound: Sound, piece: Piece) -> Tensor:
    """The samples under a piece, ``(1, samples)``."""
    first = piece.first * HOP
    return sound(first, first + (piece.hops - 1) * HOP + FRAME)


def part_of(waveform: Tensor) -> Sound:
    """The sound of a waveform that is there as a whole, ``(1, samples)``."""
    return lambda first, last: waveform[:, first:last]
