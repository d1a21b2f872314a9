"""How good labels are: F1 by class and by group, disguised advice found, calibration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyser.domain import ACTS
from analyser.pipeline.encoder.codes import ACT_OF, Code

HEADLINE = ("open_question", "closed_question", "advice")
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of one set of utterances, each between 0 and 1; ``by_act`` holds F1.

    ``three`` and ``six`` are means of F1 over the headline acts, over all acts, that occur.
    """

    count: int
    three: float
    six: float
    disguised: float
    calibration: float
    by_act: dict[str, float]


def figures(gold: Sequence[Code], found: Sequence[str], confidences: Sequence[float]) -> Figures:
    """Compare found acts with true classes."""
    true = [ACT_OF[code] for code in gold]
    by_act: dict[str, float] = {
        act: f1([t == act for t in true], [f == act for f in found]) for act in ACTS
    }
    right = [t == f for t, f in zip(true, found, strict=True)]
    steps = [f == "advice" for g, f in zip(gold, found, strict=True) if g == "disguised"]
    return Figures(
        count=len(true),
        three=_mean(by_act[act] for act in HEADLINE if act in true),
        six=_mean(by_act[act] for act in ACTS if act in true),
        disguised=sum(steps) / len(steps) if steps else float("nan"),
        calibration=calibration_error(right, confidences),
        by_act=by_act,
    )


def _mean(parts: Iterable[float]) -> float:
    """The mean; not a number where there is nothing."""
    found = list(parts)
    return sum(found) / len(found) if found else float("nan")


def f1(true: Sequence[bool], found: Sequence[bool]) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is true or found."""
    hits = sum(t and f for t, f in zip(true, found, strict=True))
    counted = sum(true) + sum(found)
    return 2 * hits / counted if counted else 0.0


def calibration_error(right: Sequence[bool], confidences: Sequence[float]) -> float:
    """The expected calibration error over ten bins of equal width (Naeini and others 2015)."""
    sure = np.asarray(confidences, dtype=np.float64)
    hit = np.asarray(right, dtype=np.float64)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [
        abs(hit[bins == n].mean() - sure[bins == n].mean()) * (bins == n).mean()
        for n in range(BINS)
        if (bins == n).any()
    ]
    return float(sum(gaps))


Scores = npt.NDArray[np.float64]
