"""A recording with a microphone for each person: a folder or zip of files, or a stereo file.

Zoom can record one file for each person; some recorders put a person on each channel of a stereo
file. What each microphone heard is the truth about who spoke (``track_turns``), so no voices need
to be told apart. The tracks are mixed into the one timeline; their levels are kept beside it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from av import FFmpegError
from av.audio.resampler import AudioResampler

from analyser.domain import Notice, Progress, Speaker, Turn
from analyser.errors import RecordingError
from analyser.files import replacing, scratch_folder
from analyser.pipeline import track_turns
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.decode import Decoded, decode, wav_at
from analyser.pipeline.keeping import Keep, afresh
from analyser.pipeline.levels import SILENT_DB, levels_of
from analyser.pipeline.media import frames, opened
from analyser.pipeline.track_files import MOST, people_of, recordings_in, unpack

_LEFT_AND_RIGHT = 2
_SAMPLES_AT_A_TIME = 16_000 * 30
_LOOKS = 6
_LOOK_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A microphone: its file, the channel of it (``None``: all of it), and whose it is if known."""

    path: Path
    channel: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackDiariser:
    """Tells voices apart by their microphones. ``names`` in the order of the tracks."""

    names: tuple[str, ...]

    @property
    def id(self) -> str:
        """The method with its settings, and how many tracks there are."""
        return f"{track_turns.ID} {len(self.names)} tracks"

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """The people whom the files are named after."""
        return tuple(
            Speaker(id=f"S{n}", name=name) for n, name in enumerate(self.names, start=1) if name
        )

    def diarise(
        self,
        audio: Audio,
        *,
        keep: Keep = afresh,  # noqa: ARG002 - there is little to keep
        progress: Progress,
    ) -> tuple[Turn, ...]:
        """Turns from the levels that lie beside the sound."""
        turns = track_turns.turns_of(np.load(levels_beside(audio.path)).astype(np.float32))
        progress(1.0)
        return turns


def levels_beside(audio: Path) -> Path:
    """Where the levels of the tracks lie: beside the mixed sound."""
    return audio.with_name("levels.npy")


@contextmanager
def tracks_in(source: Path, *, beside: Path) -> Iterator[tuple[Track, ...]]:
    """The tracks of a recording, while the block lasts; none if it is an ordinary one.

    :param beside: a folder on the disk where a zip file is to be unpacked; its own may be closed.
    :raises RecordingError: it is a folder or zip without recordings, or with too many.
    """
    if source.is_dir():
        yield _tracks(recordings_in(source))
    elif zipfile.is_zipfile(source):
        with scratch_folder(beside) as folder:
            unpack(source, folder)
            yield _tracks(folder.iterdir())
    else:
        yield _channels(source)


def decode_tracks(
    tracks: Sequence[Track], destination: Path, *, max_hours: float, progress: Progress
) -> Decoded:
    """Mix the tracks into ``destination`` and keep their levels beside it, whole or not at all.

    :raises RecordingError: a track cannot be read or used, or there is no room.
    """
    with scratch_folder(beside=destination.parent) as folder:
        sounds: list[Audio] = []
        notices: dict[str, Notice] = {}
        for n, track in enumerate(tracks):
            sound = folder / f"{n}.wav"
            decoded = decode(
                track.path,
                sound,
                max_hours=max_hours,
                progress=partial(_part, progress, n, len(tracks)),
                channel=track.channel,
            )
            notices |= {notice.code: notice for notice in decoded.notices}
            sounds.append(Audio(id="", path=sound))
        duration = _mix(sounds, destination)
    progress(1.0)
    return Decoded(
        duration=duration,
        notices=(*_kept(notices), _notice(len(tracks))),
        tracks=tuple(track.name for track in tracks),
    )


def _part(progress: Progress, done: int, all_tracks: int, share: float) -> None:
    progress(0.9 * (done + share) / all_tracks)


def _kept(notices: dict[str, Notice]) -> tuple[Notice, ...]:
    """What is to be told of the tracks: a quiet one is an ordinary listener's."""
    return tuple(n for code, n in notices.items() if code not in {"near_silence", "quiet"})


def _notice(tracks: int) -> Notice:
    text = (
        f"This recording has a sound track for each of {tracks} people, so who spoke is known from "
        "the microphones."
    )
    return Notice(code="tracks", text=text)


def _mix(sounds: Sequence[Audio], destination: Path) -> float:
    """Add the tracks up, a piece at a time; the length of the longest in seconds."""
    duration = max(sound.duration for sound in sounds)
    step = _SAMPLES_AT_A_TIME / SAMPLE_RATE
    levels = []
    with replacing(destination) as temporary, wav_at(temporary) as wav:
        for n in range(int(duration // step) + 1):
            pieces = [sound.samples(n * step, (n + 1) * step) for sound in sounds]
            length = max(map(len, pieces))
            padded = np.stack([np.pad(piece, (0, length - len(piece))) for piece in pieces])
            mixed = np.clip(padded.sum(axis=0) * 32768.0, -32768, 32767).astype(np.int16)
            wav.writeframesraw(mixed.tobytes())
            levels.append(_levels(padded))
        with replacing(levels_beside(destination)) as beside, beside.open("wb") as file:
            np.save(file, np.concatenate(levels))
    return round(duration, 3)


def _levels(tracks: npt.NDArray[np.float32]) -> npt.NDArray[np.int8]:
    """``(tracks, samples)`` to whole dB, ``(frames, tracks)``; a listener's noise is one level."""
    pcm = (tracks * 32768.0).astype(np.int16)
    columns = [np.maximum(levels_of(track), SILENT_DB) for track in pcm]
    return np.stack(columns, axis=1).round().astype(np.int8)


def _tracks(found: Iterable[Path]) -> tuple[Track, ...]:
    """A track for each file, in the order of their names."""
    files = sorted(path for path in found if path.is_file())
    if not files:
        raise RecordingError(
            "There is no recording in this folder or zip file.",
            "Put one sound file for each person into it.",
        )
    if len(files) > MOST:
        raise RecordingError(
            f"There are {len(files)} recordings in this folder or zip file.",
            f"Keep one for each person, at most {MOST}.",
        )
    people = people_of([path.stem for path in files])
    return tuple(Track(path=path, name=name) for path, name in zip(files, people, strict=True))


def decode_any(source: Path, destination: Path, *, max_hours: float, progress: Progress) -> Decoded:
    """Decode a recording of any kind: one file, or a track for each person.

    :raises RecordingError: it cannot be read or used, or there is no room for its sound.
    """
    with tracks_in(source, beside=destination.parent) as tracks:
        if len(tracks) > 1:
            return decode_tracks(tracks, destination, max_hours=max_hours, progress=progress)
        only = tracks[0].path if tracks else source
        return decode(only, destination, max_hours=max_hours, progress=progress)


def _channels(source: Path) -> tuple[Track, ...]:
    """The two channels of a stereo file if each holds other people; none otherwise.

    None, too, where it is not stereo throughout or damaged: decoding it tells what is wrong.
    """
    with opened(source) as media:
        channels = media.stream.codec_context.channels
        duration = media.believable
    if channels != _LEFT_AND_RIGHT or not duration:
        return ()
    try:
        apart = track_turns.apart(_looked_at(source, duration))
    except (FFmpegError, ValueError):
        return ()
    if not apart:
        return ()
    return tuple(Track(path=source, channel=channel) for channel in range(_LEFT_AND_RIGHT))


def _looked_at(source: Path, duration: float) -> track_turns.Levels:
    """The levels of both channels in a few places of a recording, ``(frames, 2)``."""
    places = np.linspace(0.0, max(0.0, duration - _LOOK_SECONDS), _LOOKS)
    return np.concatenate([_look(source, float(place)) for place in places])


def _look(source: Path, start: float) -> track_turns.Levels:
    """The levels of both channels for a while from ``start`` seconds on."""
    resampler = AudioResampler(format="s16", layout="stereo", rate=SAMPLE_RATE)
    heard: list[npt.NDArray[np.int16]] = []
    with opened(source) as media:
        media.container.seek(int(start * 1_000_000))
        for frame in frames(media):
            frame.pts = None
            heard += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
            if sum(map(len, heard)) >= 2 * _LOOK_SECONDS * SAMPLE_RATE:
                break
    both = np.concatenate(heard) if heard else np.zeros(0, dtype=np.int16)
    return np.stack([levels_of(both[channel::2]) for channel in range(2)], axis=1)
