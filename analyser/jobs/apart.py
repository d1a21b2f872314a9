"""One analysis in a process of its own: it can be stopped at any moment, and gives its memory back.

The process tells how far it is through a pipe. It ends with the worker, however that ends.
"""

from __future__ import annotations

import faulthandler
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

from analyser.domain import Request, StageName, StageProgress
from analyser.errors import AnalyserError
from analyser.files import scratch_in
from analyser.jobs.database import log_file
from analyser.jobs.fetch import fetched
from analyser.jobs.passing import may_pass
from analyser.jobs.scratch import cleared, made
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

    ``passing`` says that it may go better in a while; ``why`` is the message without what to do.
    """

    message: str = ""
    passing: bool = False
    why: str = ""


_NO_MEMORY = Outcome(
    message="The machine stopped the analysis, most likely for want of memory. "
    "Close other programs and hand the recording in again: it goes on where it was.",
    passing=True,
    why="There is too little memory.",
)
_TOLD_TO_END = Outcome(
    message="The analysis was ended from outside, as a machine does that is shut down. "
    "Hand the recording in again: it goes on where it was.",
    passing=True,
    why="It was ended from outside.",
)


def analyse_apart(
    analyse: Analyse,
    request: Request,
    *,
    settings: Settings,
    session: str,
    scratch: Path,
    watch: Callable[[Report | None], None],
) -> Outcome:
    """Analyse in a new process and wait for it.

    :param scratch: the folder for what is half-done; it is gone afterwards.
    :param watch: told every report, and ``None`` twice a second where there is none. Whatever it
        raises stops the analysis at once.
    """
    asked = (analyse, request, settings, session, scratch)
    with cleared(scratch), _started(*asked) as (process, pipe):
        try:
            return _outcome(pipe, watch)
        except EOFError:
            process.join()
            return _died(process.exitcode or 0, settings)


@contextmanager
def _started(*asked: Any) -> Iterator[tuple[SpawnProcess, Connection]]:
    """The new process with our end of its pipe; it is killed when the block ends."""
    mine, theirs = _FRESH.Pipe()
    process = _FRESH.Process(target=_run, args=(theirs, *asked))
    process.start()
    theirs.close()
    try:
        yield process, mine
    finally:
        process.kill()
        process.join()
        mine.close()


def _outcome(pipe: Connection, watch: Callable[[Report | None], None]) -> Outcome:
    """Listen until the process tells how it ended.

    :raises EOFError: it ended without a word.
    """
    while True:
        said = pipe.recv() if pipe.poll(_LOOK_EVERY) else None
        if isinstance(said, Outcome):
            return said
        watch(said)


def _run(
    pipe: Connection,
    analyse: Analyse,
    request: Request,
    settings: Settings,
    session: str,
    scratch: Path,
) -> None:
    """What the new process does."""
    faulthandler.enable()
    Thread(target=partial(_end_with, pipe), daemon=True).start()
    try:
        with scratch_in(made(scratch)), fetched(request, settings=settings) as near:
            analyse(
                near,
                settings=settings,
                progress=lambda stage, share: pipe.send((stage, share)),
                session=session,
            )
    except AnalyserError as error:
        pipe.send(Outcome(message=str(error), passing=may_pass(error), why=error.message))
    except (OSError, MemoryError) as error:
        if not may_pass(error):
            raise
        pipe.send(_interrupted(error))
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
    match -exit_code:
        case signal.SIGKILL:
            return _NO_MEMORY
        case signal.SIGTERM | signal.SIGHUP:
            return _TOLD_TO_END
        case number if number > 0:
            return Outcome(message=_crashed(number, settings))
        case _:
            return Outcome(message=unforeseen(settings))


def _crashed(number: int, settings: Settings) -> str:
    """What can be said about a fault of a library."""
    return (
        f"The analysis crashed ({signal.strsignal(number) or f'signal {number}'}). "
        f"Report it, with what {log_file(settings)} says about it."
    )


def _interrupted(error: OSError | MemoryError) -> Outcome:
    """What can be said about a fault of the machine that may pass."""
    if isinstance(error, MemoryError):
        return _NO_MEMORY
    why = f"The disk or the connection does not answer: {error.strerror or 'it was lost'}."
    remedy = "See that it is there, and hand the recording in again: it goes on where it was."
    return Outcome(message=f"{why} {remedy}", passing=True, why=why)
