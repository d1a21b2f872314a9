"""What cannot be used is refused in words, and a hostile file gets nowhere."""

from __future__ import annotations

import os
import random
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from analyser.errors import RecordingError
from analyser.pipeline.decode import decode
from analyser.pipeline.media import frames, opened
from tests.pipeline.sounds import (
    AAC,
    CHIRPS,
    FORMATS,
    LENGTH,
    Coding,
    decoded,
    read_wav,
    refused,
    sound,
    write,
    write_wav,
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "session" / "audio.wav"


def picture() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + crc

    size = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\0\0\0\0\0" * 4)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.mp3", b"", "This recording is empty"),
        ("notes.mp3", b"How was the session? Good.\n" * 30, "This file is a text"),
        ("notes.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", "This file is a text"),
        ("picture.wav", picture(), "This file is a picture"),
        ("paper.m4a", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(500), "This file is a PDF"),
        ("noise.mp4", random.Random(0).randbytes(200_000), "not a recording that can be read"),
        ("zeros.mp3", bytes(100_000), "Nothing in this recording can be decoded"),
        ("short.wav", b"RIFF", "not a recording"),
    ],
)
def test_what_is_no_recording_is_refused_in_words(
    tmp_path: Path, out: Path, name: str, content: bytes, said: str
) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    with pytest.raises(RecordingError, match=said):
        decode(source, out, max_hours=1)
    refused(source, out)


def test_an_archive_is_refused_in_words(tmp_path: Path, out: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.m4a", "w") as archive:
        archive.writestr("a.wav", "x" * 1000)
    assert "a zip archive" in refused(tmp_path / "a.m4a", out).message


def test_what_is_not_there_or_no_file_is_refused_in_words(tmp_path: Path, out: Path) -> None:
    assert "There is no file" in refused(tmp_path / "nowhere.mp3", out).message
    assert "is a folder" in refused(tmp_path, out).message


def test_a_recording_without_its_table_of_contents_is_refused_in_words(
    tmp_path: Path, out: Path
) -> None:
    source = write(tmp_path / "a.m4a", sound(44_100, LENGTH), Coding("aac", 44_100))
    os.truncate(source, source.stat().st_size // 2)
    assert "table of contents" in refused(source, out).message


def test_a_video_without_sound_is_refused_in_words(tmp_path: Path, out: Path) -> None:
    empty = np.zeros(0, np.int16)
    write(tmp_path / "a.mp4", empty, AAC, tracks=0, picture=True)
    source = write(tmp_path / "b.mp4", sound(48_000, 2), AAC, tracks=0, picture=True)
    assert "only pictures" in refused(source, out).message


def test_a_sound_of_an_unknown_kind_is_refused_in_words(tmp_path: Path, out: Path) -> None:
    source = write_wav(tmp_path / "a.wav", sound(16_000, 1))
    content = bytearray(source.read_bytes())
    struct.pack_into("<H", content, content.find(b"fmt ") + 8, 0x1234)
    source.write_bytes(content)
    assert "unknown kind" in refused(source, out).message


def test_a_header_without_sound_is_refused_in_words(tmp_path: Path, out: Path) -> None:
    source = write_wav(tmp_path / "a.wav", np.zeros(0, np.int16))
    assert "can be decoded" in refused(source, out).message


@pytest.mark.parametrize("claim", [0xFFFFFFFF, 0x7FFFFFFF, 0xFFFFFFF0, 0])
def test_a_wav_that_lies_about_its_size_is_read_as_far_as_it_goes(
    tmp_path: Path, out: Path, claim: int
) -> None:
    source = write_wav(tmp_path / "a.wav", sound(16_000, LENGTH, CHIRPS))
    content = bytearray(source.read_bytes())
    struct.pack_into("<I", content, content.find(b"data") + 4, claim)
    source.write_bytes(content)

    assert decoded(source, out).duration == LENGTH


def test_a_play_list_cannot_make_the_analyser_read_another_file(tmp_path: Path, out: Path) -> None:
    write_wav(tmp_path / "secret.wav", sound(16_000, 1))
    (tmp_path / "list.mp3").write_text("ffconcat version 1.0\nfile secret.wav\n")
    refused(tmp_path / "list.mp3", out)
    (tmp_path / "list.m4a").write_text("#EXTM3U\n#EXTINF:1,\nsecret.wav\n#EXT-X-ENDLIST\n")
    refused(tmp_path / "list.m4a", out)


def test_a_track_that_appears_on_the_way_does_no_harm(tmp_path: Path) -> None:
    source = write(tmp_path / "a.ts", sound(48_000, LENGTH, CHIRPS), AAC)
    content = bytearray(source.read_bytes())
    for packet in range(len(content) // 188 // 2, len(content) // 188):
        if packet % 20 < 4 and content[packet * 188 + 2] == 0x00:
            content[packet * 188 + 2] = 0x33
    source.write_bytes(content)

    with opened(source) as media:
        heard = sum(frame.samples for frame in frames(media))
    assert heard > 2 * 48_000


def test_an_odd_file_name_is_only_a_name(tmp_path: Path, out: Path) -> None:
    source = write_wav(tmp_path / "http:a|b %20ü.wav", sound(16_000, 1))
    assert decoded(source, out).duration == 1.0


@pytest.mark.parametrize("seed", range(12))
def test_a_spoilt_file_is_read_or_refused_but_never_more(
    tmp_path: Path, out: Path, seed: int
) -> None:
    name, coding, _off = FORMATS[seed]
    source = write(tmp_path / name, sound(coding.rate, LENGTH, CHIRPS), coding)
    content, dice = bytearray(source.read_bytes()), random.Random(seed)
    for _ in range(len(content) // 200):
        content[dice.randrange(len(content))] = dice.randrange(256)
    source.write_bytes(content)
    try:
        result = decoded(source, out)
    except RecordingError:
        assert not out.exists()
    else:
        assert len(read_wav(out)) / 16_000 == pytest.approx(result.duration, abs=0.001)
