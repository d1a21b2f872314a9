"""How far an analysis is, in words, as the pages and the command line say it."""

from __future__ import annotations

from analyser.domain import StageName
from analyser.jobs.queue import Job
from analyser.measures.wording import about, percent

_STAGES: dict[StageName, str] = {
    "decode": "Reading the sound",
    "transcribe": "Writing down what was said",
    "diarise": "Telling the voices apart",
    "attribute": "Matching words and voices",
    "segment": "Finding the sentences",
    "classify": "Finding questions and advice",
}


def place_told(job: Job) -> str:
    """That a job waits for its turn, and behind how many others."""
    return f"Waiting for its turn{f' · {job.before} before it' if job.before else ''}"


def stage_told(job: Job) -> str:
    """The stage of a running job with its own share, like ``Reading the sound: 20 %``."""
    return "Starting" if job.stage is None else f"{_STAGES[job.stage]}: {percent(job.step)}"


def left_told(job: Job) -> str:
    """For how long a running job still takes, like ``about 3 minutes``; empty if nobody knows."""
    return "" if job.seconds_left is None else f"about {about(max(1, job.seconds_left))}"


def wait_told(job: Job) -> str:
    """What a job that has begun waits for; empty where it waits for nothing."""
    return f"It waits, and goes on by itself. {job.message}" if job.message else ""
