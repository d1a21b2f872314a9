"""Words get their speakers: the path through the voices that fits turns and sentences best.

Turns alone tear sentences apart: their edges are off by a few tenths of a second, and a cough in
the middle of a sentence may get a turn of its own. So each word has a price under each voice, by
how much of it lies outside that voice's turns and how far away, and changing the voice between two
words has a price too: high inside a sentence, low after its end or a pause. The cheapest path is
taken (Viterbi). Where two voices speak at once both are nearly free, so a word goes with the
sentence around it; only a remark of its own goes to the voice that says little there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from analyser.domain import Turn, Word
from analyser.pipeline import punctuation

ID = f"attribute-1/{punctuation.ID}"

_OUTSIDE = 0.6
_PER_SECOND_AWAY = 2.0
_FAR_SECONDS = 3.0
_PER_SECOND_FAR = 0.01
_OVER_A_REMARK = 0.5
_REMARK_SECONDS = 1.5
_CHANGE_INSIDE = 1.6
_CHANGE_AT_COMMA = 1.0
_CHANGE_AT_PAUSE = 0.5
_CHANGE_AT_END = 0.2
_PAUSE_SECONDS = 0.4
_LONG_PAUSE_SECONDS = 1.5
_NEVER = 1e9

Prices = dict[str, float]


def attribute(words: Sequence[Word], turns: Sequence[Turn]) -> tuple[Word, ...]:
    """The same words, each with a speaker; those that have one keep it.

    :param words: in order of time.
    :param turns: of all voices; they may overlap. Without any, words stay as they are.
    """
    if not turns or all(word.speaker is not None for word in words):
        return tuple(words)
    voices = _voices(turns)
    given = {word.speaker: _Voice(()) for word in words if word.speaker is not None}
    prices = [_prices(word, {**given, **voices}) for word in words]
    changes = [_change(word, following) for word, following in pairwise(words)]
    path = _cheapest(prices, changes)
    return tuple(replace(word, speaker=voice) for word, voice in zip(words, path, strict=True))


@dataclass(frozen=True, slots=True)
class _Voice:
    """The turns of one voice, in order and without overlap: ``(start, end)``."""

    turns: tuple[tuple[float, float], ...]

    def near(self, middle: float) -> tuple[tuple[float, float], ...]:
        """The turns on both sides of a moment, and the one around it."""
        n = bisect_right(self.turns, (middle, float("inf")))
        return self.turns[max(0, n - 2) : n + 2]


def _voices(turns: Sequence[Turn]) -> dict[str, _Voice]:
    """Each voice's turns; those of one voice that touch or overlap are made one."""
    ordered = sorted(turns, key=lambda turn: (turn.speaker, turn.start))
    return {
        voice: _Voice(_merged([(turn.start, turn.end) for turn in own]))
        for voice, own in groupby(ordered, key=lambda turn: turn.speaker)
    }


def _merged(turns: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    merged: list[tuple[float, float]] = []
    for start, end in turns:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _prices(word: Word, voices: Mapping[str, _Voice]) -> Prices:
    """What the word costs under each voice."""
    if word.speaker is not None:
        return {voice: 0.0 if voice == word.speaker else _NEVER for voice in voices}
    fits = {voice: _fit(word, of) for voice, of in voices.items()}
    remark = any(inside and turn <= _REMARK_SECONDS for inside, turn, _price in fits.values())
    return {
        voice: price + (_OVER_A_REMARK if remark and inside and turn > _REMARK_SECONDS else 0.0)
        for voice, (inside, turn, price) in fits.items()
    }


def _fit(word: Word, voice: _Voice) -> tuple[bool, float, float]:
    """Whether most of a word is inside the voice's turns, how long that turn is, and the price."""
    middle = (word.start + word.end) / 2
    length = max(word.end - word.start, 1e-3)
    inside, turn, away = 0.0, 0.0, float("inf")
    for start, end in voice.near(middle):
        shared = max(0.0, min(word.end, end) - max(word.start, start))
        if shared > inside:
            inside, turn = shared, end - start
        away = min(away, max(0.0, start - middle, middle - end))
    if away == float("inf"):
        return False, 0.0, _NEVER
    outside = 1.0 - min(1.0, inside / length)
    return outside < 0.5, turn, outside * _outside(away)  # noqa: PLR2004 - most of the word


def _outside(away: float) -> float:
    """The price of a word outside a voice's turns; the nearer turn is always the cheaper one."""
    near = min(away, _FAR_SECONDS)
    return _OUTSIDE + _PER_SECOND_AWAY * near + _PER_SECOND_FAR * (away - near)


def _change(word: Word, following: Word) -> float:
    """The price of another voice after this word."""
    pause = following.start - word.end
    if pause >= _LONG_PAUSE_SECONDS or punctuation.ends_sentence(word.text, following.text):
        return _CHANGE_AT_END
    if pause >= _PAUSE_SECONDS:
        return _CHANGE_AT_PAUSE
    return _CHANGE_AT_COMMA if punctuation.pauses_in_sentence(word.text) else _CHANGE_INSIDE


def _cheapest(prices: Sequence[Prices], changes: Sequence[float]) -> list[str]:
    """The voices of the cheapest path; where two cost the same, the earlier voice's name wins."""
    costs = prices[0]
    steps: list[dict[str, str]] = []
    for price, change in zip(prices[1:], changes, strict=True):
        best = min(costs, key=lambda voice: (costs[voice], voice))
        step = {v: v if costs[v] <= costs[best] + change else best for v in costs}
        costs = {v: price[v] + min(costs[v], costs[best] + change) for v in costs}
        steps.append(step)
    voice = min(costs, key=lambda v: (costs[v], v))
    path = [voice]
    for step in reversed(steps):
        path.append(step[path[-1]])
    return path[::-1]
