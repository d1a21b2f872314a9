"""Whisper through faster-whisper: words with times and confidence, a few pieces at a time.

The recording is never transcribed at once. Silero's VAD finds the speech; pieces of at most 28 s,
cut at silences, go to Whisper with nothing carried over, so several can be heard at once
(``hearing``) and an error in one cannot spread to the next; several pieces make a window, which
the caller remembers. Speech that got no words is heard again by itself (``missed``), text invented
over silence and loops are taken out (``invented``), and the words' edges are put where the VAD
heard speech begin and end (``fit``).
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from math import ceil
from pathlib import Path
from typing import Any, Literal

from analyser.domain import Progress, Word
from analyser.errors import ModelError
from analyser.files import sha256_of
from analyser.pipeline import fit, hearing, invented, language, missed, speech
from analyser.pipeline.audio import Audio
from analyser.pipeline.cores import at_work, threads, workers
from analyser.pipeline.hearing import Clip, Ear
from analyser.pipeline.language import Guess
from analyser.pipeline.speech import Span
from analyser.pipeline.transcribe import Remember, Words
from analyser.settings import Settings

Device = Literal["cpu", "cuda"]

_PIECE_SECONDS = 28.0
_WIDEST_SILENCE = 2.0
_LEAST_SPEECH = 0.08
"""Music and breath are no speech to the VAD, but for single frames of it now and then."""
_WINDOW_SECONDS = 240.0
_PAD_SECONDS = 0.2
_TOGETHER = 3
_VAD_SHARE = 0.08
_CUBLAS = "cublas64_12.dll" if sys.platform == "win32" else "libcublas.so.12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """A Whisper model on this machine. Loaded at the first window that is not remembered."""

    id: str
    folder: Path
    language: str
    device: Device
    names: tuple[str, ...] = ()

    def transcribe(self, audio: Audio, *, remember: Remember, progress: Progress) -> Words:
        """The words of a recording.

        :param remember: called once per window, with the window's bounds.
        :param progress: told after every few pieces of at most 28 s.
        :raises ModelError: the model does not know the language, or cannot be loaded.
        """
        spans = speech.speech(audio, progress=lambda share: progress(share * _VAD_SHARE))
        parts = _parts(spans)
        watch = _Watch(progress=progress, whole=audio.duration)
        words: list[Word] = []
        for window in _windows(parts):
            name = f"{window[0].start:.3f}-{window[-1].end:.3f}"
            words.extend(remember(name, partial(self._window, audio, window, spans, watch)))
            watch.at(window[-1].end)
        progress(1.0)
        return fit.fitted(invented.without_loops(words), spans)

    def load(self) -> Any:
        """The model, ready to run, from memory if it was the last one used.

        :raises ModelError: it cannot be loaded, or does not know the language.
        """
        model = _load(self.folder, self.device)
        if self.language not in model.supported_languages:
            raise ModelError(
                f"The model in {self.folder.name} does not know the language '{self.language}'.",
                "Choose another language, or another model with ANALYSER_TRANSCRIBER.",
            )
        return model

    def language_of(self, audio: Audio) -> Guess | None:
        """The language that is spoken; ``None`` if the model knows one only, or nobody speaks.

        :raises ModelError: the model cannot be loaded.
        """
        model = _load(self.folder, self.device)
        return language.guess(model, audio) if model.model.is_multilingual else None

    def _window(
        self, audio: Audio, window: Sequence[Span], spans: Sequence[Span], watch: _Watch
    ) -> Words:
        """The words of one window; times are as Whisper gives them, not yet fitted."""
        ear = Ear(model=self.load(), language=self.language, names=self.names)
        groups = _groups(window)
        heard: dict[Span, list[Word]] = {}
        with at_work(_workers(self.device)) as pool:
            work = partial(_group, ear, audio, spans)
            for done, words in enumerate(pool.map(work, groups), start=1):
                heard.update(words)
                share = done / len(groups)
                watch.at(window[0].start + share * (window[-1].end - window[0].start))
        return tuple(word for piece in window for word in heard[piece])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watch:
    """Progress after the VAD, by how far into the recording the words are."""

    progress: Progress
    whole: float

    def at(self, seconds: float) -> None:
        """Tell that everything before ``seconds`` is done."""
        done = min(1.0, seconds / self.whole) if self.whole else 1.0
        self.progress(_VAD_SHARE + (1 - _VAD_SHARE) * done)


def whisper(name: str, folder: Path, settings: Settings) -> Whisper:
    """The model in ``folder``, under an id that changes with its weights and with any setting.

    :raises ModelError: the settings insist on a GPU that cannot be used.
    """
    from importlib.metadata import version

    device = device_for(settings)
    weights = sha256_of(folder / "model.bin")[:12]
    return Whisper(
        id=f"faster-whisper-{version('faster-whisper')} {name}@{weights} {_precision(device)} "
        f"{settings.language} settings-{_fingerprint(settings.hotwords)}",
        folder=folder,
        language=settings.language,
        device=device,
        names=settings.hotwords,
    )


def _fingerprint(names: tuple[str, ...]) -> str:
    """Eight characters that change with any setting between the sound and the words."""
    settings = (
        *(_PIECE_SECONDS, _WIDEST_SILENCE, _LEAST_SPEECH, _WINDOW_SECONDS, _PAD_SECONDS, _TOGETHER),
        *(hearing.ID, speech.ID, missed.ID, invented.ID, fit.ID),
        names,
    )
    return hashlib.sha256(repr(settings).encode()).hexdigest()[:8]


def device_for(settings: Settings) -> Device:
    """Where Whisper runs: a CUDA GPU if there is one that can be used and nobody objects.

    :raises ModelError: the settings insist on a GPU that cannot be used.
    """
    if settings.device == "cpu":
        return "cpu"
    if _cuda_ready():
        return "cuda"
    if settings.device == "cuda":
        raise ModelError(
            "There is no CUDA GPU here that the recogniser can use; it needs cuBLAS for CUDA 12.",
            "Install nvidia-cublas-cu12, or set ANALYSER_DEVICE to auto or cpu.",
        )
    return "cpu"


def _cuda_ready() -> bool:
    """Whether there is a GPU, and the cuBLAS that CTranslate2 loads when it first computes."""
    import ctranslate2

    if ctranslate2.get_cuda_device_count() == 0:
        return False
    try:
        ctypes.CDLL(_CUBLAS)
    except OSError:
        return False
    return True


@lru_cache(maxsize=1)
def _load(folder: Path, device: Device) -> Any:
    """The model, ready to run; the last one is kept.

    :raises ModelError: the folder does not hold a model that can be loaded.
    """
    import ctranslate2

    from analyser.pipeline.one_by_one import OneByOne

    ctranslate2.set_random_seed(0)
    try:
        return OneByOne(
            str(folder),
            device=device,
            compute_type=_precision(device),
            cpu_threads=max(1, threads() // _workers(device)),
            num_workers=_workers(device),
            local_files_only=True,
        )
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"The model in {folder} cannot be loaded: {str(error).splitlines()[0]}.",
            "Run: analyser models verify",
        ) from error


def _workers(device: Device) -> int:
    """How many pieces are heard at once.

    Two pieces on one thread each take two thirds of the time of one after another on two threads.
    """
    return workers(gpu=device == "cuda")


def _precision(device: Device) -> str:
    return "float16" if device == "cuda" else "int8"


def _parts(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Pieces to be heard; a moment that sounds like speech, far from any other, is none."""
    parts = speech.pieces(spans, longest=_PIECE_SECONDS, widest=_WIDEST_SILENCE)
    return tuple(
        part
        for part in parts
        if sum(span.duration for span in speech.within(spans, part)) >= _LEAST_SPEECH
    )


def _groups(window: Sequence[Span]) -> list[list[Span]]:
    """Pieces of like length that are heard together, the longest first, so that none comes last.

    There is more than one group wherever there is more than one piece, for the second worker.
    """
    by_length = sorted(window, key=lambda piece: (-piece.duration, piece.start))
    size = min(_TOGETHER, ceil(len(window) / 2))
    return [by_length[n : n + size] for n in range(0, len(by_length), size)]


def _group(
    ear: Ear, audio: Audio, spans: Sequence[Span], group: Sequence[Span]
) -> dict[Span, list[Word]]:
    """The words of each piece; what got none at first is heard again by itself."""
    heard = ear.together([_clip(audio, piece, _PAD_SECONDS) for piece in group])
    for piece, words in zip(group, heard, strict=True):
        for gap in missed.missed(words, speech.within(spans, piece)):
            words.extend(ear.alone(_clip(audio, gap, 0.0)))
        words.sort(key=lambda word: word.start)
    return dict(zip(group, heard, strict=True))


def _clip(audio: Audio, piece: Span, pad: float) -> Clip:
    start = max(0.0, piece.start - pad)
    return Clip(start=start, samples=audio.samples(start, piece.end + pad))


def _windows(parts: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Pieces in windows of at most four minutes from the first piece's start."""
    window: list[Span] = []
    for part in parts:
        if window and part.end - window[0].start > _WINDOW_SECONDS:
            yield tuple(window)
            window = []
        window.append(part)
    if window:
        yield tuple(window)
