"""The queue as the pages and the command line see it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from dbos import DBOSClient, WorkflowStatus

from analyser import workflow
from analyser.domain import Request, StageName
from analyser.errors import InputError
from analyser.jobs.apart import unforeseen
from analyser.jobs.database import (
    PROGRESS,
    QUEUE,
    VERSION,
    WORKFLOW,
    client,
    is_there,
    wipe,
)
from analyser.jobs.fetch import lies_elsewhere, name_of
from analyser.jobs.uploads import discard_upload
from analyser.jobs.worker import ensure_worker, session_of
from analyser.settings import Settings
from analyser.store import ME

_WAITED_FOR, _WHENEVER = 1, 2  # the lower goes first; among equals, the older

JobState = Literal["queued", "running", "done", "failed", "cancelled"]

_STATES: dict[str, JobState] = {
    "DELAYED": "queued",
    "ENQUEUED": "queued",
    "PENDING": "running",
    "SUCCESS": "done",
    "CANCELLED": "cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An analysis that was asked for, and how far it is.

    ``share`` (0–1) is of the whole, ``step`` of the stage; ``seconds_left`` is ``None`` while it
    cannot be known; ``before`` counts the jobs that go before one that waits, where all were looked
    at; ``message`` says in words what went wrong, or what a running job waits for; ``session`` is
    there once the job is done.
    """

    id: str
    name: str
    state: JobState
    before: int | None = None
    stage: StageName | None = None
    step: float = 0.0
    share: float = 0.0
    seconds_left: float | None = None
    message: str = ""
    session: str | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {"done", "failed", "cancelled"}


def submit(request: Request, *, settings: Settings, urgent: bool = True) -> str:
    """Ask for an analysis; it is kept before this returns. A worker is started if none lives.

    The session will be whoever's the settings name: they go with the job.

    :param request: its recording is a path, or an address that fsspec can open.
    :param urgent: whether a person waits for it; what nobody waits for comes after all that is.
    :return: the job's id.
    :raises StoreError: the queue cannot be used, or the place that machines share.
    """
    given = workflow.hand_over(_readable(request), settings=settings)
    job = secrets.token_hex(8)
    with client(settings) as queue:
        queue.enqueue(
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": job,
                "app_version": VERSION,
                "priority": _WAITED_FOR if urgent else _WHENEVER,
            },
            asdict(given),
            _anywhere(settings).model_dump(mode="json", exclude=set(settings.places())),
        )
    ensure_worker(settings=settings)
    return job


def job(id: str, *, settings: Settings) -> Job:  # noqa: A002 - it is the job's id
    """How far the job is that has this id, or whose id begins so.

    :raises InputError: there is no such job, or more than one.
    """
    with client(settings) as queue:
        return _job(_status(queue, id, settings), queue, settings)


def jobs(*, settings: Settings) -> tuple[Job, ...]:
    """Every job that whoever looks asked for, and for ``me`` everybody's, the newest first.

    Where one has not ended and no worker lives, one is started.
    """
    if not is_there(settings):
        return ()
    with client(settings) as queue:
        known = queue.list_workflows(name=WORKFLOW, sort_desc=True)
        place = _places(known)
        found = tuple(
            replace(_job(status, queue, settings), before=place.get(status.workflow_id))
            for status in known
            if _asked_by(status, settings)
        )
    if not all(job.ended for job in found):
        ensure_worker(settings=settings)
    return found


def cancel(id: str, *, settings: Settings) -> None:  # noqa: A002 - it is the job's id
    """Stop a job: at once where it waits, within seconds where it runs. An ended one stays so.

    What was finished is remembered: handed in again, the recording goes on from there.

    :raises InputError: there is no such job, or more than one.
    """
    with client(settings) as queue:
        queue.cancel_workflow(_status(queue, id, settings).workflow_id)


def dismiss(id: str, *, settings: Settings) -> None:  # noqa: A002 - it is the job's id
    """Take an ended job off the list, with all that is left of it unless it became a session.

    :raises InputError: there is no such job, more than one, or it has not ended.
    """
    with client(settings) as queue:
        status = _status(queue, id, settings)
        if not _job(status, queue, settings).ended:
            raise InputError("The analysis has not ended.", "Stop it first.")
        queue.delete_workflow(status.workflow_id)
    wipe(settings)
    discard_upload(status, settings)


def forget(session: str, *, settings: Settings) -> None:
    """Remove a session for good, and the job that made it.

    :raises StoreError: there is no such session, or its files cannot be removed.
    :raises InputError: the session is another's.
    """
    found = workflow.describe(session, settings=settings)
    workflow.forget(found.id, settings=settings)
    if not is_there(settings):
        return
    with client(settings) as queue:
        made_by = queue.list_workflows(name=WORKFLOW, workflow_id_prefix=found.id)
        queue.delete_workflows([status.workflow_id for status in made_by])
    wipe(settings)
    for status in made_by:
        discard_upload(status, settings)


def _readable(request: Request) -> Request:
    """The request with paths that the worker can follow, wherever it was started."""
    recording = request.recording
    if not lies_elsewhere(recording):
        recording = str(Path(recording).absolute())
    return replace(
        request,
        recording=recording,
        transcript=request.transcript and str(Path(request.transcript).absolute()),
        names=request.names and str(Path(request.names).absolute()),
    )


def _anywhere(settings: Settings) -> Settings:
    """The same for the settings, which the job keeps: the worker may have been started earlier."""
    return settings.model_copy(update={"models": settings.models.absolute()})


def _asked_by(status: WorkflowStatus, settings: Settings) -> bool:
    """Whether whoever looks asked for a job, whose settings name who did."""
    if settings.person == ME:
        return True
    args = status.input["args"] if status.input else ()
    return len(args) > 1 and bool(args[1].get("person", ME) == settings.person)


def _status(queue: DBOSClient, job: str, settings: Settings) -> WorkflowStatus:
    """The one job whose id begins so, among those that whoever looks asked for.

    :raises InputError: there is none, or more than one.
    """
    begin = job.strip().lower()
    known = queue.list_workflows(name=WORKFLOW, workflow_id_prefix=begin) if begin else []
    found = [status for status in known if _asked_by(status, settings)]
    if not found:
        raise InputError(f"There is no job '{job}'.", "It may have been forgotten.")
    if len(found) > 1:
        ids = ", ".join(status.workflow_id for status in found)
        raise InputError(f"'{job}' begins more than one job: {ids}.", "Give more of it.")
    return found[0]


def _places(known: Sequence[WorkflowStatus]) -> dict[str, int]:
    """How many jobs go before each one that waits; ``known`` has the newest first."""
    running = [status for status in known if status.status == "PENDING"]
    waiting = [status for status in reversed(known) if _STATES.get(status.status) == "queued"]
    waiting.sort(key=lambda status: (status.priority or 0, status.created_at or 0))
    return {status.workflow_id: n for n, status in enumerate(waiting, start=len(running))}


def _job(status: WorkflowStatus, queue: DBOSClient, settings: Settings) -> Job:
    """A job as people see it, from what DBOS knows of it."""
    request: dict[str, Any] = status.input["args"][0] if status.input else {}
    name = request.get("name") or name_of(request.get("recording", ""))
    asked = Job(id=status.workflow_id, name=name, state=_STATES.get(status.status, "failed"))
    if asked.state == "done":
        return _ended(asked, status.output or {})
    if asked.state == "failed":
        return replace(asked, message=unforeseen(settings))
    return replace(asked, **(queue.get_event(asked.id, PROGRESS, timeout_seconds=0) or {}))


def _ended(job: Job, outcome: dict[str, str]) -> Job:
    """A job that came to an end of its own: with a session, or with words about what is wrong."""
    if outcome.get("message"):
        return replace(job, state="failed", message=outcome["message"])
    return replace(job, share=1.0, seconds_left=0.0, session=session_of(job.id))
