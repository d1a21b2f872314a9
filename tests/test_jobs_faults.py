"""What goes wrong on the way: kills at any moment, faults that pass, recordings from elsewhere."""

from __future__ import annotations

import errno
import os
import random
import signal
import sqlite3
import time
from contextlib import suppress
from dataclasses import replace

import fsspec
import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from analyser import jobs, workflow
from analyser.domain import Request
from analyser.errors import InputError, RecordingError, StoreError
from analyser.jobs.fetch import fetched, name_of
from analyser.jobs.passing import may_pass
from tests.jobs_helpers import PATIENCE, ended, half_done, submitted, until, worker, written_set

KILLS = 4


def kill_the_worker(settings):
    """Kill the worker that signed the lock, if there is one, and wait until it is gone."""
    signed = settings.data / "worker.lock"
    if signed.exists() and (pid := signed.read_text().strip()):
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


def test_an_analysis_that_is_killed_again_and_again_ends_with_the_same_result(settings, tmp_path):
    request = written_set(tmp_path)
    undisturbed = settings.model_copy(update={"data": tmp_path / "undisturbed"})
    expected = workflow.analyse(request, settings=undisturbed, progress=lambda *_report: None)
    job = jobs.submit(request, settings=settings)
    moments = random.Random(5)
    try:
        for _kill in range(KILLS):
            time.sleep(moments.uniform(0.0, 4.0))
            kill_the_worker(settings)
            jobs.jobs(settings=settings)  # as the app does each second: starts another worker
        end = time.monotonic() + PATIENCE
        while not (done := jobs.jobs(settings=settings)[0]).ended and time.monotonic() < end:
            time.sleep(0.2)
    finally:
        kill_the_worker(settings)
    assert (done.id, done.state) == (job, "done"), done.message
    assert len(workflow.sessions(settings=settings)) == 1
    assert half_done(settings) == list((settings.data / "recordings").rglob(".*")) == []
    found = workflow.load(done.session, settings=settings)
    assert found == workflow.load(expected, settings=undisturbed)


def test_what_can_pass_is_tried_again_and_nobody_need_do_anything(settings):
    (job,) = submitted(settings, "full")
    with worker(settings):
        waiting = until(lambda job: job.message or job.ended, settings=settings, job=job)
        assert (waiting.state, waiting.seconds_left) == ("running", None)
        assert waiting.message == f"The disk with '{settings.data}' is full."
        (settings.data / "room").touch()
        done = until(ended, settings=settings, job=job)
    assert (done.state, done.message) == ("done", "")


def test_what_does_not_pass_ends_in_words_and_goes_on_when_it_is_handed_in_again(settings):
    (job,) = submitted(settings, "full")
    with worker(settings):
        failed = until(ended, settings=settings, job=job)
        assert failed.state == "failed"
        assert "is full" in failed.message
    (settings.data / "room").touch()
    (again,) = submitted(settings, "full")
    with worker(settings):
        assert until(ended, settings=settings, job=again).state == "done"


def test_a_job_that_waits_for_something_to_pass_can_be_stopped(settings):
    waiting, after = submitted(settings, "full", "two")
    with worker(settings, first_wait=600.0):
        until(lambda job: job.message, settings=settings, job=waiting)
        jobs.cancel(waiting, settings=settings)
        assert until(ended, settings=settings, job=after).state == "done"
    assert jobs.job(waiting, settings=settings).state == "cancelled"


def test_who_waits_for_it_comes_before_what_nobody_waits_for(settings):
    whenever = submitted(settings, "one", "two", urgent=False)
    waited_for = submitted(settings, "three")
    with worker(settings):
        for job in (*whenever, *waited_for):
            until(ended, settings=settings, job=job)
    begun = {name: settings.data / f"{name}-0" for name in ("one", "two", "three")}
    assert sorted(begun, key=lambda name: begun[name].stat().st_mtime) == ["three", "one", "two"]


def caused(error, cause):
    error.__cause__ = cause
    return error


def locked():
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    return error


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (StoreError("a"), False),
        (RecordingError("a"), False),
        (caused(StoreError("a"), OSError(errno.ENOSPC, "full")), True),
        (caused(StoreError("a"), OSError(errno.EACCES, "no")), False),
        (caused(StoreError("a"), OperationalError("", {}, locked())), True),
        (caused(StoreError("a"), OperationalError("", {}, psycopg.OperationalError())), True),
        (caused(StoreError("a"), sqlite3.DatabaseError("damaged")), False),
        (caused(InputError("a"), ConnectionResetError()), True),
        (OSError(errno.EIO, "no answer"), True),
        (OSError(errno.EACCES, "no"), False),
        (MemoryError(), True),
        (caused(InputError("a"), FileNotFoundError()), False),
    ],
)
def test_what_can_pass_is_told_from_what_cannot(error, passes):
    assert may_pass(error) is passes


def test_a_path_is_left_as_it_is(settings):
    request = Request(recording="set.wav")
    with fetched(request, settings=settings) as near:
        assert near is request
    assert not settings.data.exists()


def test_a_recording_at_an_address_is_here_for_as_long_as_it_is_needed(settings):
    fsspec.filesystem("memory").pipe("/share/Monday.WAV", b"sound")
    with fetched(Request(recording="memory://share/Monday.WAV"), settings=settings) as near:
        copy = settings.data / near.recording
        assert copy.read_bytes() == b"sound"
        assert copy.name == "Monday.WAV"
        assert near.name == "Monday"
    assert list(settings.data.iterdir()) == []


def test_a_recording_with_an_endless_name_is_fetched(settings):
    name = "ü" * 300 + ".wav"
    fsspec.filesystem("memory").pipe(f"/share/{name}", b"sound")
    with fetched(Request(recording=f"memory://share/{name}"), settings=settings) as near:
        assert (settings.data / near.recording).read_bytes() == b"sound"


def test_a_recording_at_an_address_becomes_a_session(settings, tmp_path):
    request = written_set(tmp_path)
    request = replace(request, recording=f"file://{request.recording}", name="")
    job = jobs.submit(request, settings=settings)
    try:
        done = until(ended, settings=settings, job=job)
    finally:
        kill_the_worker(settings)
    assert (done.state, done.name) == ("done", "set"), done.message
    assert workflow.describe(done.session, settings=settings).name == "set"
    assert half_done(settings) == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("memory://share/nothing.wav", "nothing lies there"),
        ("nonsense://share/set.wav", "nonsense"),
        ("s3://me:secret@share/set.wav?key=secret", "s3fs"),
    ],
)
def test_what_cannot_be_fetched_is_told_in_words(settings, address, why):
    with (
        pytest.raises(InputError, match=why) as told,
        fetched(Request(recording=address), settings=settings),
    ):
        pass
    assert "secret" not in str(told.value)
    assert list(settings.data.iterdir()) == []


@pytest.mark.parametrize(
    ("recording", "name"),
    [("/a/b c.wav", "b c"), ("s3://share/x/b.m4a", "b"), ("https://host/b.m4a?key=1", "b")],
)
def test_a_recording_is_called_what_its_file_is_called(recording, name):
    assert name_of(recording) == name
