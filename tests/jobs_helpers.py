"""What the tests of the jobs share: workers to start and to kill, and patience."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
import wave
from contextlib import contextmanager
from pathlib import Path

from analyser import jobs
from analyser.domain import Request

WORKER = Path(__file__).with_name("slow_worker.py")
PATIENCE = 180.0


@contextmanager
def worker(settings, *, first_wait=0.2):
    """A worker process, killed at the end if it still lives."""
    settings.data.mkdir(exist_ok=True)
    with (settings.data / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, WORKER, settings.data, str(first_wait)],
            stderr=log,
            env=os.environ | {f"ANALYSER_{k.upper()}": v for k, v in settings.places().items()},
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def worker_kept_away(settings):
    """Nothing starts a worker on its own for as long as the block lasts."""
    settings.data.mkdir(exist_ok=True)
    with (settings.data / "worker.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def on_one_core():
    """What is started in the block may use one processor core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def half_done(settings):
    """What is left of work that was not finished."""
    return list((settings.data / "work").glob("*"))


def submitted(settings, *names, urgent=True):
    """Jobs that wait for a worker which the test starts, and not for a real one."""
    with worker_kept_away(settings):
        return [
            jobs.submit(
                Request(recording=str(settings.data / f"{name}.wav")),
                settings=settings,
                urgent=urgent,
            )
            for name in names
        ]


def until(told, *, settings, job):
    """The job once ``told`` holds of it."""
    end = time.monotonic() + PATIENCE
    while not told(found := jobs.job(job, settings=settings)):
        assert time.monotonic() < end, (found, (settings.data / "worker.log").read_text())
        time.sleep(0.1)
    return found


def until_there(file):
    """Come back when a file is there."""
    end = time.monotonic() + PATIENCE
    while not file.exists():
        assert time.monotonic() < end, file
        time.sleep(0.05)


def ended(job):
    return job.ended


def underway(job):
    return job.state == "running" and job.stage == "transcribe"


def written_set(folder):
    """Three seconds of sound and what is said in it: a request that needs no weights."""
    recording, transcript = folder / "set.wav", folder / "set.vtt"
    with wave.open(str(recording), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(16_000)
        wav.writeframes(b"\x00\x10\x00\xf0" * 24_000)
    transcript.write_text(
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.500\n<v Ana>What would help you here?</v>\n"
    )
    return Request(recording=str(recording), transcript=str(transcript), name="Monday")
