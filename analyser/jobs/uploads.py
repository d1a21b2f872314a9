"""What was uploaded is removed once no job needs it: of a recording, only its sound is kept."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from dbos import WorkflowStatus

from analyser import workflow
from analyser.jobs.database import WORKFLOW, client
from analyser.settings import Settings

_NOBODYS_AFTER = 24 * 3600.0
"""Seconds after which an upload that no job was ever asked for is nobody's."""

_CLOCK_STEP = 1.0  # the queue's times are whole seconds


def remove_unneeded(settings: Settings) -> None:
    """Remove the uploads of jobs that have ended, and those that were left lying for a day."""
    folder = workflow.uploads(settings).absolute()
    if not folder.is_dir():
        return
    with client(settings) as queue:
        jobs = queue.list_workflows(name=WORKFLOW, load_output=False)
    needed = _needed(jobs)
    ended = {path: _ended(job) or 0.0 for job in jobs for path in _files(job)}
    for file in set(folder.iterdir()) - needed:
        with suppress(FileNotFoundError):  # another worker was quicker
            written = file.stat().st_mtime
            if written <= ended.get(file, 0.0) or time.time() - written > _NOBODYS_AFTER:
                file.unlink()


def discard_upload(job: WorkflowStatus, settings: Settings) -> None:
    """Remove the uploads of a job that is gone, and what was worked out of them."""
    folder = workflow.uploads(settings).absolute()
    with client(settings) as queue:
        needed = _needed(queue.list_workflows(name=WORKFLOW, load_output=False))
    for file in set(_files(job)) - needed:
        if file.parent == folder:
            file.unlink(missing_ok=True)
            workflow.discard(file.stem, settings=settings)


def _needed(jobs: list[WorkflowStatus]) -> set[Path]:
    """The files that jobs which wait or run will read."""
    return {path for job in jobs if _ended(job) is None for path in _files(job)}


def _files(job: WorkflowStatus) -> list[Path]:
    """The files that a job was asked to read."""
    request = job.input["args"][0] if job.input else {}
    return [Path(request[key]) for key in ("recording", "transcript", "names") if request.get(key)]


def _ended(job: WorkflowStatus) -> float | None:
    """When a job ended, in seconds since the epoch; ``None`` while it has not."""
    if job.status in {"DELAYED", "ENQUEUED", "PENDING"}:
        return None
    return (job.completed_at or job.updated_at or 0) / 1000 + _CLOCK_STEP
