"""Folders, zips and stereo files with a microphone for each person."""

from __future__ import annotations

import os
import wave
import zipfile
from pathlib import Path

import av
import numpy as np
import pytest

from analyser.domain import unheard
from analyser.errors import RecordingError
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.track_files import people_of
from analyser.pipeline.tracks import TrackDiariser, decode_any, levels_beside

TALK = ((0, 2.0, 8.0), (1, 9.0, 15.0), (0, 16.0, 20.0), (1, 21.0, 29.0))


def sound(person: int, seconds: float = 30.0, bleed: float = 0.05) -> np.ndarray:
    """What the microphone of one of two people hears: noise bursts for speech."""
    rng = np.random.default_rng(person)
    heard = rng.normal(0, 5, round(seconds * SAMPLE_RATE))
    for speaker, start, end in TALK:
        span = slice(round(start * SAMPLE_RATE), round(end * SAMPLE_RATE))
        burst = np.random.default_rng(round(start)).normal(0, 2000, span.stop - span.start)
        heard[span] += burst * (1 if speaker == person else bleed)
    return heard.astype(np.int16)


def write(path: Path, *channels: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as wav:
        wav.setparams((len(channels), 2, SAMPLE_RATE, 0, "NONE", ""))
        wav.writeframes(np.stack(channels, axis=1).tobytes())
    return path


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "Audio Record"
    place.mkdir()
    write(place / "audioMayaJones21.wav", sound(0))
    write(place / "audioTom Webb3.wav", sound(1, seconds=29.5))
    (place / "notes.txt").write_text("no recording")
    return place


def analysed(source: Path, tmp_path: Path):
    """What is decoded, and the turns."""
    destination = tmp_path / "kept" / "audio.wav"
    decoded = decode_any(source, destination, max_hours=1, progress=unheard)
    if not decoded.tracks:
        return decoded, ()
    diariser = TrackDiariser(names=decoded.tracks)
    turns = diariser.diarise(Audio(id="x", path=destination), progress=unheard)
    return decoded, [(t.speaker, round(t.start), round(t.end)) for t in turns]


EXPECTED = [(f"S{person + 1}", round(start), round(end)) for person, start, end in TALK]


def test_a_folder_of_tracks_is_mixed_and_tells_who_spoke(folder, tmp_path):
    decoded, turns = analysed(folder, tmp_path)
    assert turns == EXPECTED
    assert decoded.duration == pytest.approx(30.0)
    assert [s.name for s in TrackDiariser(names=decoded.tracks).speakers] == [
        "Maya Jones",
        "Tom Webb",
    ]
    assert [notice.code for notice in decoded.notices] == ["tracks"]
    mixed = Audio(id="x", path=tmp_path / "kept" / "audio.wav").samples() * 32768
    both = sound(0)[:-8000].astype(float) + sound(1, 29.5).astype(float)
    assert np.abs(mixed[: len(both)] - both).max() < 3
    assert {p.name for p in (tmp_path / "kept").iterdir()} == {"audio.wav", "levels.npy"}


def test_a_zip_of_tracks_is_the_same(folder, tmp_path):
    archive = tmp_path / "set.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for file in folder.iterdir():
            zipped.write(file, f"../../outside/{file.name}")
    decoded, turns = analysed(archive, tmp_path)
    assert turns == EXPECTED
    assert len(decoded.tracks) == 2
    assert not (tmp_path.parent / "outside").exists()


def test_a_zip_that_lies_where_nobody_may_write_is_unpacked_elsewhere(folder, tmp_path):
    archive = tmp_path / "set.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for file in folder.iterdir():
            zipped.write(file, file.name)
    handle = os.open(archive, os.O_RDONLY)
    try:
        _, turns = analysed(Path("/dev/fd") / str(handle), tmp_path)  # not even root may write here
    finally:
        os.close(handle)
    assert turns == EXPECTED
    assert {p.name for p in (tmp_path / "kept").iterdir()} == {"audio.wav", "levels.npy"}


ZOOM = (
    "audio1530000000.wav",
    "video1530000000.mp4",
    "chat.txt",
    "Audio Record/audioMayaJones21530000000.wav",
    "Audio Record/audioTomWebb31530000000.wav",
)


def zoomed(place: Path, *names: str) -> Path:
    """A folder as Zoom leaves it: one of two people in each file of Audio Record."""
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        if name.endswith((".wav", ".mp4")):
            write(place / name, sound(person="Tom" in name))
    return place


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize("names", [ZOOM, [name.replace("Audio Record/", "") for name in ZOOM]])
def test_of_a_zoom_folder_each_person_is_taken_and_not_all_together(tmp_path, names, kind):
    source = zoomed(tmp_path / "2026-03-01 Set", *names)
    if kind == "zip":
        with zipfile.ZipFile(tmp_path / "set.zip", "w") as zipped:
            for file in filter(Path.is_file, source.rglob("*")):
                zipped.write(file, file.relative_to(tmp_path))
        source = tmp_path / "set.zip"
    decoded, turns = analysed(source, tmp_path)
    assert decoded.tracks == ("Maya Jones", "Tom Webb")
    assert turns == EXPECTED


def test_of_a_zoom_folder_without_separate_tracks_the_sound_is_taken(tmp_path):
    decoded, _ = analysed(zoomed(tmp_path / "Set", *ZOOM[:2]), tmp_path)
    assert decoded.tracks == ()


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (["audioMayaJones21", "audioTom Webb3"], ["Maya Jones", "Tom Webb"]),
        (["mic1", "mic2"], ["", ""]),
        (["track_01", "track_02"], ["", ""]),
        (["session 3 Maya mic", "session 3 Tom mic"], ["Maya", "Tom"]),
        (["Maya", "Maya Jones"], ["Maya", "Maya Jones"]),
        (["maya_1", "Maya 2", "tom"], ["Maya", "Maya 2", "Tom"]),
        (["Ольга 1", "Zoë (2)"], ["Ольга", "Zoë"]),
        (["set"], [""]),
        (["1", "2", "Tom"], ["", "", "Tom"]),
    ],
)
def test_people_are_named_by_what_their_files_do_not_share(names, people):
    assert people_of(names) == people


def test_a_stereo_file_with_a_person_on_each_channel_is_known(tmp_path):
    decoded, turns = analysed(write(tmp_path / "two.wav", sound(0), sound(1)), tmp_path)
    assert turns == EXPECTED
    assert decoded.tracks == ("", "")
    assert TrackDiariser(names=decoded.tracks).speakers == ()


def test_a_room_in_stereo_is_an_ordinary_recording(tmp_path):
    both = sound(0, bleed=0.6), sound(1, bleed=0.6)
    decoded, _ = analysed(write(tmp_path / "room.wav", *both), tmp_path)
    assert decoded.tracks == ()
    assert not levels_beside(tmp_path / "kept" / "audio.wav").exists()


def test_a_folder_with_one_recording_is_that_recording(tmp_path):
    (tmp_path / "one").mkdir()
    write(tmp_path / "one" / "set.wav", sound(0))
    decoded, _ = analysed(tmp_path / "one", tmp_path)
    assert decoded.tracks == ()
    assert decoded.duration == pytest.approx(30.0)


def hostile(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / "bad.zip"
    if kind == "empty":
        path = tmp_path / "nothing"
        path.mkdir()
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        if kind == "bomb":
            zipped.writestr("a.wav", bytes(40_000_000))
        if kind == "no recordings":
            zipped.writestr("letter.docx", b"text")
        if kind == "many":
            for n in range(40):
                zipped.writestr(f"{n}.wav", b"RIFF")
        if kind == "no sound":
            zipped.writestr("a.wav", b"not a recording")
            zipped.writestr("b.wav", b"not a recording")
    if kind == "damaged":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            zipped.writestr("a.wav", np.random.default_rng(1).bytes(10_000))
        content = bytearray(path.read_bytes())
        content[200:4000] = bytes(3800)
        path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("empty", "no recording in this folder"),
        ("no recordings", "no recording in this folder"),
        ("many", "30"),
        ("bomb", "grow beyond reason"),
        ("damaged", "damaged"),
        ("no sound", "recording"),
    ],
)
def test_what_is_no_recording_is_refused_in_words_and_leaves_nothing(tmp_path, kind, words):
    source = hostile(tmp_path, kind)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(RecordingError, match=words):
        analysed(source, tmp_path)
    left = {p for p in tmp_path.rglob("*") if p not in before and p.is_file()}
    assert left == set()


def mp3(path: Path, layout: str) -> bytes:
    """Five seconds of a tone as an MP3 file."""
    tone = (8000 * np.sin(np.arange(5 * SAMPLE_RATE) * 0.05)).astype(np.int16)
    channels = [tone, np.roll(tone, 40)][: 2 if layout == "stereo" else 1]
    frame = av.AudioFrame.from_ndarray(
        np.stack(channels, axis=1).reshape(1, -1), format="s16", layout=layout
    )
    frame.sample_rate = SAMPLE_RATE
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mp3", rate=SAMPLE_RATE, layout=layout)
        out.mux([*stream.encode(frame), *stream.encode(None)])
    return path.read_bytes()


def test_a_file_that_is_stereo_only_at_first_is_no_set_of_tracks(tmp_path):
    joined = tmp_path / "joined.mp3"
    first, rest = mp3(tmp_path / "first.mp3", "stereo"), mp3(tmp_path / "rest.mp3", "mono")
    joined.write_bytes(first + rest)
    decoded, turns = analysed(joined, tmp_path)
    assert decoded.tracks == ()
    assert turns == ()
    assert decoded.duration == pytest.approx(10, abs=0.5)
