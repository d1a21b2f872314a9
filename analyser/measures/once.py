"""What several families of measures need of one analysis is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from analyser.domain import Analysis

T = TypeVar("T")


def once(work: Callable[[Analysis], T]) -> Callable[[Analysis], T]:
    """The same function; of the analysis that it was asked about last it knows the answer.

    Analyses are frozen, so one and the same object always has the same answer.
    """
    last: list[tuple[Analysis, T]] = []

    @wraps(work)
    def known(analysis: Analysis) -> T:
        held = last[0] if last else None
        if held is None or held[0] is not analysis:
            held = (analysis, work(analysis))
            last[:] = [held]  # threads may all do so: each has its own answer in hand
        return held[1]

    return known
