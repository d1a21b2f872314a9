"""When each word of the transcript is said, quickly enough for three hours of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from analyser import workflow
from analyser.domain import Analysis, Utterance, Word
from analyser.measures.once import once_by


@dataclass(slots=True)
class _Voice:
    """One voice's words, in order of time."""

    starts: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@once_by(lambda analysis: (analysis.words, analysis.utterances))
def word_starts(analysis: Analysis) -> dict[int, list[int]]:
    """For each utterance, by its ``n``, when its words start: hundredths of a second after it."""
    voices = _by_voice(analysis.words)
    found, others = {}, []
    for said in analysis.utterances:
        starts = _own(voices.get(said.speaker, _Voice()), said)
        if starts is None:
            others.append(said)
        else:
            found[said.n] = starts
    return found | _matched(analysis, others)


def _by_voice(words: Iterable[Word]) -> dict[str | None, _Voice]:
    voices: dict[str | None, _Voice] = {}
    for word in words:
        voice = voices.setdefault(word.speaker, _Voice())
        voice.starts.append(word.start)
        voice.texts.append(word.text)
    return voices


def _own(voice: _Voice, said: Utterance) -> list[int] | None:
    """The starts of what the voice says in an utterance, where that is its text word for word."""
    first, last = bisect_left(voice.starts, said.start), bisect_left(voice.starts, said.end)
    if voice.texts[first:last] != said.text.split():
        return None
    return _from(said.start, voice.starts[first:last])


def _matched(analysis: Analysis, others: Sequence[Utterance]) -> dict[int, list[int]]:
    """The same where words and text differ: which goes with which is worked out."""
    if not others:
        return {}
    words = workflow.words_of(replace(analysis, utterances=tuple(others)))
    return {said.n: _from(said.start, [word.start for word in words[said.n]]) for said in others}


def _from(start: float, times: Iterable[float]) -> list[int]:
    return [round(100 * (time - start)) for time in times]
