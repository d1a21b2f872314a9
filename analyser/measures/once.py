"""What several families of measures need of one analysis is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from analyser.domain import Analysis

T = TypeVar("T")

_MOST = 4
"""Analyses of which is remembered what does not rest on the labels."""


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


def once_by(
    rests_on: Callable[[Analysis], object],
) -> Callable[[Callable[[Analysis], T]], Callable[[Analysis], T]]:
    """The same for what rests on a part of an analysis: all that ``rests_on`` tells of it."""

    def once_for(work: Callable[[Analysis], T]) -> Callable[[Analysis], T]:
        last: list[tuple[object, T]] = []

        @wraps(work)
        def known(analysis: Analysis) -> T:
            about = rests_on(analysis)
            answer = next((answer for asked, answer in tuple(last) if asked == about), None)
            if answer is None:
                answer = work(analysis)
                last[:] = [(about, answer), *last[: _MOST - 1]]
            return answer

        return known

    return once_for


def _all_but_labels(analysis: Analysis) -> tuple[object, ...]:
    return (
        *(analysis.recording, analysis.part, analysis.speakers, analysis.marks),
        *(analysis.turns, analysis.utterances),
    )


once_by_who_speaks = once_by(_all_but_labels)
"""The same for what rests on who speaks when, and not on what that is.

Another label, which is most of what a person puts right, leaves the answer as it was.
"""
