"""The worker: a process that works through the queue, one job at a time.

The queue in a file has one worker: a lock says that it lives (``alive``). A queue in PostgreSQL has
as many as are started, on one machine or several; what a dead one left is taken up by another.
Having nothing to do, a worker that the app started goes away after a while.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

from dbos import DBOS
from sqlalchemy.exc import DBAPIError

from analyser import workflow
from analyser.domain import Request
from analyser.errors import InputError, StoreError
from analyser.jobs.alive import Presence, machine_lock, present, sign
from analyser.jobs.apart import Analyse, Outcome, analyse_apart
from analyser.jobs.database import (
    QUEUE,
    WORKFLOW,
    client,
    config,
    is_there,
    log_file,
    prepare,
    shared,
)
from analyser.jobs.scratch import clear_but, scratch_of
from analyser.jobs.slots import one_of, slots
from analyser.jobs.uploads import remove_unneeded
from analyser.jobs.watch import Watch
from analyser.pipeline.progress import quick_stages
from analyser.settings import ROOT, Settings, load_settings
from analyser.store.private import private_file

_UPTAKES = 100  # a laptop may be switched off often, but a job that fells every worker is given up
_TRIES = 4
_FIRST_WAIT_SECONDS = 4.0  # then 16, then 64: what can pass has passed by then, or needs a person
_WAIT_GROWS = 4.0
_IDLE_SECONDS = 60.0
_TICK_SECONDS = 1.0
_TICKS_UNTIL_FORGOTTEN = 60
_UNENDED = ["ENQUEUED", "PENDING"]
_ALONE = "worker"  # the next worker takes up what the last one of this name left
_ANEW = "ANALYSER_WORKER_ANEW"
"""Set in the environment of a worker that was at work before it lost the queue: for how many
seconds it waits before it looks for the queue again."""
_LONGEST_PAUSE_SECONDS = 60.0
_ANOTHER = "Another recording is being analysed on this machine."
_BEGUN = time.monotonic()

_log = logging.getLogger(__name__)


def ensure_worker(*, settings: Settings) -> None:
    """Start a worker process if none lives here. It outlives this one, and takes up what waits.

    :raises StoreError: the data folder cannot be used.
    """
    lock = machine_lock(settings)
    if lock is None:
        return
    log = private_file(log_file(settings))
    own = {f"ANALYSER_{name.upper()}": place for name, place in settings.places().items()}
    try:
        with log.open("ab") as output:
            subprocess.Popen(  # noqa: S603 - our own module, under this very interpreter
                [sys.executable, "-m", "analyser.jobs", str(lock)],
                pass_fds=(lock,),  # it is locked from now on: there is never a second one
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=ROOT,
                env=os.environ | own,
            )
    finally:
        os.close(lock)


def keep_going(*, settings: Settings) -> None:
    """Start a worker process if a job waits or was interrupted, and none lives here.

    :raises StoreError: the queue cannot be used.
    """
    if is_there(settings) and _unended(settings):
        ensure_worker(settings=settings)


def work(
    *,
    settings: Settings,
    analyse: Analyse = workflow.analyse,
    lock: int | None = None,
    idle_seconds: float = _IDLE_SECONDS,
    first_wait_seconds: float = _FIRST_WAIT_SECONDS,
) -> None:
    """Work through the queue until there has been nothing to do for a while.

    :param lock: the machine's lock, where this process was given it.
    :param first_wait_seconds: until what can pass is tried again for the first time.
    :raises InputError: another worker lives, and the queue is not one that they can share.
    :raises StoreError: the queue cannot be used.
    """
    held = machine_lock(settings) if lock is None else lock
    if held is None and not shared(settings):
        raise InputError("A worker is at work already.", "It takes up new recordings by itself.")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it as a kill does: nothing is lost
    _define(analyse, settings, first_wait_seconds)
    time.sleep(float(os.environ.get(_ANEW, "0")))
    try:
        _serve_on(settings, held, idle_seconds)
    except (StoreError, DBAPIError) as error:
        if _ANEW not in os.environ:
            raise
        _begin_anew(error)


def session_of(job: str) -> str:
    """The id of the session that a job makes: the same however often it is taken up."""
    return job[:8]


def _define(analyse: Analyse, own: Settings, first_wait_seconds: float) -> None:
    """Tell DBOS what a job is: one step, so that one taken up again begins with what is known."""
    slot_files = slots(own)

    @DBOS.step(name="analyse_recording")
    def analyse_recording(asked: dict[str, Any], settings: dict[str, Any]) -> dict[str, str]:
        request, chosen = Request(**asked), _as_asked(settings, own)
        watch = Watch(str(DBOS.workflow_id), quick=quick_stages(request, chosen))
        attempt = partial(
            analyse_apart,
            analyse,
            request,
            settings=chosen,
            session=session_of(watch.job),
            scratch=scratch_of(watch.job, own),
            watch=watch,
        )
        attempt = partial(_in_turn, attempt, watch, slot_files)
        with _a_lost_queue_begins_anew():
            return {"message": _tried(attempt, watch, first_wait_seconds).message}

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=_UPTAKES)
    def analyse_job(asked: dict[str, Any], settings: dict[str, Any]) -> dict[str, str]:
        with _a_lost_queue_begins_anew():
            return analyse_recording(asked, settings)


def _in_turn(attempt: Callable[[], Outcome], watch: Watch, slot_files: Sequence[Path]) -> Outcome:
    """Analyse when this machine is free for it; a stop is heeded while it is not."""
    with one_of(slot_files, meanwhile=partial(watch.pause, _ANOTHER, seconds=_TICK_SECONDS)):
        return attempt()


def _tried(attempt: Callable[[], Outcome], watch: Watch, first_wait_seconds: float) -> Outcome:
    """The outcome of an analysis; one that met what can pass is tried again after a while."""
    for n in range(_TRIES - 1):
        outcome = attempt()
        if not outcome.passing:
            return outcome
        watch.pause(outcome.why or outcome.message, seconds=first_wait_seconds * _WAIT_GROWS**n)
    return attempt()


def _as_asked(asked: dict[str, Any], own: Settings) -> Settings:
    """The settings that a job keeps; where things lie is this worker's own affair."""
    places = own.places()
    if not Path(asked["models"]).is_dir():
        places["models"] = str(own.models)
    return load_settings(**(asked | places))


def _serve_on(settings: Settings, lock: int | None, idle_seconds: float) -> None:
    """Serve until nothing waits, also of what came while the lock was being given back."""
    _serve(settings, lock, idle_seconds)
    while lock is not None:
        os.close(lock)
        lock = machine_lock(settings) if _unended(settings) else None
        if lock is not None:
            _serve(settings, lock, idle_seconds)


def _serve(settings: Settings, lock: int | None, idle_seconds: float) -> None:
    """Take up what is waiting or was interrupted, until all is quiet."""
    if lock is not None:
        sign(lock)
    prepare(settings)
    executor = uuid4().hex if shared(settings) else _ALONE
    with present(settings, executor) if shared(settings) else nullcontext() as presence:
        DBOS(config=config(settings, executor))
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=_TICK_SECONDS / 2)
        _until_quiet(settings, presence, idle_seconds)
        DBOS.destroy()


def _until_quiet(settings: Settings, presence: Presence | None, idle_seconds: float) -> None:
    """Look after the queue, once a second, until there has been nothing in it for a while."""
    known: set[str] | None = None
    quiet_since = time.monotonic()
    ticks = count()
    while known or time.monotonic() - quiet_since < idle_seconds:
        if next(ticks) % _TICKS_UNTIL_FORGOTTEN == 0:
            _forget_along(settings)
        try:
            known = _look_after(settings, presence, known)
        except (StoreError, DBAPIError) as error:
            if shared(settings):
                _begin_anew(error)
        if known:
            quiet_since = time.monotonic()
        time.sleep(_TICK_SECONDS)


def _look_after(settings: Settings, presence: Presence | None, known: set[str] | None) -> set[str]:
    """Take up what the dead left, and clear up when something has ended; the jobs that have not."""
    if presence is not None:
        _take_over(settings, presence)
    unended = _unended(settings)
    if unended != known:
        remove_unneeded(settings)
        clear_but(unended, settings)
    return unended


def _forget_along(settings: Settings) -> None:
    """Forget what was forgotten on another machine, or is too old; if it cannot be, next time."""
    try:
        workflow.discard_forgotten(settings=settings)
        workflow.remove_old_sound(settings=settings)
    except StoreError as error:
        _log.warning("What is to be forgotten is left for now: %s", error)


def _take_over(settings: Settings, presence: Presence) -> None:
    """Put back into the queue what dead workers were at."""
    with client(settings) as queue:
        running = queue.list_workflows(
            name=WORKFLOW, status="PENDING", load_input=False, load_output=False
        )
    dead = presence.dead({job.executor_id for job in running if job.executor_id})
    if dead:
        # The public ``resume_workflow`` would take a job twice where two workers see the death, and
        # wake one that was just stopped; this asks again, in the same write, whose the job is.
        DBOS._recover_pending_workflows(dead)  # noqa: SLF001


@contextmanager
def _a_lost_queue_begins_anew() -> Iterator[None]:
    """Where the queue's database is lost, or cannot be written, become a fresh process.

    The job would end with a fault that has nothing to do with it; the fresh process takes it up.
    On a shared database the others have taken this worker for dead, so it must drop the job.
    """
    try:
        yield
    except DBAPIError as error:
        _begin_anew(error)


def _begin_anew(error: Exception) -> NoReturn:
    """Take this process's place as a fresh one, which waits the longer the oftener that happens.

    :return: never.
    """
    _log.warning("The queue does not answer: %s", error)
    last = float(os.environ.get(_ANEW, "0"))
    was_well = time.monotonic() - _BEGUN > last + _LONGEST_PAUSE_SECONDS
    pause = 1.0 if was_well or not last else min(_LONGEST_PAUSE_SECONDS, 2.0 * last)
    os.execve(sys.executable, sys.orig_argv, os.environ | {_ANEW: str(pause)})  # noqa: S606 - itself


def _unended(settings: Settings) -> set[str]:
    """The jobs that wait or run."""
    with client(settings) as queue:
        found = queue.list_workflows(
            name=WORKFLOW, status=_UNENDED, load_input=False, load_output=False
        )
        return {status.workflow_id for status in found}
