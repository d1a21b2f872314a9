"""Pieces of speech become words: several at once, and one alone where that was in doubt.

faster-whisper fills each piece up to 30 s with silence. The pieces here are 19 s long in the mean,
and encoding takes more than in proportion to the length, so they are filled up to a second more
than the longest of the few that are heard together. What looks like a loop or a guess is heard
once more alone, in 30 s and a little warmer, as faster-whisper does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyser.domain import Word, milliseconds
from analyser.pipeline import invented
from analyser.pipeline.audio import SAMPLE_RATE, Samples

_MARGIN_SECONDS = 1.0
"""Never less: the times of words are looked for up to the next whole second, and CTranslate2 does
not check whether there is sound so far, but writes where no memory is its own."""
_UNSPACED = frozenset({"zh", "yue", "ja", "th", "lo", "my"})
_LOOPS = 2.4
_UNSURE = -1.0

_DECODING: dict[str, Any] = {
    "beam_size": 3,
    # Without marks of time in the text Whisper leaves out more of what is said.
    "without_timestamps": False,
    "word_timestamps": True,
}

_ALONE: dict[str, Any] = {
    **_DECODING,
    # Hotter than this is noise.
    "temperature": (0.0, 0.2, 0.4),
    "compression_ratio_threshold": _LOOPS,
    "log_prob_threshold": _UNSURE,
    "no_speech_threshold": 0.6,
    # Text carried over keeps a loop alive through the whole recording.
    "condition_on_previous_text": False,
    "hallucination_silence_threshold": 2.0,
}

ID = f"hearing-1({_MARGIN_SECONDS},{_ALONE})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A piece of sound, and where on the recording's clock it begins."""

    start: float
    samples: Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """A loaded model that listens for one language, and for names that it was told."""

    model: Any
    language: str
    names: tuple[str, ...] = ()

    def together(self, clips: Sequence[Clip]) -> list[list[Word]]:
        """The words of each clip of at most 29 s, in order of time.

        They are heard with the names in mind where a name is among them, else without: names in
        mind make the rest a little worse, so they must not touch talk in which there are none.
        """
        if not self.names:
            return self._together(clips, None)
        told = self._together(clips, prompt_of(self.names))
        others = [n for n, words in enumerate(told) if not mentions(words, self.names)]
        untold = self._together([clips[n] for n in others], None) if others else []
        for n, words in zip(others, untold, strict=True):
            told[n] = words
        return told

    def alone(self, clip: Clip) -> list[Word]:
        """The words of one clip, with time taken over what is hard to hear.

        Without names: where there is little to hear, Whisper repeats what it was told.
        """
        segments, _info = self.model.transcribe(clip.samples, language=self.language, **_ALONE)
        return self._words(segments, clip)

    def _together(self, clips: Sequence[Clip], hotwords: str | None) -> list[list[Word]]:
        return [
            self.alone(clip) if _doubtful(segments) else self._words(segments, clip)
            for clip, segments in zip(clips, self._decoded(clips, hotwords), strict=True)
        ]

    def _decoded(self, clips: Sequence[Clip], hotwords: str | None) -> list[list[Any]]:
        """Whisper's segments of each clip, times counted from the clip's beginning."""
        from faster_whisper import BatchedInferencePipeline

        lengths = [len(clip.samples) / SAMPLE_RATE for clip in clips]
        found = BatchedInferencePipeline(self.model).forward(
            self.spectra(clips),
            self._tokenizer(),
            [{"offset": 0.0, "duration": length} for length in lengths],
            self._options(hotwords),
        )
        return [[_segment(row) for row in segments] for segments in found]

    def spectra(self, clips: Sequence[Clip]) -> Any:
        """The spectra of the clips, filled up to one length: ``(clips, bins, frames)``."""
        from faster_whisper.audio import pad_or_trim

        spectra = [self.model.feature_extractor(clip.samples)[..., :-1] for clip in clips]
        margin = round(_MARGIN_SECONDS * self.model.frames_per_second)
        frames = max(spectrum.shape[-1] for spectrum in spectra) + margin
        most = self.model.feature_extractor.nb_max_frames
        return np.stack([pad_or_trim(spectrum, min(frames, most)) for spectrum in spectra])

    def _tokenizer(self) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        return Tokenizer(
            self.model.hf_tokenizer,
            self.model.model.is_multilingual,
            task="transcribe",
            language=self.language,
        )

    def _options(self, hotwords: str | None) -> Any:
        """The settings as faster-whisper itself makes them; the silence is never transcribed."""
        from faster_whisper import BatchedInferencePipeline

        _never, info = BatchedInferencePipeline(self.model).transcribe(
            np.zeros(SAMPLE_RATE, dtype=np.float32),
            language=self.language,
            hotwords=hotwords,
            vad_filter=False,
            **_DECODING,
        )
        return info.transcription_options

    def _words(self, segments: Iterator[Any] | Sequence[Any], clip: Clip) -> list[Word]:
        """The words of segments on the recording's clock, without what is invented."""
        spaced = self.language not in _UNSPACED
        return [
            word
            for segment in segments
            if not invented.is_invented(segment)
            for word in spoken(segment.words, clip.start, spaced=spaced)
        ]


def prompt_of(names: Sequence[str]) -> str:
    """Names and terms as Whisper takes them: before the text, as if they had been said there."""
    return ", ".join(names)


def mentions(words: Sequence[Word], names: Sequence[str]) -> bool:
    """Whether one of the names is among the words, whatever its case and the marks around it."""
    text = _plain(" ".join(word.text for word in words))
    return any(f" {plain} " in f" {text} " for name in names if (plain := _plain(name)))


def _plain(text: str) -> str:
    """Letters and digits in lower case, one space between words; "Aoife's" mentions "Aoife"."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _segment(row: dict[str, Any]) -> Any:
    """A segment as faster-whisper gives it where a clip is heard alone."""
    from faster_whisper.transcribe import Segment, Word

    words = [Word(**word) for word in row["words"]]
    return Segment(**{**row, "words": words}, id=0, temperature=0.0)


def _doubtful(segments: Sequence[Any]) -> bool:
    """Whether a clip's text looks like a guess or a loop."""
    from faster_whisper.transcribe import get_compression_ratio

    text = "".join(segment.text for segment in segments).strip()
    unsure = any(segment.avg_logprob < _UNSURE for segment in segments)
    return unsure or bool(text and get_compression_ratio(text) > _LOOPS)


def spoken(heard: Sequence[Any], start: float, *, spaced: bool) -> Iterator[Word]:
    """Whisper's words on the recording's clock; marks and notes of music alone are no words.

    In a language that parts words with spaces, what has no space before it belongs to the word
    before: "3" and ".5" are one word, and so are "twenty" and "-one".
    """
    groups: list[list[Any]] = []
    for word in heard:
        if groups and spaced and not word.word.startswith(" "):
            groups[-1].append(word)
        else:
            groups.append([word])
    words = (_joined(group, start) for group in groups)
    yield from (word for word in words if any(letter.isalnum() for letter in word.text))


def _joined(group: Sequence[Any], start: float) -> Word:
    return Word(
        start=milliseconds(start + group[0].start),
        end=milliseconds(start + max(group[-1].end, group[0].start)),
        text="".join(word.word for word in group).strip(),
        confidence=round(min(float(word.probability) for word in group), 3),
    )
