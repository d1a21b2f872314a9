"""What was uploaded is removed once no job needs it: of a recording, only its sound is kept."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from pathlib import Path

from dbos import WorkflowStatus

from analyser import workflow
from analyser.errors import StoreError
from analyser.jobs.database import WORKFLOW, client
from analyser.jobs.scratch import remove
from analyser.settings import Settings

_NOBODYS_AFTER = 24 * 3600.0
"""Seconds after which an upload that no job was ever asked for is nobody's."""

_CLOCK_STEP = 1.0  # the queue's times are whole seconds

_log = logging.getLogger(__name__)


def remove_unneeded(settings: Settings) -> None:
    """Remove the uploads of jobs that have ended, and those that were left lying for a day."""
    folder = workflow.uploads(settings).absolute()
    if not folder.is_dir() and not settings.recordings:
        return
    with client(settings) as queue:
        jobs = queue.list_workflows(name=WORKFLOW, load_output=False)
    needed = _needed(jobs, settings)
    ended = {path: _ended(job) or 0.0 for job in jobs for path in _files(job, settings)}
    for file in set(folder.glob("*")) - needed:
        with suppress(FileNotFoundError):  # another worker was quicker
            if _is_over(file.stat().st_mtime, ended.get(file, 0.0)):
                remove(file)
    try:
        for name, written in workflow.shared_uploads(settings):
            if folder / name not in needed and _is_over(written, ended.get(folder / name, 0.0)):
                workflow.remove_shared_upload(name, settings=settings)
    except StoreError as error:
        _log.warning("Shared uploads are left for now: %s", error)


def discard_upload(job: WorkflowStatus, settings: Settings) -> None:
    """Remove the uploads of a job that is gone, and what was worked out of them."""
    folder = workflow.uploads(settings).absolute()
    with client(settings) as queue:
        needed = _needed(queue.list_workflows(name=WORKFLOW, load_output=False), settings)
    for file in set(_files(job, settings)) - needed:
        if file.parent == folder:
            remove(file)
            workflow.remove_shared_upload(file.name, settings=settings)
            workflow.discard(file.stem, settings=settings)


def _needed(jobs: list[WorkflowStatus], settings: Settings) -> set[Path]:
    """The files that jobs which wait or run will read."""
    return {path for job in jobs if _ended(job) is None for path in _files(job, settings)}


def _files(job: WorkflowStatus, settings: Settings) -> list[Path]:
    """The files that a job was asked to read, where they lie on this machine."""
    request = job.input["args"][0] if job.input else {}
    named = [request[key] for key in ("recording", "transcript", "names") if request.get(key)]
    return [workflow.upload_here(file, settings=settings) for file in named]


def _is_over(written: float, ended: float) -> bool:
    """Whether a file's last job has ended, or none was ever asked for (seconds since the epoch)."""
    return written <= ended or time.time() - written > _NOBODYS_AFTER


def _ended(job: WorkflowStatus) -> float | None:
    """When a job ended, in seconds since the epoch; ``None`` while it has not."""
    if job.status in {"DELAYED", "ENQUEUED", "PENDING"}:
        return None
    return (job.completed_at or job.updated_at or 0) / 1000 + _CLOCK_STEP
