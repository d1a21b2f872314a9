"""Put words where the speech is: Whisper's word times lean, the VAD's edges hardly do.

Whisper reads word times off its cross-attention. They are early or late by a tenth of a second or
two, by the same amount all through a recording and differently for each model, and the last word
before a pause ends too soon. The VAD's edges are right to within 0.1 s, so the words are shifted
together to where they cover most speech, and the words next to a silence reach to its edge. What
is heard far from any speech stays where it is if the recogniser is sure of it, else it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from analyser.domain import Word, milliseconds
from analyser.pipeline.speech import Span, joined

ID = "fit-1"

_FURTHEST_SHIFT = 0.3
_STEP = 0.02
_GRID = 0.01
_SILENCE = 0.15
_REACH = 0.5
_NEAR = 0.25
_SURE = 0.5
_SHORTEST_WORD = 0.02

Times = npt.NDArray[np.float64]


def fitted(words: Sequence[Word], spans: Sequence[Span]) -> tuple[Word, ...]:
    """The words with better times, in the same order; guesses far from any speech are left out."""
    voiced = tuple(joined(spans, gap=_SILENCE))
    if not words or not voiced:
        return ()
    times = np.array([(word.start, word.end) for word in words])
    times = np.maximum(0.0, np.maximum.accumulate(times + _shift(times, voiced), axis=0))
    home = _homes(times, voiced)
    times = _to_the_edges(times, home, voiced)
    kept = (home >= 0) | (np.array([word.confidence for word in words]) >= _SURE)
    return tuple(
        replace(word, start=milliseconds(float(start)), end=milliseconds(float(end)))
        for word, (start, end), keep in zip(words, times, kept, strict=True)
        if keep
    )


def _shift(times: Times, voiced: Sequence[Span]) -> float:
    """The shift within 0.3 s that lets the words cover most speech; the smallest of the best."""
    shifts = sorted(np.arange(-_FURTHEST_SHIFT, _FURTHEST_SHIFT + _STEP / 2, _STEP), key=abs)
    covered = [_voiced_seconds(times + shift, voiced).sum() for shift in shifts]
    return float(shifts[int(np.argmax(np.round(covered, 2)))])


def _voiced_seconds(times: Times, voiced: Sequence[Span]) -> Times:
    """How many seconds of each word lie in speech."""
    edges = np.array([edge for span in voiced for edge in (span.start, span.end)])
    spoken = np.cumsum(
        [0.0]
        + [(later - earlier) * (n % 2 == 0) for n, (earlier, later) in enumerate(pairwise(edges))]
    )
    until = np.interp(times, edges, spoken)
    difference: Times = until[:, 1] - until[:, 0]
    return difference


def _homes(times: Times, voiced: Sequence[Span]) -> npt.NDArray[np.int64]:
    """The span each word belongs to: the nearest to its middle; -1 where all are far away."""
    starts = np.array([span.start for span in voiced])
    ends = np.array([span.end for span in voiced])
    middles = times.mean(axis=1)
    after = np.clip(np.searchsorted(starts, middles), 0, len(voiced) - 1)
    before = np.clip(after - 1, 0, None)
    to_after = np.maximum(0.0, np.maximum(starts[after] - middles, middles - ends[after]))
    to_before = np.maximum(0.0, np.maximum(starts[before] - middles, middles - ends[before]))
    home = np.maximum.accumulate(np.where(to_before <= to_after, before, after))
    return np.where(np.minimum(to_before, to_after) > _NEAR, -1, home)


def _to_the_edges(times: Times, home: npt.NDArray[np.int64], voiced: Sequence[Span]) -> Times:
    """Each word inside its span; the first and the last word of a span reach to its edges."""
    first = np.r_[True, home[1:] != home[:-1]]
    last = np.r_[home[1:] != home[:-1], True]
    opens = np.array([span.start for span in voiced])[home]
    closes = np.array([span.end for span in voiced])[home]
    start = np.where(first & (times[:, 0] - opens < _REACH), opens, times[:, 0])
    end = np.where(last & (closes - times[:, 1] < _REACH), closes, times[:, 1])
    start = np.clip(start, opens, closes - _SHORTEST_WORD)
    edged = np.stack([start, np.clip(end, start + _SHORTEST_WORD, closes)], axis=1)
    return np.where((home >= 0)[:, None], edged, times)
