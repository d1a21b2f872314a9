"""Sound becomes words: what every recogniser offers, and which ones there are by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

from analyser.domain import Notice, Progress, Word
from analyser.errors import ModelError
from analyser.pipeline import language
from analyser.pipeline.audio import Audio
from analyser.pipeline.choice import candidates
from analyser.pipeline.language import Guess
from analyser.settings import Settings
from analyser.weights import is_here, path_of

Words = tuple[Word, ...]
Compute = Callable[[], Words]
Remember = Callable[[str, Compute], Words]
"""A checkpoint: called with the name of a window of sound and what works out its words; gives the
words, worked out now or remembered from before."""


class Transcriber(Protocol):
    """Anything that turns sound into words.

    ``id`` names the model and every setting that changes its output.
    """

    @property
    def id(self) -> str:
        """The name under which results are remembered and shown."""

    def transcribe(self, audio: Audio, *, remember: Remember, progress: Progress) -> Words:
        """The words of a recording in order of time, with times and confidence, no speakers."""


@runtime_checkable
class KnowsLanguages(Protocol):
    """A transcriber that can tell which language it hears."""

    @property
    def language(self) -> str:
        """The code of the language that it writes down."""

    def language_of(self, audio: Audio) -> Guess | None:
        """The language that is spoken; ``None`` if that cannot be told."""


def notices(engine: Transcriber, audio: Audio, settings: Settings) -> tuple[Notice, ...]:
    """What is to be said about the language of a recording.

    Where ``engine`` knows one language only, the default model tells; that it is not here is said.

    :raises ModelError: a model is damaged, or cannot be loaded.
    """
    if not isinstance(engine, KnowsLanguages):
        return ()
    found = engine.language_of(audio)
    if found is None and not second_opinion(settings):
        return (language.unchecked(engine.language, needed=DEFAULT),)
    return language.notices(found or _language_by_default(audio, settings), engine.language)


def second_opinion(settings: Settings) -> str:
    """Which model is asked for the language where one cannot tell; empty where it is not here."""
    return DEFAULT if is_here(DEFAULT, settings) else ""


def _language_by_default(audio: Audio, settings: Settings) -> Guess | None:
    """The language that the default model hears.

    :raises ModelError: it is damaged, or cannot be loaded.
    """
    default = TRANSCRIBERS[DEFAULT](settings)
    return default.language_of(audio) if isinstance(default, KnowsLanguages) else None


Factory = Callable[[Settings], Transcriber]


def _named(name: str) -> Factory:
    """Whisper with weights from the manifest."""

    def make(settings: Settings) -> Transcriber:
        from analyser.pipeline.whisper import whisper

        return whisper(name, path_of(name, settings), settings)

    return make


def _best(settings: Settings) -> Transcriber:
    """The best model that is here, quick enough for this machine, and speaks the language.

    :raises ModelError: none is here, or the one that is to be taken is damaged.
    """
    from analyser.pipeline.cores import threads
    from analyser.pipeline.whisper import device_for

    names = candidates(
        gpu=device_for(settings) == "cuda",
        threads=threads(),
        limit=settings.speed_limit,
        language=settings.language,
    )
    here = (name for name in names if is_here(name, settings))
    return _named(next(here, DEFAULT))(settings)


TRANSCRIBERS: dict[str, Factory] = {
    "auto": _best,
    "whisper-base": _named("whisper-base"),
    "whisper-tiny-en": _named("whisper-tiny-en"),
    "whisper-small.en": _named("whisper-small.en"),
    "distil-large-v3": _named("distil-large-v3"),
    "large-v3-turbo": _named("large-v3-turbo"),
}
"""Recognisers by name; a folder that holds a CTranslate2 Whisper model is one too."""

DEFAULT = "whisper-base"
"""What hears where nothing better is here, and what tells languages apart for those that cannot."""


def transcriber(settings: Settings) -> Transcriber:
    """The recogniser that the settings name.

    :raises ModelError: the name is unknown, or its weights are missing or damaged.
    """
    if settings.transcriber in TRANSCRIBERS:
        return TRANSCRIBERS[settings.transcriber](settings)
    folder = Path(settings.transcriber).expanduser()
    if (folder / "model.bin").is_file():
        from analyser.pipeline.whisper import whisper

        return whisper(folder.name, folder, settings)
    raise ModelError(
        f"There is no transcriber called '{settings.transcriber}'.",
        f"Known names: {', '.join(TRANSCRIBERS)}; or give a folder that holds a model.bin.",
    )
