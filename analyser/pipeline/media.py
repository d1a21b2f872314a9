"""A recording as FFmpeg's libraries see it: open it safely, and read its sound piece by piece.

A recording comes from a stranger. Only formats that hold their own sound are opened, and only
through the ``file`` protocol: play lists (``ffconcat``, m3u8 …) could make the library read other
files of this machine or call out to another.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Disposition

from analyser.errors import RecordingError

_FORMATS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,eac3,flac,flv,matroska,mov,mp3,mpeg,mpegts,"
    "ogg,rm,tta,w64,wav,webm,wv"
)
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}
_HEAD_BYTES = 4096
_MOST_FAILURES = 100
_LEAST_BIT_RATE = 1000.0

_USE = "Use a sound or video file: wav, mp3, m4a, mp4, webm, ogg, flac, wma, amr and others."
_AGAIN = "Try another copy of the recording, or export it again."
_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)


@dataclass(slots=True, kw_only=True)
class Damage:
    """What could not be read: packets in all, broken ones, and the seconds of sound they held."""

    packets: int = 0
    broken: int = 0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """The share of packets that are broken (0–1)."""
        return self.broken / self.packets if self.packets else 0.0


@dataclass(slots=True, kw_only=True)
class Media:
    """An opened recording: its one sound track, and what the file says about itself."""

    container: InputContainer
    stream: AudioStream
    tracks: int
    size: int
    damage: Damage = field(default_factory=Damage)
    position: int = 0
    """How many bytes of the file have been read."""

    @property
    def said(self) -> float | None:
        """The duration in seconds that the file's header gives, if it gives one."""
        if self.container.duration:
            return self.container.duration / av.time_base
        if self.stream.duration and self.stream.time_base:
            return float(self.stream.duration * self.stream.time_base)
        return None

    @property
    def believable(self) -> float | None:
        """The header's duration, if a file of this size can hold so much sound."""
        if self.said is None:
            return None
        pcm = self.stream.codec_context.name.startswith("pcm_")
        least = 0.9 * (self.stream.codec_context.bit_rate or 0) if pcm else _LEAST_BIT_RATE
        return self.said if self.size * 8 / self.said >= least else None

    @property
    def zero(self) -> float | None:
        """What the clock shows where the timeline begins; ``None`` if the file does not say.

        Beside a moving picture sound may begin late, and the picture says by how much.
        """
        alone = all(
            other is self.stream
            or other.type not in {"video", "audio"}
            or other.disposition & Disposition.attached_pic
            for other in self.container.streams
        )
        if not alone and self.container.start_time is not None:
            return max(0.0, self.container.start_time / av.time_base)
        if self.stream.start_time is not None and self.stream.time_base is not None:
            return max(0.0, float(self.stream.start_time * self.stream.time_base))
        return None


@contextmanager
def opened(source: Path) -> Iterator[Media]:
    """Open a recording and choose its sound track.

    :raises RecordingError: it is not there, is empty, is not a recording, or holds no sound.
    """
    head, size = _head(source)
    try:
        container = av.open(
            f"file:{source.resolve()}", options=dict(_OPTIONS), metadata_errors="replace"
        )
    except (av.FFmpegError, ValueError) as error:
        raise _unreadable(head) from error
    with container:
        tracks = container.streams.audio
        if not tracks:
            raise RecordingError("There is no sound in this recording, only pictures.", _USE)
        stream = next((t for t in tracks if t.disposition & Disposition.default), tracks[0])
        if stream.codec_context is None:
            raise RecordingError(
                "The sound of this recording is locked or of an unknown kind.", _USE
            )
        for other in container.streams:
            if other is not stream:
                other.discard = Discard.all
        yield Media(container=container, stream=stream, tracks=len(tracks), size=size)


def frames(media: Media) -> Iterator[AudioFrame]:
    """The sound in the order of the file; broken packets are passed over and counted."""
    for packet in _packets(media):
        media.damage.packets += bool(packet.size)
        media.position = packet.pos or media.position
        try:
            decoded = packet.decode()
        except (av.FFmpegError, ValueError):
            media.damage.broken += 1
            media.damage.seconds += _seconds(packet)
            continue
        yield from (frame for frame in decoded if frame.samples and frame.sample_rate)


def _packets(media: Media) -> Iterator[Packet[AudioStream]]:
    """The packets of the sound track; reading goes on behind a place that cannot be read."""
    failures = 0
    while failures < _MOST_FAILURES:
        try:
            for packet in media.container.demux(media.stream):
                failures = 0
                yield packet
        except IndexError:
            continue  # a packet of a track that the header did not announce; it is not ours
        except (av.FFmpegError, ValueError):
            failures += 1
            media.damage.packets += 1
            media.damage.broken += 1
        else:
            return


def _seconds(packet: Packet[AudioStream]) -> float:
    if packet.duration is None or packet.time_base is None:
        return 0.0
    return float(packet.duration * packet.time_base)


def _head(source: Path) -> tuple[bytes, int]:
    """The first bytes of a file, and its size."""
    try:
        status = source.stat()
        if stat.S_ISDIR(status.st_mode):
            raise RecordingError(f"{source} is a folder, not a recording.", "Name one file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise RecordingError(f"{source} is not a file.", _USE)
        with source.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise RecordingError(f"There is no file {source}.", "Look at its name.") from error
    except OSError as error:
        raise RecordingError(
            f"The file {source} cannot be opened: {error.strerror}.",
            "See that you may read it, and that the disk it lies on is there.",
        ) from error
    if not head:
        raise RecordingError("This recording is empty: its file holds nothing.", _AGAIN)
    return head, status.st_size


def _unreadable(head: bytes) -> RecordingError:
    """What to say about a file that does not open, by how it begins."""
    if head[4:8] == b"ftyp" and head[8:12] not in {b"heic", b"avif", b"mif1"}:
        return RecordingError(
            "This recording was cut off before it was finished: its table of contents is missing.",
            "Copy it again from where it was recorded, or have the app that made it repair it.",
        )
    kind = next((kind for start, kind in _SIGNATURES if head.startswith(start)), "")
    if not kind and _is_text(head):
        kind = "a text"
    if kind:
        return RecordingError(f"This file is {kind}, not a recording.", _USE)
    return RecordingError("This file is not a recording that can be read.", _USE)


def _is_text(head: bytes) -> bool:
    """Whether the bytes read as text: no control signs but blanks and line ends."""
    text = head.decode("utf-8", errors="replace")
    odd = sum(not (sign.isprintable() or sign in "\t\r\n") for sign in text[:-1])
    return odd == 0 and "\ufffd" not in text[:-3]
