"""Claims about what was said, replayed over words and utterances: text, times, split, joined.

Words follow their utterance (``spelt`` says how). The sound is as it was, so no turn changes. An
utterance keeps its number whatever becomes of it; a part that is split off has the number that its
claim gives it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from analyser.domain import Utterance, Word
from analyser.store.spelt import bare, fitted, spelt


class Change(Protocol):
    """A claim about an utterance, as the claims of the store are."""

    @property
    def kind(self) -> str:
        """One of ``EDITS``."""

    @property
    def subject(self) -> str:
        """The utterance's ``n``."""

    @property
    def value(self) -> Mapping[str, Any]:
        """What ``Claim`` says for each kind."""

    @property
    def by(self) -> str:
        """The person who made it."""


class Spoken(Protocol):
    """Words, in order of their start, and utterances, in order of start and ``n``; changed here."""

    words: list[Word]
    utterances: list[Utterance]


def edit(talk: Spoken, change: Change) -> None:
    """Make one change; one about an utterance that is no more is passed over."""
    spoken = _numbered(talk, int(change.subject))
    if spoken is not None:
        EDITS[change.kind](talk, spoken, change)


def words_of(words: Sequence[Word], spoken: Utterance) -> list[Word]:
    """An utterance's text as timed words, one for each of its words.

    :param words: those of the recording, in order of their start.
    """
    own = [words[n] for n in _own(words, spoken)]
    return spelt(own, spoken.text, (spoken.start, spoken.end), spoken.speaker)


def _text(talk: Spoken, spoken: Utterance, change: Change) -> None:
    """Other words were said."""
    text = str(change.value["text"])
    own = _own(talk.words, spoken)
    fresh = spelt([talk.words[n] for n in own], text, (spoken.start, spoken.end), spoken.speaker)
    _put_words(talk, own, fresh)
    _put(talk, spoken, replace(spoken, text=text, by=change.by))


def _bounds(talk: Spoken, spoken: Utterance, change: Change) -> None:
    """It was said at another time."""
    span = float(change.value["start"]), float(change.value["end"])
    own = _own(talk.words, spoken)
    _put_words(talk, own, fitted([talk.words[n] for n in own], span))
    _put(talk, spoken, replace(spoken, start=span[0], end=span[1], by=change.by))


def _split(talk: Spoken, spoken: Utterance, change: Change) -> None:
    """It was two: the second begins with a word of it."""
    place, texts = int(change.value["word"]), spoken.text.split()
    timed = words_of(talk.words, spoken)
    starts = max(spoken.start, timed[place].start)
    ends = max(spoken.start, min(starts, max(word.end for word in timed[:place])))
    first = replace(spoken, end=ends, text=" ".join(texts[:place]), by=change.by)
    second = replace(
        spoken,
        n=int(change.value["new"]),
        start=starts,
        end=max(starts, spoken.end),
        text=" ".join(texts[place:]),
        by=change.by,
    )
    _put(talk, spoken, first, second)


def _join(talk: Spoken, spoken: Utterance, change: Change) -> None:
    """It goes on in another, which is part of it from now on."""
    second = _numbered(talk, int(change.value["second"]))
    if second is None:
        return
    own = _own(talk.words, second)
    _put_words(talk, own, [replace(talk.words[n], speaker=spoken.speaker) for n in own])
    talk.utterances.remove(second)
    text, end = f"{spoken.text} {second.text}", max(spoken.end, second.end)
    _put(talk, spoken, replace(spoken, end=end, text=text, by=change.by))


def _remove(talk: Spoken, spoken: Utterance, change: Change) -> None:  # noqa: ARG001 - as the others
    """Nobody said it."""
    _put_words(talk, _own(talk.words, spoken), [])
    _put(talk, spoken)


EDITS: dict[str, Callable[[Spoken, Utterance, Change], None]] = {
    "text": _text,
    "bounds": _bounds,
    "split": _split,
    "join": _join,
    "remove": _remove,
}
"""What is done for each kind of claim about what was said."""


def _numbered(talk: Spoken, n: int) -> Utterance | None:
    return next((spoken for spoken in talk.utterances if spoken.n == n), None)


def _own(words: Sequence[Word], spoken: Utterance) -> list[int]:
    """The places of an utterance's words: those of its voice that begin in it."""
    reach = range(
        bisect_left(words, spoken.start, key=_start), bisect_right(words, spoken.end, key=_start)
    )
    own = [n for n in reach if words[n].speaker in {None, spoken.speaker} and _in(words[n], spoken)]
    texts = spoken.text.split()
    while len(own) > len(texts) > 0 and _strays(words[own[0]], bare(texts[0])):
        own = own[1:]
    while len(own) > len(texts) > 0 and _strays(words[own[-1]], bare(texts[-1])):
        own = own[:-1]
    return own


def _in(word: Word, spoken: Utterance) -> bool:
    return word.start < spoken.end or word.end <= spoken.end


def _strays(word: Word, text: str) -> bool:
    """Whether a word without length, where two utterances touch, is the other one's."""
    return word.start == word.end and bare(word.text) != text


def _put(talk: Spoken, old: Utterance, *fresh: Utterance) -> None:
    """Other utterances in the place of one, each where its start says."""
    talk.utterances.remove(old)
    for spoken in fresh:
        insort(talk.utterances, spoken, key=lambda one: (one.start, one.n))


def _put_words(talk: Spoken, own: Sequence[int], fresh: Sequence[Word]) -> None:
    """Other words in the place of some, each where its start says."""
    for n in reversed(own):
        del talk.words[n]
    for word in fresh:
        insort(talk.words, word, key=_start)


def _start(word: Word) -> float:
    return word.start
