"""Sound is kept as long as it was said; what was made of it stays."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analyser import workflow
from analyser.dashboard.server import worker_watched
from analyser.errors import StoreError
from analyser.measures import measure
from analyser.settings import Settings, load_settings
from analyser.store import ME, Store
from tests.dashboard import made
from tests.jobs_helpers import PATIENCE, worker

SOON = datetime.now(UTC) + timedelta(days=10)
LONG_AGO = datetime.now(UTC) - timedelta(days=3)
LATER = datetime.now(UTC) + timedelta(days=40)


@pytest.fixture
def kept(settings):
    """The settings of somebody who keeps sound for thirty days."""
    return settings.model_copy(update={"keep_sound_days": 30})


@pytest.fixture
def session(kept) -> str:
    return made.stored(kept, duration=60)


def sound(session, settings) -> Path:
    recording = workflow.describe(session, settings=settings).recording.id
    return settings.data / "recordings" / recording / "audio.wav"


def test_sound_goes_after_its_days_and_the_figures_stay(session, kept):
    before = measure(workflow.load(session, settings=kept))
    assert workflow.remove_old_sound(settings=kept, now=SOON) == 0
    assert sound(session, kept).is_file()
    assert workflow.has_sound(session, settings=kept)
    assert workflow.remove_old_sound(settings=kept, now=LATER) == 1
    assert not workflow.has_sound(session, settings=kept)
    assert not sound(session, kept).exists()
    assert measure(workflow.load(session, settings=kept)) == before
    assert workflow.remove_old_sound(settings=kept, now=LATER) == 0
    with pytest.raises(StoreError, match="not there any more"):
        workflow.audio_file(session, settings=kept)


def test_without_a_number_of_days_sound_is_kept_for_ever(session, settings):
    assert load_settings().keep_sound_days == 0
    assert workflow.remove_old_sound(settings=settings, now=LATER) == 0
    assert sound(session, settings).is_file()


@pytest.mark.usefixtures("session")
def test_whoever_looks_the_sound_of_everybody_goes(kept):
    person = workflow.add_person("Ann", ["trainee"], settings=kept)
    theirs = kept.model_copy(update={"person": person.id})
    assert workflow.remove_old_sound(settings=theirs, now=LATER) == 1


def test_what_is_being_worked_on_stays(session, kept):
    today = datetime.now(UTC)
    eager = kept.model_copy(update={"keep_sound_days": 1})
    assert workflow.remove_old_sound(settings=eager, now=today + timedelta(hours=12)) == 0
    assert sound(session, kept).is_file()


def test_a_recording_goes_with_the_youngest_of_its_sessions(session, kept):
    recording = workflow.describe(session, settings=kept).recording.id
    scope = Store.open(kept).visible_to(ME)
    again = made.analysis(recording=recording, duration=60)
    second = scope.save(again, name="Again")
    created = (datetime.now(UTC) + timedelta(days=20)).isoformat(timespec="milliseconds")
    scope.describe(second.id, created=created)
    assert workflow.remove_old_sound(settings=kept, now=LATER) == 0
    assert workflow.remove_old_sound(settings=kept, now=LATER + timedelta(days=15)) == 1


@pytest.fixture
def old(tmp_path) -> Settings:
    """Somebody who keeps sound for a day, and has a session that is older."""
    (tmp_path / "settings.toml").write_text("keep_sound_days = 1\n")
    settings = load_settings()
    session = made.stored(settings, duration=60)
    file = sound(session, settings)
    for path in (file, file.parent):
        os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    Store.open(settings).visible_to(ME).describe(session, created=LONG_AGO.isoformat())
    return settings


def gone(settings) -> bool:
    """Whether the sound is, before patience is."""
    end = time.monotonic() + PATIENCE
    while list((settings.data / "recordings").rglob("audio.wav")):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_the_app_removes_old_sound_by_itself(old):
    with worker_watched(old, every=0.1):
        assert gone(old)


def test_a_worker_removes_old_sound_by_itself(old):
    with worker(old):
        assert gone(old)


def test_a_session_that_is_forgotten_later_goes_whole(session, kept):
    workflow.remove_old_sound(settings=kept, now=LATER)
    workflow.forget(session, settings=kept)
    assert workflow.sessions(settings=kept) == ()


def test_room_is_told_for_each_session_and_in_all(session, kept):
    use = workflow.disk_use(settings=kept)
    ((known, size),) = use.sessions
    assert known.id == session
    assert size == use.sound == sound(session, kept).stat().st_size
    assert use.database > 0
    workflow.remove_old_sound(settings=kept, now=LATER)
    assert workflow.disk_use(settings=kept).sound == 0
