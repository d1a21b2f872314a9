"""The cores of this machine, shared out: several pieces of work at once, each on one thread.

Small networks gain little from a second thread and lose time waiting for it, the more so while
another stage is at work beside them. What that saves: ADR 2 (voices), ADR 3 (words).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

MOST_WORKERS = 4
"""Each worker takes memory of its own."""


def threads() -> int:
    """How many threads there are to share out on this machine."""
    given = os.environ.get("OMP_NUM_THREADS", "")
    return int(given) if given.isdecimal() and int(given) else os.cpu_count() or 1


def workers(*, gpu: bool) -> int:
    """How many pieces are at work at once; a GPU is given one after another."""
    return 1 if gpu else min(threads(), MOST_WORKERS)


def to_spare() -> bool:
    """Whether a stage that is at work leaves cores for another one beside it."""
    return threads() > MOST_WORKERS


@contextmanager
def at_work(count: int, ready: Callable[[], object] = lambda: None) -> Iterator[Executor]:
    """So many threads; when they are left, nothing more is begun and what runs is waited for.

    :param ready: called first in each of them.
    """
    pool = ThreadPoolExecutor(count, initializer=ready)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
