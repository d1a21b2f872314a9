"""Where somebody speaks: the Silero VAD over a recording of any length, in bounded memory.

The VAD (https://github.com/snakers4/silero-vad, the copy inside faster-whisper) hears one frame of
32 ms after another. The recording is read in pieces of a few minutes; each piece begins a little
early, so that the VAD is warm when its own part begins, and what touches a seam is joined again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from analyser.domain import Progress, unheard
from analyser.pipeline.audio import SAMPLE_RATE, Audio, Samples

ID = "silero-v6(0.3,100ms)"

_PIECE_SECONDS = 300.0
_RUN_IN_SECONDS = 3.0
_SHORTEST_SILENCE = 0.1
_SEAM = 0.05
_ONSET_SECONDS = 0.03
"""The VAD hears speech begin a frame late: by 0.028 s in the median of 52 known beginnings."""
_SPEECH = 0.3
"""Silero's usual 0.5 misses a third of the speech in real meetings (short answers, quiet voices);
noise, music, keys and breath stay below 0.3 as well, and the edges are as exact."""
_SILENCE = 0.25
_FRAME = 512
_ROUNDING = 1e-6
"""Seconds; what sums of times may be off by, so that no piece of no length is left over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time ``[start, end)`` in seconds, of no voice in particular."""

    start: float
    end: float

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.end - self.start


def speech(audio: Audio, *, progress: Progress = unheard) -> tuple[Span, ...]:
    """The spans in which somebody speaks, in order, parted by silences of at least 0.1 s.

    No sound is held for longer than one piece, so 3 hours need no more memory than 5 minutes.
    """
    found: list[Span] = []
    duration, start = audio.duration, 0.0
    while start < duration:
        progress(start / duration)
        end = min(duration, start + _PIECE_SECONDS)
        found.extend(between(audio, start, end))
        start = end
    progress(1.0)
    return tuple(joined(found, gap=_SEAM))


def joined(spans: Iterable[Span], *, gap: float) -> Iterator[Span]:
    """Spans in order, with those that are less than ``gap`` seconds apart made one."""
    last: Span | None = None
    for span in spans:
        if last is None:
            last = span
        elif span.start - last.end < gap:
            last = Span(start=last.start, end=max(last.end, span.end))
        else:
            yield last
            last = span
    if last is not None:
        yield last


def within(spans: Iterable[Span], whole: Span) -> tuple[Span, ...]:
    """The parts of the spans that lie in ``whole``."""
    return tuple(
        Span(start=max(span.start, whole.start), end=min(span.end, whole.end))
        for span in spans
        if span.end > whole.start and span.start < whole.end
    )


def pieces(spans: Iterable[Span], *, longest: float, widest: float) -> tuple[Span, ...]:
    """Parts of a recording for a recogniser that hears at most ``longest`` seconds at once.

    A part begins and ends with speech. It never bridges a silence of ``widest`` seconds or more;
    where it would grow too long it is cut at the longest silence of its second half, which most
    often is where a sentence ends or another person begins.
    """
    parts: list[Span] = []
    block: list[Span] = []
    for span in _cut(spans, longest):
        if block and span.start - block[-1].end >= widest:
            parts.append(_around(block))
            block = []
        while block and span.end - block[0].start > longest:
            at = _best_cut([*block, span], longest)
            parts.append(_around(block[:at]))
            block = block[at:]
        block.append(span)
    return (*parts, _around(block)) if block else tuple(parts)


def _cut(spans: Iterable[Span], longest: float) -> Iterator[Span]:
    """Speech without any silence for longer than ``longest`` is cut where it must be."""
    for span in spans:
        start = span.start
        while span.end - start > longest + _ROUNDING:
            yield Span(start=start, end=start + longest)
            start += longest
        yield Span(start=start, end=span.end)


def _best_cut(block: list[Span], longest: float) -> int:
    """Before which span to cut: after the longest silence once half the length is filled."""
    first = block[0].start
    halfway = [n for n in range(1, len(block)) if block[n - 1].end - first >= longest / 2]
    fitting = [n for n in halfway if block[n - 1].end - first <= longest]
    return max(fitting or [len(block) - 1], key=lambda n: block[n].start - block[n - 1].end)


def _around(block: list[Span]) -> Span:
    return Span(start=block[0].start, end=block[-1].end)


def between(audio: Audio, start: float, end: float) -> Iterator[Span]:
    """The spans of speech in ``[start, end)``, heard with some sound before it and after it."""
    first = max(0.0, start - _RUN_IN_SECONDS)
    for found in _listen(audio.samples(first, end + _RUN_IN_SECONDS)):
        span = Span(
            start=max(start, first + found["start"] / SAMPLE_RATE - _ONSET_SECONDS),
            end=min(end, first + found["end"] / SAMPLE_RATE),
        )
        if span.duration > 0:
            yield span


def _listen(samples: Samples) -> list[dict[str, Any]]:
    """Silero's stretches of speech, in samples."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    if len(samples) < _FRAME:
        return []
    options = VadOptions(
        threshold=_SPEECH,
        neg_threshold=_SILENCE,
        min_silence_duration_ms=round(_SHORTEST_SILENCE * 1000),
        speech_pad_ms=0,
    )
    stretches: list[dict[str, Any]] = get_speech_timestamps(samples, options)
    return stretches
