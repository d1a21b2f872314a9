"""What the pages tell of an analysis on its way, and that the app keeps a worker alive."""

from __future__ import annotations

import os
import signal
import threading
import time

from streamlit.testing.v1 import AppTest

from analyser import jobs
from analyser.dashboard.server import worker_watched
from tests.conftest import ROOT
from tests.jobs_helpers import (
    PATIENCE,
    ended,
    submitted,
    until,
    worker,
    worker_kept_away,
    written_set,
)


def shown() -> str:
    """What the first page says."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    bars = [bar.proto.text for bar in app.get("progress")]
    said = [*(str(part.value) for part in (*app.markdown, *app.caption)), *bars]
    return "\n".join(said).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def test_why_a_job_waits_is_shown(settings):
    (job,) = submitted(settings, "full")
    with worker(settings, first_wait=600.0):
        until(lambda job: job.message, settings=settings, job=job)
        said = shown()
    assert "It waits, and goes on by itself" in said
    assert "is full" in said
    assert "start the analysis again" not in said


def test_the_step_at_hand_is_shown_with_its_own_share_and_the_place_in_the_queue(settings):
    first, *_others = submitted(settings, "held", "two", "three")
    with worker(settings):
        until(lambda job: job.step == 0.2, settings=settings, job=first)
        said = shown()
    assert "Writing down what was said: 20 %" in said
    assert "14 % of the whole" in said
    assert "Waiting for its turn · 1 before it" in said
    assert "Waiting for its turn · 2 before it" in said


def signed_by(settings, *, other_than=0):
    """The worker's process, once another one than that has signed the lock."""
    signed = settings.data / "worker.lock"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (pid := int(signed.read_text().strip() or 0)) not in {0, other_than}:
            return pid
        time.sleep(0.05)
    raise AssertionError((settings.data / "worker.log").read_text())


def test_a_killed_worker_is_followed_by_another_though_no_page_is_open(settings, tmp_path):
    with worker_kept_away(settings):
        job = jobs.submit(written_set(tmp_path), settings=settings)
    with worker_watched(settings, every=0.2):
        killed = signed_by(settings)
        os.kill(killed, signal.SIGKILL)
        follower = signed_by(settings, other_than=killed)
        done = until(ended, settings=settings, job=job)
    os.kill(follower, signal.SIGKILL)
    assert done.state == "done", done.message
    assert watchers() == []


def test_a_queue_that_cannot_be_used_does_not_end_the_watch(settings):
    settings.data.mkdir()
    (settings.data / "jobs.sqlite").write_bytes(b"no database" * 500)
    with worker_watched(settings, every=0.05):
        time.sleep(0.5)
        assert len(watchers()) == 1


def watchers():
    return [thread for thread in threading.enumerate() if thread.name == "worker-watch"]
