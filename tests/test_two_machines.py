"""Two machines share a PostgreSQL and recordings: each is a data folder of its own here."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest

from analyser import jobs, workflow
from analyser.dashboard.server import worker_watched
from analyser.domain import Request
from analyser.errors import Cancelled, InputError, StoreError
from analyser.jobs.database import WORKFLOW, client
from analyser.jobs.uploads import remove_unneeded
from analyser.settings import load_settings
from analyser.store import ME, Store
from analyser.workflow.handed_in import brought
from analyser.workflow.session import shared_now_and_then
from tests.jobs_helpers import (
    PATIENCE,
    ended,
    submitted,
    until,
    until_there,
    worker,
    worker_kept_away,
    written_set,
)
from tests.postgres import database, postgres


@pytest.fixture(scope="module")
def server():
    with postgres() as address:
        yield address


@pytest.fixture
def shared(server):
    with database(server) as address:
        yield address


@pytest.fixture(params=["file", "path"])
def machines(request, shared, tmp_path):
    """The settings of two machines, which share a folder by its address or its path."""
    place = f"{'file://' if request.param == 'file' else ''}{tmp_path}/shared"
    return machines_at(place, shared, tmp_path)


@pytest.fixture
def in_memory(shared, tmp_path):
    """The same, where nothing but this process knows what is shared."""
    yield machines_at("memory://recordings", shared, tmp_path)
    fsspec.filesystem("memory").store.clear()


def machines_at(place, shared, tmp_path):
    return [
        load_settings(data=tmp_path / name, database=shared, recordings=place)
        for name in ("mine", "other")
    ]


@contextmanager
def worker_on(settings):
    """``analyser worker`` on a machine, as a person starts it."""
    own = {f"ANALYSER_{name.upper()}": place for name, place in settings.places().items()}
    settings.data.mkdir(exist_ok=True)
    with (settings.data / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "analyser.cli", "worker"], stderr=log, env=os.environ | own
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def uploaded(settings, folder):
    """A recording and its transcript as the app takes them in; they are nowhere else."""
    request = written_set(folder)
    uploads = workflow.uploads(settings)
    uploads.mkdir(parents=True)
    recording, transcript = uploads / f"{'a' * 64}.wav", uploads / f"{'b' * 64}.vtt"
    Path(request.recording).rename(recording)
    Path(request.transcript).rename(transcript)
    return replace(request, recording=str(recording), transcript=str(transcript))


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def soon(told):
    end = time.monotonic() + PATIENCE
    while not told() and time.monotonic() < end:
        time.sleep(0.1)
    return told()


def unheard(_stage, _share):
    pass


def test_what_is_handed_in_on_one_machine_is_analysed_on_another(machines, tmp_path):
    mine, other = machines
    request = uploaded(mine, tmp_path)
    with worker_kept_away(mine):
        job = jobs.submit(request, settings=mine)
        for file in files_in(workflow.uploads(mine)):
            file.unlink()  # no other machine could see them
        with worker_on(other):
            done = until(ended, settings=mine, job=job)
            assert done.state == "done", done.message
            assert soon(lambda: not files_in(workflow.uploads(other)))
            assert soon(lambda: not list(tmp_path.glob("shared/*/uploads/*")))
        session = done.session
        assert workflow.describe(session, settings=mine).name == "Monday"
        assert len(workflow.load(session, settings=mine).acts) == 1
        assert files_in(mine.data / "recordings") == []
        sound = workflow.audio_file(session, settings=mine)
        assert sound.is_relative_to(mine.data)
        theirs = workflow.audio_file(session, settings=other)
        assert theirs.is_relative_to(other.data)
        assert sound.read_bytes() == theirs.read_bytes()


def test_what_is_forgotten_on_one_machine_is_forgotten_on_all(machines, tmp_path):
    mine, other = machines
    with worker_kept_away(mine):
        job = jobs.submit(uploaded(mine, tmp_path), settings=mine)
        with worker_on(other):
            session = until(ended, settings=mine, job=job).session
    sound, theirs = (workflow.audio_file(session, settings=machine) for machine in machines)
    jobs.forget(session, settings=mine)
    workflow.discard_forgotten(settings=other)
    assert not sound.parent.exists()
    assert not theirs.parent.exists()
    assert files_in(tmp_path / "shared") == []
    assert jobs.jobs(settings=other) == ()
    with pytest.raises(StoreError, match="There is no session"):
        workflow.describe(session, settings=other)


def test_a_worker_forgets_by_itself_what_was_forgotten_elsewhere(machines, tmp_path):
    mine, other = machines
    session = workflow.analyse(written_set(tmp_path), settings=other, progress=unheard)
    theirs = workflow.audio_file(session, settings=other)
    jobs.forget(session, settings=mine)
    assert theirs.exists()
    with worker_on(other):
        assert soon(lambda: not theirs.parent.exists())


def test_an_app_forgets_by_itself_what_was_forgotten_elsewhere(in_memory, tmp_path):
    mine, other = in_memory
    session = workflow.analyse(written_set(tmp_path), settings=mine, progress=unheard)
    sound = workflow.audio_file(session, settings=mine)
    with worker_watched(mine, every=0.1):
        workflow.forget(session, settings=other)
        assert soon(lambda: not sound.parent.exists())


def test_another_machine_takes_over_what_a_dead_one_was_at(machines):
    mine, other = machines
    (job,) = submitted(mine, "held")
    (other.data).mkdir()
    (other.data / "go").touch()
    with worker(mine) as dead:
        until_there(mine.data / "held-3")
        dead.kill()
        dead.wait()
        with worker(other):
            done = until(ended, settings=mine, job=job)
    assert done.state == "done", done.message
    assert [found.id for found in workflow.sessions(settings=mine)] == [done.session]
    assert (other.data / "held-19").exists()


def test_no_place_and_no_password_is_kept_with_a_job(in_memory, tmp_path):
    mine, _other = in_memory
    with worker_kept_away(mine):
        jobs.submit(uploaded(mine, tmp_path), settings=mine)
    with client(mine) as queue:
        (kept,) = queue.list_workflows(name=WORKFLOW)
    for place in (str(mine.data), mine.database, mine.recordings):
        assert place not in str(kept.input)
    assert mine.database not in repr(mine)
    assert mine.recordings not in repr(mine)


def test_any_file_can_be_handed_in_with_the_names_beside_it(in_memory, tmp_path):
    mine, other = in_memory
    request = written_set(tmp_path)
    two = "\n00:00:02.600 --> 00:00:02.900\n<v Ben>You should ring her.</v>\n"
    Path(request.transcript).write_text(Path(request.transcript).read_text() + two)
    given = workflow.hand_over(replace(request, transcript=None, name=""), settings=mine)
    assert (given.name, given.recording[:7], given.names[:7]) == ("set", "shared:", "shared:")
    near = brought(given, settings=other)
    for file, original in ((near.recording, request.recording), (near.names, request.transcript)):
        assert Path(file).parent == workflow.uploads(other)
        assert Path(file).read_bytes() == Path(original).read_bytes()


def test_what_no_other_machine_can_take_is_left_where_it_is(in_memory, tmp_path):
    mine, _other = in_memory
    for recording in (str(tmp_path), "https://host/set.wav"):
        request = Request(recording=recording, name="set")
        assert workflow.hand_over(request, settings=mine) == request


def test_an_upload_is_removed_everywhere_once_its_job_is_dismissed(machines, tmp_path):
    mine, _other = machines
    request = uploaded(mine, tmp_path)
    with worker_kept_away(mine):
        first, second = (jobs.submit(request, settings=mine) for _time in range(2))
        for job, is_left in ((first, True), (second, False)):
            jobs.cancel(job, settings=mine)
            jobs.dismiss(job, settings=mine)
            assert bool(files_in(tmp_path / "shared")) is is_left
            assert bool(files_in(workflow.uploads(mine))) is is_left


def test_a_shared_upload_that_no_job_needs_is_removed_after_a_day(machines, tmp_path):
    mine, other = machines
    request = uploaded(mine, tmp_path)
    workflow.hand_over(request, settings=mine)
    remove_unneeded(other)
    assert len(files_in(tmp_path / "shared")) == 2
    for file in files_in(tmp_path / "shared"):
        os.utime(file, (0, 0))
    with worker_kept_away(mine):
        waiting = jobs.submit(replace(request, transcript=None), settings=mine)
        os.utime(next(tmp_path.glob("shared/*/uploads/a*")), (0, 0))
        remove_unneeded(other)
        assert [file.suffix for file in files_in(tmp_path / "shared")] == [".wav"]
        jobs.cancel(waiting, settings=mine)
        remove_unneeded(other)
    assert files_in(tmp_path / "shared") == []


def test_another_machine_goes_on_where_one_stopped(in_memory, tmp_path):
    mine, other = in_memory
    request = written_set(tmp_path)
    recordings = Store.open(mine).recordings

    def die(stage, _share):
        if stage == "segment":
            raise Cancelled

    with pytest.raises(Cancelled):
        workflow.analyse(request, settings=mine, progress=die)
    (recording,) = recordings.known()
    shared_now_and_then(unheard, recordings, recording, every=0.0)("segment", 0.0)
    Path(request.recording).write_bytes(b"what is decoded already is not decoded again")
    given = workflow.hand_over(request, settings=mine)
    moved = replace(given, recording=str(workflow.uploads(other) / f"{recording}.wav"))
    session = workflow.analyse(moved, settings=other, progress=unheard)
    assert len(workflow.load(session, settings=other).utterances) == 1


def test_a_machine_that_shares_nothing_says_what_it_lacks(in_memory, tmp_path):
    mine, other = in_memory
    given = workflow.hand_over(uploaded(mine, tmp_path), settings=mine)
    with pytest.raises(InputError, match="ANALYSER_RECORDINGS"):
        brought(given, settings=other.model_copy(update={"recordings": ""}))


def test_a_shared_place_that_is_gone_for_a_while_stops_no_worker(shared, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings = load_settings(
        data=tmp_path / "data", database=shared, recordings=str(tmp_path / "file")
    )
    remove_unneeded(settings)
    with pytest.raises(StoreError, match="cannot be reached"):
        workflow.analyse(written_set(tmp_path), settings=settings, progress=unheard)


def test_only_what_is_shared_is_seen_by_others(shared, tmp_path):
    mine = load_settings(data=tmp_path / "mine", database=shared)
    other = load_settings(data=tmp_path / "other", database=shared)
    session = workflow.analyse(written_set(tmp_path), settings=mine, progress=unheard)
    assert workflow.describe(session, settings=other).name == "Monday"
    with pytest.raises(StoreError, match="not there any more"):
        workflow.audio_file(session, settings=other)
    assert Store.open(other).visible_to("somebody else").sessions() == ()
    assert Store.open(other).visible_to(ME).sessions() != ()
