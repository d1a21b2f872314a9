"""Recordings for tests, made with the library that reads them."""

from __future__ import annotations

import wave
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from analyser.errors import RecordingError
from analyser.pipeline.decode import Decoded, decode

Pcm = npt.NDArray[np.int16]
Shift = Callable[[float], float]

CHIRP_SECONDS = 0.3


class Coding(NamedTuple):
    """A codec, its samples per second and its bits per second (0: the codec's own)."""

    codec: str
    rate: int
    bit_rate: int = 0


AAC = Coding("aac", 48_000, 96_000)
OPUS = Coding("libopus", 48_000, 64_000)
FLAC = Coding("flac", 16_000)

CHIRPS = (1.0, 2.7)
LENGTH = 4.0

FORMATS = [
    # file, coding, how far off a sound may stand in ms
    ("a.wav", Coding("pcm_s16le", 44_100), 1),
    ("a.aiff", Coding("pcm_s16be", 22_050), 1),
    ("a.flac", Coding("flac", 48_000), 1),
    ("a.m4a", Coding("aac", 44_100, 96_000), 10),
    ("a.mp4", Coding("aac", 48_000, 96_000), 10),
    ("a.mkv", Coding("aac", 44_100, 96_000), 10),
    ("a.mp3", Coding("libmp3lame", 44_100, 64_000), 10),
    ("low.mp3", Coding("libmp3lame", 16_000, 32_000), 10),
    ("a.webm", Coding("libopus", 48_000, 64_000), 10),
    ("a.ogg", Coding("libopus", 48_000, 64_000), 10),
    ("a.amr", Coding("libopencore_amrnb", 8_000, 12_200), 10),
    ("a.3gp", Coding("libopencore_amrnb", 8_000, 12_200), 10),
    # These three carry no note of how much silence the encoder put before the sound.
    ("a.aac", Coding("aac", 44_100, 96_000), 25),
    ("a.ts", Coding("aac", 44_100, 96_000), 25),
    ("a.wma", Coding("wmav2", 44_100, 64_000), 50),
]


def chirp(rate: int) -> npt.NDArray[np.float64]:
    """A short rising tone that can be found again to a fraction of a millisecond."""
    t = np.arange(int(CHIRP_SECONDS * rate)) / rate
    return np.sin(2 * np.pi * (400 * t + 2000 * t**2)) * np.hanning(len(t))


def sound(rate: int, seconds: float, chirps: Sequence[float] = (), loud: float = 0.4) -> Pcm:
    """Faint noise with chirps at the given seconds."""
    made = np.random.default_rng(0).normal(size=int(rate * seconds)) * 0.001
    for at in chirps:
        tone = chirp(rate) * loud
        made[int(at * rate) : int(at * rate) + len(tone)] += tone
    return (np.clip(made, -1, 1) * 32767).astype(np.int16)


def found(pcm: Pcm, near: float, rate: int = 16_000, reach: float = 0.5) -> float:
    """The second at which a chirp is heard, looked for within ``reach`` of ``near``."""
    first = max(0, int((near - reach) * rate))
    piece = pcm[first : int((near + reach + CHIRP_SECONDS) * rate)].astype(np.float64)
    match = np.abs(np.correlate(piece, chirp(rate), mode="valid"))
    return (first + int(match.argmax())) / rate


def write(
    path: Path,
    pcm: Pcm,
    coding: Coding,
    *,
    shift: Shift = lambda seconds: seconds,
    picture: bool = False,
    tracks: int = 1,
    options: dict[str, str] | None = None,
) -> Path:
    """Encode and mux. ``shift`` moves the time of each packet; ``picture`` adds a moving one."""
    with av.open(str(path), "w", options=options or {}) as container:
        codec, rate, bit_rate = coding
        streams = [container.add_stream(codec, rate=rate, layout="mono") for _ in range(tracks)]
        for stream in streams:
            if bit_rate:
                stream.bit_rate = bit_rate
        if picture:
            _picture(container, len(pcm) / rate)
        for stream in streams:
            for frame in _frames(pcm, stream, rate):
                _mux(container, stream, stream.encode(frame), shift)
            _mux(container, stream, stream.encode(None), shift)
    return path


def _frames(pcm: Pcm, stream: av.AudioStream, rate: int) -> list[AudioFrame]:
    frame = AudioFrame.from_ndarray(pcm[None, :], format="s16", layout="mono")
    frame.rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    stream.codec_context.open(strict=False)
    fifo = AudioFifo()
    form = stream.codec_context.format.name
    for piece in AudioResampler(format=form, layout="mono", rate=rate).resample(frame):
        fifo.write(piece)
    return fifo.read_many(stream.codec_context.frame_size or 1024, partial=True)


def _mux(container, stream, packets, shift: Shift) -> None:
    for packet in packets:
        if packet.pts is not None:
            seconds = float(packet.pts * packet.time_base)
            packet.pts = packet.dts = round(shift(seconds) / packet.time_base)
        packet.stream = stream
        container.mux(packet)


def _picture(container, seconds: float) -> None:
    stream = container.add_stream("mpeg4", rate=5)
    stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
    for n in range(int(seconds * 5)):
        image = np.full((64, 64, 3), n % 256, dtype=np.uint8)
        container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
    container.mux(stream.encode(None))


def read_wav(path: Path) -> Pcm:
    """The samples of a WAV file that must be mono, 16 kHz and 16 bit."""
    with wave.open(str(path), "rb") as wav:
        assert wav.getparams()[:3] == (1, 2, 16_000)
        return np.frombuffer(wav.readframes(wav.getnframes()), dtype="<i2")


def write_wav(path: Path, pcm: Pcm, *, rate: int = 16_000, channels: int = 1) -> Path:
    """A plain WAV file; ``pcm`` holds the channels interleaved."""
    with wave.open(str(path), "wb") as wav:
        wav.setparams((channels, 2, rate, 0, "NONE", ""))
        wav.writeframes(pcm.tobytes())
    return path


def decoded(source: Path, out: Path, *, max_hours: float = 1.0) -> Decoded:
    return decode(source, out, max_hours=max_hours)


def refused(source: Path, out: Path, *, max_hours: float = 1.0) -> RecordingError:
    with pytest.raises(RecordingError) as told:
        decode(source, out, max_hours=max_hours)
    assert not out.exists()
    assert not out.parent.exists() or list(out.parent.iterdir()) == []
    assert told.value.message.endswith(".")
    assert told.value.remedy.endswith(".")
    return told.value
