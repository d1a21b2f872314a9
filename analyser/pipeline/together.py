"""Two stages at once, where there are more cores than one of them keeps busy (ADR 3)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import TypeVar

from analyser.domain import StageName, StageProgress
from analyser.errors import Cancelled

One = TypeVar("One")
Other = TypeVar("Other")


def side_by_side(
    progress: StageProgress,
    one: Callable[[StageProgress], One],
    other: Callable[[StageProgress], Other],
) -> tuple[One, Other]:
    """What two pieces of work give that know nothing of each other.

    Where one ends early, by a fault or because a person stopped it, so does the other at its next
    report; the fault is the one that is raised.

    :param progress: told by both, never by both at a time.
    """
    over, lock = Event(), Lock()

    def report(stage: StageName, share: float) -> None:
        if over.is_set():
            raise Cancelled
        with lock:
            progress(stage, share)

    with ThreadPoolExecutor(max_workers=1) as pool:
        theirs = pool.submit(_watched, other, report, over)
        try:
            ours = _watched(one, report, over)
        except Cancelled as stopped:
            raise theirs.exception() or stopped from None
        return ours, theirs.result()


def _watched(work: Callable[[StageProgress], One], report: StageProgress, over: Event) -> One:
    """Work, and tell the other where it came to nothing."""
    whole = False
    try:
        found = work(report)
        whole = True
    finally:
        if not whole:
            over.set()
    return found
