"""How far the job at hand is, written down for all to see, and whether it is still wanted."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

from dbos import DBOS

from analyser.domain import StageName
from analyser.errors import Cancelled
from analyser.jobs.apart import Report
from analyser.jobs.database import PROGRESS
from analyser.pipeline.progress import TimeLeft

_EVERY_SECONDS = 1.0


class Watch:
    """Writes down how far a job is, once a second, and stops it when it is no longer wanted.

    :param quick: the stages that will take no time.
    """

    def __init__(self, job: str, *, quick: Collection[StageName] = ()) -> None:
        self.job = job
        self._time_left = TimeLeft(quick=quick)
        self._said: dict[str, Any] = {}
        self._written: dict[str, Any] = {}
        self._looked = 0.0

    def __call__(self, report: Report | None) -> None:
        """Take in a report.

        :raises Cancelled: somebody stopped the job, or dismissed it.
        """
        if report is not None:
            share, seconds = self._time_left.update(*report)
            stage, step = self._time_left.at
            self._said = {"stage": stage, "step": step, "share": share, "seconds_left": seconds}
        if time.monotonic() - self._looked < _EVERY_SECONDS:
            return
        self._looked = time.monotonic()
        status = DBOS.get_workflow_status(self.job)
        if status is None or status.status == "CANCELLED":
            raise Cancelled
        if self._said != self._written:
            DBOS.set_event(PROGRESS, self._said)
            self._written = self._said

    def pause(self, why: str, *, seconds: float) -> None:
        """Wait for something to pass, and say what; when it will have passed nobody knows.

        :raises Cancelled: somebody stopped the job, or dismissed it.
        """
        self._said = self._said | {"seconds_left": None, "message": why}
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self(None)
            time.sleep(min(left, _EVERY_SECONDS / 2))
