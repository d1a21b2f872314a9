"""Questions and advice: how many of them were found, on the true words and end to end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analyser.domain import ACTS, Act, ActName, Analysis
from analyser.evaluate.scores import ActCount
from analyser.evaluate.truth import Gold

OVERLAP = 0.5
"""An utterance is found where one with the same act covers at least this part of the shorter of
the two."""

Spans = npt.NDArray[np.float64]
"""Starts and ends in seconds, shape ``(n, 2)``."""


def acts_on_text(gold: Gold, acts: Sequence[Act]) -> tuple[ActCount, ...]:
    """Score one act per true utterance; utterances without a known act are left out."""
    pairs = [
        (true, found.act) for true, found in zip(gold.acts, acts, strict=True) if true is not None
    ]
    return tuple(
        ActCount(
            act=act,
            truth=sum(true == act for true, _found in pairs),
            found=sum(found == act for _true, found in pairs),
            hits=sum(true == found == act for true, found in pairs),
        )
        for act in ACTS
    )


def acts_heard(gold: Gold, analysis: Analysis) -> tuple[ActCount, ...]:
    """Score the whole path: each act's utterances matched in time, one to one, as many as can be.

    What was found while an utterance without a known act was spoken counts neither way.
    """
    unknown = _spans_of(gold, None)
    counts = []
    for act in ACTS:
        truth, found = _spans_of(gold, act), _found_spans(analysis, act)
        judged = found[~_meet(found, unknown).any(axis=1) | _meet(found, truth).any(axis=1)]
        counts.append(
            ActCount(act=act, truth=len(truth), found=len(judged), hits=_matched(truth, judged))
        )
    return tuple(counts)


def _spans_of(gold: Gold, act: ActName | None) -> Spans:
    return _spans(
        [
            (row.start, row.end)
            for row, true in zip(gold.utterances, gold.acts, strict=True)
            if true == act
        ]
    )


def _found_spans(analysis: Analysis, act: ActName) -> Spans:
    return _spans(
        [
            (row.start, row.end)
            for row, found in zip(analysis.utterances, analysis.acts, strict=True)
            if found.act == act
        ]
    )


def _spans(pairs: Sequence[tuple[float, float]]) -> Spans:
    return np.array(pairs, dtype=np.float64).reshape(-1, 2)


def _meet(left: Spans, right: Spans) -> npt.NDArray[np.bool_]:
    """Which spans overlap by enough of the shorter one, shape ``(left, right)``."""
    start = np.maximum(left[:, None, 0], right[None, :, 0])
    end = np.minimum(left[:, None, 1], right[None, :, 1])
    shorter = np.minimum((left[:, 1] - left[:, 0])[:, None], (right[:, 1] - right[:, 0])[None, :])
    meet: npt.NDArray[np.bool_] = (end > start) & (end - start >= OVERLAP * shorter)
    return meet


def _matched(truth: Spans, found: Spans) -> int:
    """The largest number of one-to-one pairs that meet."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    if not len(truth) or not len(found):
        return 0
    return int((maximum_bipartite_matching(csr_array(_meet(truth, found))) >= 0).sum())
