"""Jobs outlive pages, apps and workers, can be stopped, and end with a session or with words."""

from __future__ import annotations

import os
import signal
import time

import pytest

from analyser import jobs, workflow
from analyser.domain import Request
from analyser.errors import InputError, StoreError
from analyser.jobs.uploads import remove_unneeded
from analyser.settings import load_settings
from analyser.store import Store
from tests.jobs_helpers import (
    PATIENCE,
    ended,
    half_done,
    submitted,
    underway,
    until,
    worker,
    worker_kept_away,
    written_set,
)


def test_jobs_are_done_one_after_another_and_each_becomes_a_session(settings):
    first, second = submitted(settings, "held", "two")
    assert jobs.job(first, settings=settings).state == "queued"
    with worker(settings):
        seen = until(underway, settings=settings, job=first)
        assert 0.0 < seen.share < 1.0
        assert 0.0 <= seen.step < 1.0
        assert jobs.job(second, settings=settings).state == "queued"
        (settings.data / "go").touch()
        done = until(ended, settings=settings, job=first)
        until(ended, settings=settings, job=second)
    assert (done.state, done.share, done.message, done.name) == ("done", 1.0, "", "held")
    assert workflow.describe(done.session, settings=settings).recording.name == "held.wav"
    assert {job.id for job in jobs.jobs(settings=settings)} == {first, second}


def test_a_killed_workers_job_goes_on_where_it_stopped(settings):
    (job,) = submitted(settings, "held")
    with worker(settings) as killed:
        until(lambda _job: (settings.data / "held-3").exists(), settings=settings, job=job)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    (settings.data / "go").touch()
    with worker(settings):
        done = until(ended, settings=settings, job=job)
    assert done.state == "done", done.message
    assert len(workflow.sessions(settings=settings)) == 1
    assert half_done(settings) == []
    hands = [(settings.data / f"held-{window}").read_text() for window in range(20)]
    assert len(set(hands[:4])) == 1
    assert set(hands[10:]).isdisjoint(hands[:4])


def test_a_running_job_stops_within_seconds_and_the_next_one_starts(settings):
    stuck, after = submitted(settings, "endless", "two")
    beat = settings.data / "beat"
    with worker(settings):
        until(lambda _job: beat.exists(), settings=settings, job=stuck)
        jobs.cancel(stuck, settings=settings)
        cancelled = time.time()
        assert jobs.job(stuck, settings=settings).state == "cancelled"
        assert until(ended, settings=settings, job=after).state == "done"
    assert beat.stat().st_mtime - cancelled < 5.0
    assert jobs.job(stuck, settings=settings).state == "cancelled"
    assert len(workflow.sessions(settings=settings)) == 1
    assert half_done(settings) == []


def test_a_waiting_job_stops_at_once_and_never_runs(settings):
    waiting, after = submitted(settings, "one", "two")
    jobs.cancel(waiting, settings=settings)
    assert jobs.job(waiting, settings=settings).state == "cancelled"
    with worker(settings):
        until(ended, settings=settings, job=after)
    assert jobs.job(waiting, settings=settings).state == "cancelled"
    assert not (settings.data / "one-0").exists()


def test_what_goes_wrong_is_told_in_words_and_the_worker_lives_on(settings):
    silent, unforeseen, too_big, after = submitted(
        settings, "silent", "unforeseen", "too_big", "two"
    )
    with worker(settings):
        assert until(ended, settings=settings, job=after).state == "done"
    told = [jobs.job(job, settings=settings) for job in (silent, unforeseen, too_big)]
    assert [job.state for job in told] == ["failed"] * 3
    assert told[0].message == "This recording has no sound. Choose another."
    assert "nobody foresaw" in told[1].message
    assert str(settings.data / "worker.log") in told[1].message
    assert "memory" in told[2].message
    assert "nobody foresaw this" in (settings.data / "worker.log").read_text()


def test_an_idle_worker_goes_away(settings):
    with worker(settings) as idle:
        assert idle.wait(timeout=PATIENCE) == 0


def test_a_recording_that_is_handed_in_becomes_a_session_in_the_real_worker(settings, tmp_path):
    request = written_set(tmp_path)
    job = jobs.submit(request, settings=settings)
    try:
        done = until(ended, settings=settings, job=job)
    finally:
        os.kill(int((settings.data / "worker.lock").read_text()), signal.SIGKILL)
    assert done.state == "done", done.message
    assert workflow.describe(done.session, settings=settings).name == "Monday"
    assert len(workflow.load(done.session, settings=settings).acts) == 1


def test_one_worker_is_started_however_often_it_is_asked_for(settings):
    jobs.ensure_worker(settings=settings)
    jobs.ensure_worker(settings=settings)
    signed = settings.data / "worker.lock"
    end = time.monotonic() + PATIENCE
    while not signed.read_text() and time.monotonic() < end:
        time.sleep(0.1)
    jobs.ensure_worker(settings=settings)
    os.kill(int(signed.read_text()), signal.SIGKILL)
    assert (settings.data / "worker.log").read_text() == ""


def test_a_second_worker_is_refused_in_words(settings):
    with worker_kept_away(settings), pytest.raises(InputError, match="at work already"):
        jobs.work(settings=settings)


def test_forgetting_a_session_leaves_no_word_of_its_job(settings):
    upload = workflow.uploads(settings) / "Zanzibar.wav"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"sound")
    request = Request(recording=str(upload), name="Zanzibar budget")
    with worker_kept_away(settings):
        job = jobs.submit(request, settings=settings)
    with worker(settings):
        session = until(ended, settings=settings, job=job).session
        jobs.forget(session, settings=settings)
    assert jobs.jobs(settings=settings) == ()
    assert not upload.exists()
    for path in settings.data.glob("*.sqlite*"):
        assert b"Zanzibar" not in path.read_bytes(), path
    with pytest.raises(StoreError):
        workflow.describe(session, settings=settings)


def test_an_ended_job_can_be_taken_off_the_list(settings):
    (job,) = submitted(settings, "one")
    with pytest.raises(InputError, match="has not ended"):
        jobs.dismiss(job, settings=settings)
    jobs.cancel(job, settings=settings)
    jobs.dismiss(job, settings=settings)
    assert jobs.jobs(settings=settings) == ()


def test_a_dismissed_job_leaves_no_word_in_the_file(settings):
    (job,) = submitted(settings, "Zanzibar")
    jobs.cancel(job, settings=settings)
    jobs.dismiss(job, settings=settings)
    assert b"Zanzibar" not in (settings.data / "jobs.sqlite").read_bytes()


def test_a_dismissed_job_leaves_nothing_of_its_upload(settings):
    folder = workflow.uploads(settings)
    folder.mkdir(parents=True)
    upload = folder / f"{'a' * 64}.wav"
    upload.write_bytes(b"sound")
    worked_out = Store.open(settings).recording_folder("a" * 64)
    with worker_kept_away(settings):
        first, second = (
            jobs.submit(Request(recording=str(upload)), settings=settings) for _time in range(2)
        )
    for job, is_left in ((first, True), (second, False)):
        jobs.cancel(job, settings=settings)
        jobs.dismiss(job, settings=settings)
        assert upload.exists() == worked_out.exists() == is_left


def test_an_unknown_job_is_refused_in_words(settings):
    assert jobs.jobs(settings=settings) == ()
    for refused in (jobs.job, jobs.cancel, jobs.dismiss):
        with pytest.raises(InputError, match="There is no job 'x'"):
            refused("x", settings=settings)


def test_uploads_are_removed_once_no_job_needs_them(settings):
    folder = workflow.uploads(settings)
    folder.mkdir(parents=True)
    used, waiting, fresh, old = (folder / f"{c * 64}.wav" for c in "abcd")
    for file in (used, waiting, fresh, old):
        file.write_bytes(b"sound")
    os.utime(old, (0, 0))
    unpacked = folder / "tmpunpacked"
    unpacked.mkdir()
    (unpacked / "track.wav").write_bytes(b"sound")
    os.utime(unpacked, (0, 0))
    with worker_kept_away(settings):
        done = jobs.submit(Request(recording=str(used)), settings=settings)
        jobs.submit(Request(recording=str(waiting)), settings=settings)
    jobs.cancel(done, settings=settings)
    remove_unneeded(settings)
    assert set(folder.iterdir()) == {waiting, fresh}


def test_what_a_killed_worker_left_half_done_is_removed_when_the_next_one_starts(settings):
    left = settings.data / "work" / "0123456789abcdef" / ".scratch-x"
    left.mkdir(parents=True)
    (left / "track.wav").write_bytes(b"sound")
    with worker(settings) as idle:
        idle.wait(timeout=PATIENCE)
    assert half_done(settings) == []


def test_a_job_that_waits_knows_how_many_go_before_it(settings):
    whenever = submitted(settings, "one", urgent=False)
    first, second = submitted(settings, "two", "three")
    with worker_kept_away(settings):
        line = {job.id: job.before for job in jobs.jobs(settings=settings)}
    assert line == {first: 0, second: 1, whenever[0]: 2}


def test_a_damaged_queue_is_refused_in_words(settings):
    settings.data.mkdir()
    (settings.data / "jobs.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(StoreError, match="damaged"):
        jobs.jobs(settings=settings)


def test_a_path_with_odd_characters_is_a_path_like_any_other(tmp_path):
    settings = load_settings(data=tmp_path / "50% of? #us & ünï")
    (job,) = submitted(settings, "one")
    with worker_kept_away(settings):
        assert [found.id for found in jobs.jobs(settings=settings)] == [job]
    assert [path.name for path in tmp_path.iterdir()] == ["50% of? #us & ünï"]
