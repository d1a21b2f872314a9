"""What machines share lies whole where fsspec reaches it, and is not more open than it must be."""

from __future__ import annotations

import os
import stat
import sys
import time
from types import SimpleNamespace

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from analyser.errors import StoreError
from analyser.jobs.passing import may_pass
from analyser.settings import load_settings
from analyser.store import ME, Store
from analyser.store.shared import THEIR_FAULTS, SharedFolder

SOUND = "ab" * 32
OTHER = "cd" * 32


@pytest.fixture(params=["file", "path", "memory"])
def place(request, tmp_path):
    """The address of a folder that does not exist yet."""
    if request.param == "memory":
        yield f"memory://{tmp_path.name}/shared"
        fsspec.filesystem("memory").store.clear()
    else:
        yield f"{'file://' if request.param == 'file' else ''}{tmp_path}/shared"


@pytest.fixture
def folder(place):
    return SharedFolder(address=place, name="here")


@pytest.fixture
def machines(on_server, place, tmp_path):
    """The stores of two machines that share a database and recordings."""
    shared = on_server.model_copy(update={"recordings": place})
    return [Store.open(shared.model_copy(update={"data": tmp_path / name})) for name in ("a", "b")]


def worked_out(store, recording=SOUND):
    """A recording as an analysis leaves it."""
    with store.recordings.at_work(recording) as here:
        (here / "stages").mkdir(exist_ok=True)
        (here / "stages" / "decode-1.json").write_text("{}")
        (here / "audio.wav").write_bytes(b"sound")
        (here / ".audio.wav.half").write_bytes(b"so")
    return here


def age(*paths):
    for path in paths:
        for below in (path, *path.rglob("*")):
            os.utime(below, (0, 0))


def test_what_is_put_there_comes_back_as_it_was(folder, tmp_path):
    mine, back = tmp_path / "mine.wav", tmp_path / "back.wav"
    for content in (b"sound", b"other sound"):
        mine.write_bytes(content)
        before = time.time()
        folder.put(mine, "recordings/x/audio.wav")
        assert folder.get("recordings/x/audio.wav", back)
        assert back.read_bytes() == content
        assert folder.sizes("recordings/x") == {"audio.wav": len(content)}
        assert abs(folder.written("recordings/x/audio.wav") - before) < 5.0
    assert folder.names("recordings") == {"x"}
    folder.remove("recordings/x")
    assert folder.names("recordings") == set()


def test_what_is_not_there_is_no_fault(folder, tmp_path):
    assert folder.sizes("recordings/x") == {}
    assert folder.names("recordings") == set()
    assert folder.written("recordings/x/audio.wav") == 0.0
    assert not folder.get("recordings/x/audio.wav", tmp_path / "back.wav")
    assert list(tmp_path.iterdir()) == []
    folder.remove("recordings/x")


def test_half_a_file_is_not_taken_for_one(folder, tmp_path):
    (tmp_path / "mine").write_bytes(b"sound")
    folder.put(tmp_path / "mine", "recordings/x/audio.wav.0badcafe.part")
    assert folder.sizes("recordings/x") == {}


@pytest.mark.parametrize(("made_with", "left"), [(None, 0o700), (0o755, 0o750), (0o770, 0o770)])
def test_nobody_looks_in_for_whom_it_was_not_made(tmp_path, made_with, left):
    root = tmp_path / "shared"
    if made_with:
        root.mkdir()
        root.chmod(made_with)
    (tmp_path / "mine").write_bytes(b"sound")
    SharedFolder(address=str(root), name="here").put(tmp_path / "mine", "recordings/x/audio.wav")
    assert stat.S_IMODE((root / "here").stat().st_mode) == left
    assert stat.S_IMODE(root.stat().st_mode) == (made_with or 0o700)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("s3://me:secret@bucket/x?key=secret", "s3fs"),
        ("nonsense://me:secret@bucket/x", "no such place"),
        ("{tmp_path}/a file", "no folder"),
    ],
)
def test_a_place_that_cannot_be_reached_is_told_in_words(tmp_path, address, why):
    (tmp_path / "a file").write_text("not a folder")
    settings = load_settings(data=tmp_path, recordings=address.format(tmp_path=tmp_path))
    store = Store.open(settings)
    with pytest.raises(StoreError, match=why) as told:
        worked_out(store)
    assert "secret" not in str(told.value)
    assert "secret" not in repr(settings)
    assert "secret" not in repr(store)


class LostError(Exception):
    """A fault as the packages behind fsspec have them: none of Python's own."""


class Lost(MemoryFileSystem):
    """A place to which the connection is lost."""

    protocol = "lost"

    def find(self, path, **_asked):
        raise LostError(f"no way to {path}?key=secret")


def test_a_connection_that_is_lost_is_told_in_words_and_may_come_back(monkeypatch):
    monkeypatch.setitem(THEIR_FAULTS, __name__, "LostError")
    monkeypatch.setitem(sys.modules, __name__, SimpleNamespace(LostError=LostError))
    fsspec.register_implementation("lost", Lost, clobber=True)
    with pytest.raises(StoreError, match="connection was lost") as told:
        SharedFolder(address="lost://x", name="here").sizes("recordings")
    assert "secret" not in str(told.value)
    assert may_pass(told.value)


def test_what_one_machine_worked_out_another_one_has(machines):
    mine, other = machines
    worked_out(mine)
    with other.recordings.at_work(SOUND) as here:
        assert (here / "audio.wav").read_bytes() == b"sound"
        assert (here / "stages" / "decode-1.json").read_text() == "{}"
        assert not (here / ".audio.wav.half").exists()
        (here / "stages" / "words-1.json").write_text("[]")
    with mine.recordings.at_work(SOUND) as here:
        assert (here / "stages" / "words-1.json").read_text() == "[]"


def test_only_the_sound_is_brought_where_only_that_is_wanted(machines):
    mine, other = machines
    worked_out(mine)
    other.recordings.bring(SOUND, only="audio.wav")
    here = other.recordings.folder_of(SOUND)
    assert [path.name for path in here.iterdir()] == ["audio.wav"]


def test_a_session_that_is_forgotten_is_forgotten_by_all(machines, analysis):
    mine, other = machines
    here, there = worked_out(mine), worked_out(other)
    session = mine.visible_to(ME).save(analysis, name="one")
    for store in machines:
        store.recordings.keep(SOUND)
        store.discard_forgotten()
    assert (here.exists(), there.exists()) == (True, True)
    mine.visible_to(ME).forget(session.id)
    assert (here.exists(), there.exists()) == (False, True)
    assert mine.recordings.shared.names("recordings") == set()
    other.discard_forgotten()
    assert not there.exists()


def test_what_was_dismissed_elsewhere_goes_too_unless_it_is_at_work_here(machines):
    mine, other = machines
    worked_out(other, OTHER)
    here = worked_out(mine)
    other.discard_unused(recording=SOUND)
    mine.discard_forgotten()
    assert here.exists()
    age(here)
    mine.discard_forgotten()
    assert not here.exists()


def test_a_disk_that_is_not_there_makes_nothing_forgotten(machines):
    mine, _other = machines
    here = worked_out(mine)
    mine.recordings.shared.remove("recordings")
    age(here)
    mine.discard_forgotten()
    assert here.exists()


def test_what_never_became_a_session_is_removed_everywhere_after_a_while(machines, tmp_path):
    mine, _other = machines
    here = worked_out(mine)
    mine.clear_up(days=1.0)
    age(here)
    mine.clear_up(days=1.0)
    assert mine.recordings.shared.names("recordings") == {SOUND}  # it was put there just now
    if (tmp_path / "shared").exists():
        age(tmp_path / "shared")
        mine.clear_up(days=1.0)
        assert mine.recordings.shared.names("recordings") == set()


def test_what_is_shared_need_not_lie_here_for_ever(machines, analysis):
    mine, _other = machines
    here = worked_out(mine)
    mine.visible_to(ME).save(analysis, name="one")
    mine.clear_up(days=1.0)
    assert here.exists()
    (here / "stages" / "words-1.json").write_text("[]")
    age(here)
    mine.clear_up(days=1.0)
    assert here.exists()  # not all of it is shared
    mine.recordings.share(SOUND)
    age(here)
    mine.clear_up(days=1.0)
    assert not here.exists()
    assert mine.recordings.shared.names("recordings") == {SOUND}


def test_recordings_of_another_database_are_left_alone(machines, place, tmp_path):
    mine, _other = machines
    here = worked_out(mine)
    age(here)
    stranger = Store.open(load_settings(data=tmp_path / "a", recordings=place))
    stranger.clear_up(days=0.0)
    assert here.exists()
    assert mine.recordings.shared.names("recordings") == {SOUND}


def test_a_session_stands_where_its_sound_cannot_be_removed(on_server, analysis, tmp_path):
    settings = on_server.model_copy(update={"recordings": str(tmp_path / "a file")})
    scope = Store.open(settings).visible_to(ME)
    session = scope.save(analysis, name="one")
    (tmp_path / "a file").write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be reached"):
        scope.forget(session.id)
    assert scope.sessions() == (session,)
