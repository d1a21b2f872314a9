"""Decoding: every format lands on one timeline, and what cannot be used is said in words."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analyser.errors import Cancelled, RecordingError
from analyser.pipeline.audio import Audio
from analyser.pipeline.decode import Decoded, decode
from tests.pipeline.sounds import (
    AAC,
    CHIRPS,
    FLAC,
    FORMATS,
    LENGTH,
    OPUS,
    Coding,
    decoded,
    found,
    read_wav,
    refused,
    sound,
    write,
    write_wav,
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "session" / "audio.wav"


def codes(result: Decoded) -> list[str]:
    return [notice.code for notice in result.notices]


# --- formats and alignment -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "coding", "off_ms"), FORMATS)
def test_every_format_becomes_the_same_timeline(
    tmp_path: Path, out: Path, name: str, coding: Coding, off_ms: float
) -> None:
    result = decoded(write(tmp_path / name, sound(coding.rate, LENGTH, CHIRPS), coding), out)

    heard = read_wav(out)
    assert len(heard) / 16_000 == pytest.approx(result.duration, abs=0.001)
    assert result.duration == pytest.approx(LENGTH, abs=0.1)
    for chirp in CHIRPS:
        assert abs(found(heard, chirp) - chirp) * 1000 <= off_ms
    assert result.notices == ()


@pytest.mark.parametrize("channels", [1, 2, 3, 6, 8])
def test_any_number_of_channels_is_mixed_to_one(tmp_path: Path, out: Path, channels: int) -> None:
    pcm = np.repeat(sound(16_000, LENGTH, CHIRPS), channels)
    decoded(write_wav(tmp_path / "a.wav", pcm, channels=channels), out)

    heard = read_wav(out)
    assert len(heard) == LENGTH * 16_000
    assert abs(found(heard, 2.7) - 2.7) < 0.001


def test_what_was_written_is_what_the_stages_read(tmp_path: Path, out: Path) -> None:
    pcm = sound(16_000, LENGTH, CHIRPS)
    decoded(write_wav(tmp_path / "a.wav", pcm), out)

    audio = Audio(id="x", path=out)
    assert audio.duration == LENGTH
    np.testing.assert_array_equal(audio.samples(), pcm.astype(np.float32) / 32768)


# --- the clock -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "coding"),
    [("a.webm", OPUS), ("a.mkv", Coding("aac", 44_100, 96_000)), ("a.mp4", AAC)],
)
def test_a_gap_in_the_recording_becomes_silence(
    tmp_path: Path, out: Path, name: str, coding: Coding
) -> None:
    source = write(
        tmp_path / name,
        sound(coding.rate, LENGTH, CHIRPS),
        coding,
        shift=lambda seconds: seconds + (2.5 if seconds > 2.0 else 0.0),
    )
    result = decoded(source, out)

    heard = read_wav(out)
    assert result.duration == pytest.approx(LENGTH + 2.5, abs=0.1)
    assert abs(found(heard, 1.0) - 1.0) < 0.01
    assert abs(found(heard, 5.2) - 5.2) < 0.02
    assert not heard[int(2.2 * 16_000) : int(4.3 * 16_000)].any()
    assert codes(result) == ["gaps"]
    assert "1 place" in result.notices[0].text


def test_an_unsteady_clock_leaves_the_sound_whole(tmp_path: Path, out: Path) -> None:
    unsteady = random.Random(1)
    source = write(
        tmp_path / "a.mkv",
        sound(48_000, LENGTH, CHIRPS),
        OPUS,
        shift=lambda seconds: max(0, seconds + unsteady.uniform(0, 0.009)),
    )
    result = decoded(source, out)

    assert result.duration == pytest.approx(LENGTH, abs=0.02)
    assert result.notices == ()


def test_sound_that_begins_after_the_picture_stays_late(tmp_path: Path, out: Path) -> None:
    source = write(
        tmp_path / "a.mp4",
        sound(48_000, LENGTH, CHIRPS),
        AAC,
        picture=True,
        shift=lambda seconds: seconds + 0.8,
    )
    decoded(source, out)

    assert abs(found(read_wav(out), 1.8) - 1.8) < 0.03


def test_sound_that_stands_twice_is_kept_once(tmp_path: Path, out: Path) -> None:
    pcm = sound(48_000, LENGTH, CHIRPS)
    first, second = tmp_path / "first.ts", tmp_path / "second.ts"
    write(first, pcm[: 2 * 48_000], AAC)
    write(
        second,
        pcm[int(1.5 * 48_000) :],
        AAC,
        shift=lambda seconds: seconds + 1.5,
    )
    (tmp_path / "both.ts").write_bytes(first.read_bytes() + second.read_bytes())

    result = decoded(tmp_path / "both.ts", out)

    assert result.duration == pytest.approx(LENGTH, abs=0.15)
    assert abs(found(read_wav(out), 2.7) - 2.7) < 0.06


def test_a_clock_that_was_set_anew_loses_no_sound(tmp_path: Path, out: Path) -> None:
    part = write(tmp_path / "part.ts", sound(48_000, LENGTH, CHIRPS), AAC).read_bytes()
    (tmp_path / "both.ts").write_bytes(part + part)

    result = decoded(tmp_path / "both.ts", out)

    assert result.duration == pytest.approx(2 * LENGTH, abs=0.1)
    assert codes(result) == ["clock_reset"]


# --- what is told --------------------------------------------------------------------------------


def test_of_several_tracks_the_first_is_taken_and_told(tmp_path: Path, out: Path) -> None:
    source = write(tmp_path / "a.mkv", sound(48_000, LENGTH, CHIRPS), AAC, tracks=2)
    result = decoded(source, out)

    assert result.duration == pytest.approx(LENGTH, abs=0.05)
    assert codes(result) == ["several_tracks"]


def test_a_silent_recording_is_told(tmp_path: Path, out: Path) -> None:
    source = write_wav(tmp_path / "a.wav", np.zeros(32_000, np.int16))
    assert codes(decoded(source, out)) == ["near_silence"]


def test_a_little_damage_is_told_and_the_rest_stays_in_place(tmp_path: Path, out: Path) -> None:
    pcm = sound(44_100, 30.0, (1.0, 27.0))
    source = write(tmp_path / "a.m4a", pcm, Coding("aac", 44_100, 96_000))
    result = decoded(spoilt(source, 0.40, 0.43), out)

    assert "damaged" in codes(result)
    assert abs(found(read_wav(out), 27.0) - 27.0) < 0.06


def test_too_much_damage_is_refused(tmp_path: Path, out: Path) -> None:
    pcm = sound(44_100, 10.0, CHIRPS)
    source = write(tmp_path / "a.m4a", pcm, Coding("aac", 44_100, 96_000))
    assert "This recording is damaged" in refused(spoilt(source, 0.1, 0.8), out).message


def test_a_recording_that_ends_before_its_time_is_told(tmp_path: Path, out: Path) -> None:
    source = write(tmp_path / "a.flac", sound(16_000, 30.0, CHIRPS), FLAC)
    os.truncate(source, source.stat().st_size // 2)

    result = decoded(source, out)

    assert "shorter" in codes(result)
    assert 5 < result.duration < 25


def spoilt(source: Path, start: float, end: float) -> Path:
    content, dice = bytearray(source.read_bytes()), random.Random(1)
    first, last = int(len(content) * start), int(len(content) * end)
    content[first:last] = dice.randbytes(last - first)
    source.write_bytes(content)
    return source


# --- limits --------------------------------------------------------------------------------------


def test_a_recording_that_is_too_long_is_refused_by_its_header(tmp_path: Path, out: Path) -> None:
    source = write_wav(tmp_path / "a.wav", sound(16_000, 90))
    told = refused(source, out, max_hours=1 / 60)
    assert told.message == ("This recording lasts 0:01:30; the longest one accepted is 0:01:00.")
    assert "ANALYSER_MAX_HOURS" in told.remedy


def test_a_recording_that_hides_its_length_is_refused_on_the_way(tmp_path: Path, out: Path) -> None:
    source = write(tmp_path / "a.mkv", sound(48_000, 40), AAC, options={"live": "1"})
    assert "lasts more than 15 seconds" in refused(source, out, max_hours=15 / 3600).message


def test_a_gap_that_is_too_long_is_refused_before_it_is_written(tmp_path: Path, out: Path) -> None:
    source = write(
        tmp_path / "a.mkv",
        sound(48_000, LENGTH),
        AAC,
        options={"live": "1"},
        shift=lambda seconds: seconds + (3000.0 if seconds > 2 else 0.0),
    )
    assert "more than 0:30:00" in refused(source, out, max_hours=0.5).message


def test_progress_grows_to_the_end(tmp_path: Path, out: Path) -> None:
    shares: list[float] = []
    source = write(tmp_path / "a.flac", sound(16_000, 100), FLAC)
    decode(source, out, max_hours=1, progress=shares.append)

    assert len(shares) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_stop_leaves_no_file(tmp_path: Path, out: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.3:
            raise Cancelled

    source = write_wav(tmp_path / "a.wav", sound(16_000, 100))
    with pytest.raises(Cancelled):
        decode(source, out, max_hours=1, progress=stop)
    assert list(out.parent.iterdir()) == []


def test_an_older_result_stands_until_the_new_one_is_whole(tmp_path: Path, out: Path) -> None:
    decoded(write_wav(tmp_path / "a.wav", sound(16_000, 1)), out)
    before = out.read_bytes()
    (tmp_path / "b.wav").write_bytes(b"RIFF")
    with pytest.raises(RecordingError):
        decode(tmp_path / "b.wav", out, max_hours=1)
    assert out.read_bytes() == before


LIMITED = """
import resource, sys
from pathlib import Path
from analyser.errors import RecordingError
from analyser.pipeline.decode import decode
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    decode(Path(sys.argv[1]), Path(sys.argv[2]), max_hours=1)
except RecordingError as error:
    print(error)
"""


def test_no_room_for_the_sound_is_one_sentence(tmp_path: Path, out: Path) -> None:
    source = write_wav(tmp_path / "a.wav", sound(16_000, 60))
    said = run(LIMITED, source, out)
    assert said.startswith("The sound of this recording cannot be kept in ")
    assert "no room on the disk" in said
    assert list(out.parent.iterdir()) == []


MEASURED = """
import resource, sys
from pathlib import Path
from analyser.pipeline.decode import decode
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
decode(Path(sys.argv[1]), Path(sys.argv[2]), max_hours=1)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(after - before)
"""


def test_half_an_hour_of_sound_needs_little_memory(tmp_path: Path, out: Path) -> None:
    pcm = np.tile(sound(16_000, 30, CHIRPS), 60)
    source = write(tmp_path / "a.flac", pcm, FLAC)
    grown = int(run(MEASURED, source, out))
    kilobytes = grown / 1024 if sys.platform == "darwin" else grown
    assert len(read_wav(out)) == 1800 * 16_000
    assert kilobytes < 60_000


def run(program: str, source: Path, out: Path) -> str:
    command = [sys.executable, "-c", program, str(source), str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
