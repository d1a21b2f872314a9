"""Which recogniser is best for a machine: the finest that is quick enough there."""

from __future__ import annotations

from collections.abc import Iterable

BEST_FIRST = (
    "large-v3-turbo",
    "distil-large-v3",
    "whisper-small.en",
    "whisper-base",
    "whisper-tiny-en",
)
ENGLISH_ONLY = frozenset({"distil-large-v3", "whisper-small.en", "whisper-tiny-en"})

_COST = {
    "whisper-tiny-en": 0.027,
    "whisper-base": 0.044,
    "whisper-small.en": 0.15,
    "distil-large-v3": 0.4,
    "large-v3-turbo": 0.5,
}
"""Seconds of one core for a second of a recording of meeting talk. The first two were measured, the
others follow from how much larger they are."""
_MOST_THREADS = 8
"""More threads than this make a recogniser hardly any quicker."""


def share_of_real_time(name: str, threads: int) -> float:
    """How much of a recording's length a recogniser is expected to take on a CPU."""
    return _COST[name] / max(1, min(threads, _MOST_THREADS))


def candidates(*, gpu: bool, threads: int, limit: float, language: str) -> tuple[str, ...]:
    """Recognisers that know the language, in the order in which they are to be tried.

    On a GPU the best comes first. On a CPU it is the best of those that take at most ``limit`` of
    real time; those that take longer come after them, the quickest first.
    """
    known = [name for name in BEST_FIRST if language == "en" or name not in ENGLISH_ONLY]
    if gpu:
        return tuple(known)
    slow = set(_slow(known, threads, limit))
    quick = (name for name in known if name not in slow)
    return (*quick, *sorted(slow, key=lambda name: _COST[name]))


def _slow(names: Iterable[str], threads: int, limit: float) -> Iterable[str]:
    return (name for name in names if share_of_real_time(name, threads) > limit)
