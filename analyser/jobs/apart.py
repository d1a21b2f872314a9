"""One analysis in a process of its own: it can be stopped at any moment, and gives its memory back.

The process tells how far it is through a pipe. It ends with the worker, however that ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import Protocol

from analyser.domain import Request, StageName, StageProgress
from analyser.errors import AnalyserError
from analyser.jobs.database import log_file
from analyser.jobs.fetch import fetched
from analyser.jobs.passing import may_pass
from analyser.settings import Settings

_FRESH = get_context("spawn")  # nothing is shared with the worker's threads
_LOOK_EVERY = 0.5
"""Seconds between two looks at whether the analysis is still wanted."""

Report = tuple[StageName, float]


class Analyse(Protocol):
    """``workflow.analyse``, or what stands in for it."""

    def __call__(
        self, request: Request, *, settings: Settings, progress: StageProgress, session: str
    ) -> str:
        """Take a recording through the whole path; the session's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an analysis ended; ``message`` says what went wrong, and is empty where all went well.

    ``passing`` says that it may go better in a while.
    """

    message: str = ""
    passing: bool = False


def analyse_apart(
    analyse: Analyse,
    request: Request,
    *,
    settings: Settings,
    session: str,
    watch: Callable[[Report | None], None],
) -> Outcome:
    """Analyse in a new process and wait for it.

    :param watch: told every report, and ``None`` twice a second where there is none. Whatever it
        raises stops the analysis at once.
    """
    mine, theirs = _FRESH.Pipe()
    process = _FRESH.Process(target=_run, args=(theirs, analyse, request, settings, session))
    process.start()
    theirs.close()
    try:
        while True:
            said = mine.recv() if mine.poll(_LOOK_EVERY) else None
            if isinstance(said, Outcome):
                return said
            watch(said)
    except EOFError:
        process.join()
        return _died(process.exitcode or 0, settings)
    finally:
        process.kill()
        process.join()
        mine.close()


def _run(
    pipe: Connection, analyse: Analyse, request: Request, settings: Settings, session: str
) -> None:
    """What the new process does."""
    Thread(target=partial(_end_with, pipe), daemon=True).start()
    try:
        with fetched(request, settings=settings) as near:
            analyse(
                near,
                settings=settings,
                progress=lambda stage, share: pipe.send((stage, share)),
                session=session,
            )
    except AnalyserError as error:
        pipe.send(Outcome(message=str(error), passing=may_pass(error)))
    else:
        pipe.send(Outcome())


def _end_with(pipe: Connection) -> None:
    """End this process when the worker's end of the pipe is gone."""
    try:
        pipe.recv()
    except EOFError:
        os._exit(1)


def unforeseen(settings: Settings) -> str:
    """What can be said about a fault of ours."""
    return (
        "Something went wrong that nobody foresaw. "
        f"Report it, with what {log_file(settings)} says about it."
    )


def _died(exit_code: int, settings: Settings) -> Outcome:
    """Why a process said nothing at its end: a signal has a negative code."""
    if exit_code < 0:
        return Outcome(
            message="The machine stopped the analysis, most likely for want of memory. "
            "Close other programs and hand the recording in again: it goes on where it was.",
            passing=True,
        )
    return Outcome(message=unforeseen(settings))
