"""On PostgreSQL several workers share the queue, and one takes over what a dead one was at."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from analyser import jobs, workflow
from analyser.domain import Request
from analyser.errors import InputError, StoreError
from analyser.jobs.database import WORKFLOW, client
from analyser.settings import load_settings
from tests.jobs_helpers import (
    PATIENCE,
    ended,
    on_one_core,
    submitted,
    underway,
    until,
    until_there,
    worker,
    worker_kept_away,
)
from tests.postgres import folder_of, postgres, start, stop
from tests.test_jobs import (  # noqa: F401 - what holds on SQLite holds here as well
    test_a_killed_workers_job_goes_on_where_it_stopped,
    test_a_recording_that_is_handed_in_becomes_a_session_in_the_real_worker,
    test_a_running_job_stops_within_seconds_and_the_next_one_starts,
    test_a_waiting_job_stops_at_once_and_never_runs,
    test_an_ended_job_can_be_taken_off_the_list,
    test_an_unknown_job_is_refused_in_words,
    test_jobs_are_done_one_after_another_and_each_becomes_a_session,
    test_uploads_are_removed_once_no_job_needs_them,
)


@pytest.fixture(scope="module")
def server():
    with postgres() as address:
        yield address


@pytest.fixture
def settings(server, tmp_path):
    return load_settings(data=tmp_path / "data", jobs_database=server)


def hands(settings, recording):
    """Which process worked out each window of a recording."""
    return [(settings.data / f"{recording}-{window}").read_text() for window in range(20)]


def worker_of(process):
    """The worker behind the process of an analysis."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def test_on_a_small_machine_one_works_at_a_time_and_the_other_says_why_it_waits(settings):
    first, second = submitted(settings, "held", "held_too")
    with on_one_core(), worker(settings), worker(settings):
        waiting = until_one_waits(settings, first, second)
        at_work = {first, second} - {waiting}
        until(underway, settings=settings, job=at_work.pop())
        assert jobs.job(waiting, settings=settings).stage is None
        (settings.data / "go").touch()
        states = [until(ended, settings=settings, job=job).state for job in (first, second)]
    assert states == ["done"] * 2
    assert [len(set(hands(settings, name))) for name in ("held", "held_too")] == [1, 1]


def until_one_waits(settings, *asked):
    """The job that waits for the other one."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = [jobs.job(job, settings=settings) for job in asked]
        if waiting := [job for job in found if "being analysed on this machine" in job.message]:
            return waiting[0].id
        time.sleep(0.1)
    raise AssertionError(found)


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 4, reason="has room for one at a time")
def test_two_workers_share_the_queue_and_no_job_is_done_twice(settings):
    first, second, third = submitted(settings, "held", "held_too", "two")
    with worker(settings), worker(settings):
        until(underway, settings=settings, job=first)
        until(underway, settings=settings, job=second)
        assert jobs.job(third, settings=settings).state == "queued"
        (settings.data / "go").touch()
        states = [until(ended, settings=settings, job=job).state for job in (first, second, third)]
    assert states == ["done"] * 3
    assert len(workflow.sessions(settings=settings)) == 3
    assert [len(set(hands(settings, name))) for name in ("held", "held_too", "two")] == [1, 1, 1]


def test_another_worker_takes_over_what_a_dead_one_was_at(settings):
    (job,) = submitted(settings, "held")
    with ExitStack() as stack:
        workers = {w.pid: w for w in (stack.enter_context(worker(settings)) for _n in range(2))}
        until_there(settings.data / "held-3")
        dead = workers[worker_of((settings.data / "held-3").read_text())]
        os.kill(dead.pid, signal.SIGKILL)
        dead.wait()
        (settings.data / "go").touch()
        done = until(ended, settings=settings, job=job)
    assert done.state == "done", done.message
    assert len(workflow.sessions(settings=settings)) == 1
    windows = hands(settings, "held")
    assert len(set(windows[:4])) == 1
    assert set(windows[10:]).isdisjoint(windows[:4])


def test_a_living_worker_keeps_its_job_however_slow_it_is(settings):
    (job,) = submitted(settings, "held")
    with worker(settings) as slow, worker(settings) as other:
        until_there(settings.data / "held-3")
        mine = worker_of((settings.data / "held-3").read_text())
        stopped = slow if slow.pid == mine else other
        os.kill(stopped.pid, signal.SIGSTOP)
        time.sleep(5.0)
        os.kill(stopped.pid, signal.SIGCONT)
        (settings.data / "go").touch()
        assert until(ended, settings=settings, job=job).state == "done"
    assert len(set(hands(settings, "held"))) == 1


def test_a_worker_outlives_the_database_and_goes_on(settings, server):
    (job,) = submitted(settings, "held")
    with worker(settings) as only:
        until_there(settings.data / "held-3")
        stop(folder_of(server))
        time.sleep(2.0)
        start(folder_of(server))
        (settings.data / "go").touch()
        done = until(ended, settings=settings, job=job)
        assert only.poll() is None
    assert done.state == "done", done.message
    assert len(workflow.sessions(settings=settings)) == 1


def test_a_worker_leaves_what_belongs_to_another_data_folder_alone(settings, tmp_path):
    elsewhere = settings.model_copy(update={"data": tmp_path / "elsewhere"})
    (theirs,) = submitted(elsewhere, "one")
    (mine,) = submitted(settings, "one")
    with worker(settings):
        until(ended, settings=settings, job=mine)
    with worker_kept_away(elsewhere):
        assert [job.state for job in jobs.jobs(settings=elsewhere)] == ["queued"]
    with pytest.raises(InputError, match="There is no job"):
        jobs.job(theirs, settings=settings)


def test_the_way_to_the_database_is_not_kept_with_a_job(settings):
    submitted(settings, "one")
    with client(settings) as queue:
        (kept,) = queue.list_workflows(name=WORKFLOW)
    assert settings.jobs_database not in str(kept.input)
    assert settings.jobs_database not in repr(settings)


def test_a_database_that_does_not_answer_is_told_in_words(tmp_path):
    settings = load_settings(
        data=tmp_path / "data", jobs_database=f"postgresql://u:secret@/jobs?host={tmp_path}"
    )
    with pytest.raises(StoreError, match="does not answer") as told:
        jobs.submit(Request(recording="one.wav"), settings=settings)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("address", ["postgresql://host", "postgresql://host:port/name"])
def test_an_address_that_cannot_be_read_is_told_in_words(tmp_path, address):
    settings = load_settings(data=tmp_path / "data", jobs_database=address)
    with pytest.raises(InputError, match="cannot be read"):
        jobs.jobs(settings=settings)


def test_a_database_of_another_kind_is_refused():
    with pytest.raises(InputError, match="postgresql://") as told:
        load_settings(jobs_database="mysql://u:secret@host/name")
    assert "secret" not in str(told.value)
