"""Recordings on their way in."""

import hashlib
import tracemalloc
from functools import partial

import anyio
import pytest
from starlette.requests import ClientDisconnect

from analyser.dashboard import uploads
from analyser.errors import InputError, StoreError
from analyser.settings import load_settings

MEGABYTE = 1_000_000


async def pieces(*chunks: bytes):
    for chunk in chunks:
        yield chunk


async def broken_off():
    yield b"half a recor"
    raise ClientDisconnect


def receive(chunks, settings, *, name="set.m4a", size=None):
    return anyio.run(partial(uploads.receive, chunks, name=name, size=size, settings=settings))


def left_over(settings) -> list[str]:
    return [path.name for path in uploads.folder(settings).iterdir()]


def test_an_upload_is_kept_under_its_hash_and_ending(settings):
    upload = receive(pieces(b"abc", b"def"), settings)
    assert upload.id == hashlib.sha256(b"abcdef").hexdigest() + ".m4a"
    assert upload.size == 6
    assert uploads.path_of(upload.id, settings=settings).read_bytes() == b"abcdef"


def test_only_the_person_may_read_what_was_uploaded(settings):
    upload = receive(pieces(b"abc"), settings)
    path = uploads.path_of(upload.id, settings=settings)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["../../etc/passwd", "set.m4a/..", "x." + "y" * 40, "a.b c", ""])
def test_a_strange_name_never_becomes_a_path(settings, name):
    upload = receive(pieces(b"abc"), settings, name=name)
    assert left_over(settings) == [upload.id]


def test_an_upload_that_breaks_off_leaves_nothing(settings):
    with pytest.raises(ClientDisconnect):
        receive(broken_off(), settings)
    assert left_over(settings) == []


def test_an_empty_file_is_refused_in_words(settings):
    with pytest.raises(InputError, match=r"'set\.m4a' is empty"):
        receive(pieces(), settings)
    assert left_over(settings) == []


@pytest.mark.parametrize("size", [None, 3_000])
def test_a_file_over_the_limit_is_refused_whether_it_says_its_size_or_not(tmp_path, size):
    settings = load_settings(data=tmp_path, max_upload_gb=1e-6)
    with pytest.raises(InputError, match="larger than the 1e-06 GB"):
        receive(pieces(b"x" * 3_000), settings, size=size)
    assert left_over(settings) == []


def test_a_file_that_the_disk_has_no_room_for_is_refused_before_it_is_sent(tmp_path):
    settings = load_settings(data=tmp_path, max_upload_gb=1e12)
    with pytest.raises(StoreError, match="not enough room on the disk"):
        receive(pieces(b"never read"), settings, size=10**18)


def test_a_large_upload_is_never_whole_in_memory(settings):
    tracemalloc.start()
    receive(pieces(*[b"x" * 65_536] * 1_000), settings)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * uploads.CHUNK < 65 * MEGABYTE


@pytest.mark.parametrize("upload", ["nothing", "../analyser.sqlite", "0" * 64 + ".wav"])
def test_an_upload_that_is_not_there_is_told_in_words(settings, upload):
    with pytest.raises(InputError, match="not there any more"):
        uploads.path_of(upload, settings=settings)


def test_what_a_killed_app_left_behind_is_swept_away_and_fresh_work_is_not(settings):
    import os

    old, fresh = (uploads.folder(settings) / f"{name}.part" for name in ("old", "fresh"))
    old.touch()
    fresh.touch()
    os.utime(old, (0, 0))
    uploads.sweep(settings)
    assert left_over(settings) == ["fresh.part"]
