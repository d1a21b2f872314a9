"""Decode: any recording becomes the one timeline, mono 16 kHz 16-bit sound in a WAV file.

It is streamed: a few seconds of sound are in memory at a time. The recording's own clock is
honoured (``timeline``), so what was heard at 1:02:03 stands at 1:02:03, whatever is missing before.
"""

from __future__ import annotations

import errno
import shutil
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import av
import numpy as np
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from analyser.domain import Notice, Progress, milliseconds, unheard
from analyser.errors import RecordingError
from analyser.files import replacing
from analyser.pipeline.audio import SAMPLE_RATE
from analyser.pipeline.levels import Meter, Pcm
from analyser.pipeline.media import Media, frames, opened
from analyser.pipeline.timeline import Timeline

_SAMPLES_AT_A_TIME = 500_000
_BYTES_PER_SAMPLE = 2
_MOST_HOURS_IN_A_WAV = 37.0
_MOST_DAMAGE = 0.1
_AUDIBLE_SECONDS = 0.5
_SHORTER_SECONDS = 5.0
_SHORTER_SHARE = 0.02
_MINUTE = 60
_ESTIMATED = {"aac", "ac3", "amr", "amrnb", "amrwb", "eac3"}
"""Formats without a header: the duration that they seem to give is a guess from the first bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What came of a recording: its length in seconds, and what a person should know about it.

    ``tracks`` has an entry for each person who had a microphone of their own: a name, or nothing.
    """

    duration: float
    notices: tuple[Notice, ...] = ()
    tracks: tuple[str, ...] = ()


def decode(
    source: Path,
    destination: Path,
    *,
    max_hours: float,
    progress: Progress = unheard,
    channel: int | None = None,
) -> Decoded:
    """Write the sound of ``source`` to ``destination``, whole or not at all.

    :param channel: only the left (0) or the right (1) channel; all of them mixed without it.
    :param max_hours: the longest recording that is accepted, in hours of sound.
    :raises RecordingError: the recording cannot be read or used, or there is no room for its sound.
    """
    longest = min(max_hours, _MOST_HOURS_IN_A_WAV) * 3600
    with opened(source) as media, _room_for(destination):
        _look_ahead(media, destination, longest)
        sound = _Sound(media, longest, progress, channel)
        with replacing(destination) as temporary:
            with wav_at(temporary) as wav:
                for pcm in sound.pieces():
                    wav.writeframesraw(pcm.tobytes())
            decoded = sound.summary()
    progress(1.0)
    return decoded


@contextmanager
def wav_at(path: Path) -> Iterator[wave.Wave_write]:
    """A new WAV file in the form of the one timeline: mono, 16 kHz, 16 bit."""
    with wave.open(str(path), "wb") as wav:
        wav.setparams((1, _BYTES_PER_SAMPLE, SAMPLE_RATE, 0, "NONE", ""))
        yield wav


class _Sound:
    """A recording's sound on its way: pieces of PCM in order, silence where nothing was heard."""

    def __init__(
        self, media: Media, longest: float, progress: Progress, channel: int | None
    ) -> None:
        self._media = media
        self._channel = channel
        self._longest = longest
        self._progress = progress
        self._timeline = Timeline(0.0)
        self._meter = Meter()
        self._written = 0

    def pieces(self) -> Iterator[Pcm]:
        """All sound, piece by piece; each one is measured and counted as it passes."""
        run: _Run | None = None
        for frame in frames(self._media):
            if run is None:
                zero = self._media.zero
                self._timeline = Timeline((frame.time or 0.0) if zero is None else zero)
            place = self._timeline.place(frame.time, frame.samples / frame.sample_rate)
            if run is None or not place.joins or not run.takes(frame):
                if run is not None:
                    yield from self._heard(run.finish())
                yield from self._silence_until(place.start)
                drop = self._written - round(place.start * SAMPLE_RATE)
                run = _Run(frame, drop=drop, channel=self._channel)
            yield from self._heard(run.add(frame, skip=round(place.skip * frame.sample_rate)))
        if run is not None:
            yield from self._heard(run.finish())

    def summary(self) -> Decoded:
        """What is to be said once all sound has passed.

        :raises RecordingError: there was no sound, or too much of it is broken.
        """
        damage = self._media.damage
        if not self._written:
            raise RecordingError(
                "Nothing in this recording can be decoded.",
                "Try another copy of it, or export it again.",
            )
        if damage.share > _MOST_DAMAGE:
            raise RecordingError(
                f"This recording is damaged: {damage.share:.0%} of it cannot be read.",
                "Try another copy of it, or export it again.",
            )
        duration = self._written / SAMPLE_RATE
        notices = (
            *_tracks(self._media),
            *_clock(self._timeline),
            *_damage(self._media),
            *_shorter(self._media, duration),
            *self._meter.notices(),
        )
        return Decoded(duration=milliseconds(duration), notices=notices)

    def _heard(self, pieces: Iterator[Pcm]) -> Iterator[Pcm]:
        for pcm in pieces:
            self._meter.add(pcm)
            yield self._counted(pcm)

    def _silence_until(self, start: float) -> Iterator[Pcm]:
        """Silence from the sound so far to ``start`` seconds, in pieces."""
        self._refuse_beyond(start)
        missing = round(start * SAMPLE_RATE) - self._written
        while missing > 0:
            piece = np.zeros(min(missing, _SAMPLES_AT_A_TIME), dtype=np.int16)
            missing -= len(piece)
            yield self._counted(piece)

    def _counted(self, pcm: Pcm) -> Pcm:
        self._written += len(pcm)
        done = self._written / SAMPLE_RATE
        self._refuse_beyond(done)
        said, media = self._media.said, self._media
        self._progress(min(1.0, done / said if said else media.position / media.size))
        return pcm

    def _refuse_beyond(self, seconds: float) -> None:
        if seconds > self._longest:
            raise _too_long(f"more than {_spoken(self._longest)}", self._longest)


class _Run:
    """Frames of one form that follow one another without a break, resampled many at a time.

    :param drop: how many samples of the result to leave out, because the run before rounded up.
    """

    def __init__(self, first: AudioFrame, *, drop: int, channel: int | None) -> None:
        self._drop = drop
        self._channel = channel
        self._form = _form(first)
        self._fifo = AudioFifo()
        layout = "mono" if channel is None else "stereo"
        self._resampler = AudioResampler(format="s16", layout=layout, rate=SAMPLE_RATE)
        self._enough = max(1, _SAMPLES_AT_A_TIME // max(1, len(first.layout.channels)))

    def takes(self, frame: AudioFrame) -> bool:
        """Whether a frame has the form of this run."""
        return _form(frame) == self._form

    def add(self, frame: AudioFrame, *, skip: int) -> Iterator[Pcm]:
        """Take in a frame without its first ``skip`` samples, and give what is ready."""
        frame.pts = None
        self._fifo.write(frame)
        if skip:
            self._fifo.read(skip, partial=True)
        if self._fifo.samples >= self._enough:
            yield from self._resampled(self._fifo.read())

    def finish(self) -> Iterator[Pcm]:
        """Give what is left."""
        if self._fifo.samples:
            yield from self._resampled(self._fifo.read())
        yield from self._resampled(None)

    def _resampled(self, frame: AudioFrame | None) -> Iterator[Pcm]:
        for piece in self._convert(frame):
            pcm = piece.to_ndarray()[0]
            if self._channel is not None:
                pcm = pcm[self._channel :: 2]
            yield pcm[self._drop :]
            self._drop = max(0, self._drop - len(pcm))

    def _convert(self, frame: AudioFrame | None) -> list[AudioFrame]:
        try:
            return self._resampler.resample(frame)
        except (av.FFmpegError, ValueError) as error:
            form, layout, rate = self._form
            raise RecordingError(
                f"The sound of this recording has an odd form ({layout}, {rate} Hz, {form}).",
                "Export it as a wav, mp3 or m4a file.",
            ) from error


def _form(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


@contextmanager
def _room_for(destination: Path) -> Iterator[None]:
    """Say in words that the sound cannot be kept."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        reason = "there is no room on the disk" if full else error.strerror
        raise RecordingError(
            f"The sound of this recording cannot be kept in {destination.parent}: {reason}.",
            "Make room there, or let ANALYSER_DATA name a folder on another disk.",
        ) from error


def _look_ahead(media: Media, destination: Path, longest: float) -> None:
    """Refuse by its header what could only fail later.

    :raises RecordingError: the recording is too long.
    :raises OSError: the disk has no room for its sound.
    """
    said = media.believable
    if said is None:
        return
    if said > longest:
        raise _too_long(_spoken(said), longest)
    destination.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(destination.parent).free < said * SAMPLE_RATE * _BYTES_PER_SAMPLE:
        raise OSError(errno.ENOSPC, "No space left")


def _too_long(length: str, longest: float) -> RecordingError:
    return RecordingError(
        f"This recording lasts {length}; the longest one accepted is {_spoken(longest)}.",
        "Cut it into parts, or let ANALYSER_MAX_HOURS allow more.",
    )


def _tracks(media: Media) -> Iterator[Notice]:
    if media.tracks > 1:
        text = f"This file holds {media.tracks} sound tracks; only its main one was listened to."
        yield Notice(code="several_tracks", text=text)


def _clock(timeline: Timeline) -> Iterator[Notice]:
    silence = sum(timeline.gaps)
    if silence >= _AUDIBLE_SECONDS:
        places = _counted(len(timeline.gaps), "place")
        text = (
            f"Sound is missing in {places}, {_spoken(silence)} in all; silence stands in its "
            "stead, so that every time is right."
        )
        yield Notice(code="gaps", text=text)
    if timeline.resets:
        text = (
            "The clock of this recording was set anew in its course; sound may be missing there, "
            "and times after it count on from where it stood."
        )
        yield Notice(code="clock_reset", text=text)


def _damage(media: Media) -> Iterator[Notice]:
    damage = media.damage
    if damage.seconds >= _AUDIBLE_SECONDS or damage.share >= _MOST_DAMAGE / 10:
        text = f"This recording is damaged in places: {damage.share:.1%} of it cannot be read."
        yield Notice(code="damaged", text=text)


def _shorter(media: Media, duration: float) -> Iterator[Notice]:
    said = media.said
    if said is None or media.container.format.name in _ESTIMATED:
        return
    if said - duration > max(_SHORTER_SECONDS, _SHORTER_SHARE * said):
        text = (
            f"The file says that it lasts {_spoken(said)}, but its sound ends after "
            f"{_spoken(duration)}; it may have been cut off."
        )
        yield Notice(code="shorter", text=text)


def _spoken(seconds: float) -> str:
    """A length of time as people write it: ``1:02:03``, or seconds where there are few."""
    whole = round(seconds)
    return _counted(whole, "second") if whole < _MINUTE else str(timedelta(seconds=whole))


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
