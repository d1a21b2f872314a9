"""How far scores are to be trusted: one temperature, fitted on dialogues not learnt from.

Guo and others (2017), "On calibration of modern neural networks": scores divided by the
temperature with which what is true is least surprising.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

from analyser.pipeline.encoder.codes import CODES, Code

BOUNDS = (0.5, 4.0)


def temperature(scores: npt.NDArray[np.floating], true: Sequence[Code]) -> float:
    """The best temperature for scores ``(rows, classes)``."""
    own = np.array([CODES.index(code) for code in true])

    def surprise(tried: float) -> float:
        tempered = np.asarray(scores, dtype=np.float64) / tried
        return float(np.mean(logsumexp(tempered, axis=1) - tempered[np.arange(len(own)), own]))

    return round(float(minimize_scalar(surprise, bounds=BOUNDS, method="bounded").x), 3)
