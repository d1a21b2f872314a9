"""Which language is spoken: Whisper's guess over a few stretches of speech."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from analyser.domain import Notice
from analyser.pipeline.audio import Audio
from analyser.pipeline.speech import Span, between, pieces

_PLACES = 12
_EACH = 4
"""Of 12 places in a recording every fourth one is tried first: 0, 4, 8, then 1, 5, 9 and so on."""
_PLACE_SECONDS = 20.0
_CLIPS = 3
_LONGEST = 8.0
_SHORTEST = 2.0
_WIDEST_SILENCE = 1.0
_SURE = 0.7

_NAMES = {
    "ar": "Arabic",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "hi": "Hindi",
    "it": "Italian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
    "ur": "Urdu",
    "zh": "Chinese",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A language's code, and how likely it is, 0–1: the mean of what each stretch sounds like."""

    language: str
    confidence: float


def guess(model: Any, audio: Audio) -> Guess | None:
    """The language of a recording by up to three stretches of 8 s; ``None`` if nobody speaks.

    :param model: faster-whisper's, loaded, of many languages.
    """
    from faster_whisper.audio import pad_or_trim

    clips = [audio.samples(span.start, span.end) for span in islice(_clips(audio), _CLIPS)]
    if not clips:
        return None
    frames = round((_LONGEST + 1.0) * model.frames_per_second)
    spectra = [pad_or_trim(model.feature_extractor(clip), frames) for clip in clips]
    chances: dict[str, float] = {}
    for row in model.model.detect_language(model.encode(np.stack(spectra))):
        for token, chance in row:
            chances[token[2:-2]] = chances.get(token[2:-2], 0.0) + chance / len(clips)
    best = max(chances, key=lambda code: chances[code])
    return Guess(language=best, confidence=round(chances[best], 3))


def notices(found: Guess | None, language: str) -> tuple[Notice, ...]:
    """What a person must know: the talk is in another language than was said, or not in English."""
    if found is None or found.confidence < _SURE or found.language == language == "en":
        return ()
    heard = name_of(found.language)
    if found.language == language:
        text = f"The talk is in {heard}. Questions and advice are recognised in English only."
        return (Notice(code="not_english", text=text),)
    text = (
        f"This sounds like {heard}, but was written down as {name_of(language)}. "
        f"Set the language to '{found.language}' and analyse it again."
    )
    return (Notice(code="other_language", text=text),)


def unchecked(language: str, *, needed: str) -> Notice:
    """That nothing could tell which language is spoken, and what to do about it."""
    text = (
        f"Whether the talk is in {name_of(language)} was not checked: the model {needed}, which "
        f"tells languages apart, is not here. Run: analyser models pull {needed}"
    )
    return Notice(code="language_unchecked", text=text)


def name_of(code: str) -> str:
    """A language in words; its code where the word is not known."""
    return _NAMES.get(code, f"the language '{code}'")


def _clips(audio: Audio) -> Iterator[Span]:
    """The longest stretch of speech at each of some places spread over the recording."""
    for place in sorted(range(_PLACES), key=lambda n: (n % _EACH, n)):
        start = place * audio.duration / _PLACES
        found = between(audio, start, min(audio.duration, start + _PLACE_SECONDS))
        parts = pieces(found, longest=_LONGEST, widest=_WIDEST_SILENCE)
        longest = max(parts, key=lambda part: part.duration, default=None)
        if longest is not None and longest.duration >= _SHORTEST:
            yield longest
