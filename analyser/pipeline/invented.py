"""Text that nobody said: guesses over noise, and loops in which a recogniser repeats itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from analyser.domain import Word

ID = "invented-1"

_INVENTED = ((0.6, -0.7), (0.4, -1.0), (0.0, -1.3))
"""Invented if silence is at least so likely and the mean log probability below that. "Thank you."
over a cough has (0.48, -1.12); a lone "Yeah." that was said has (0.46, -0.96)."""
_LONGEST_PHRASE = 12
_MOST_ROUNDS = {1: 7, 2: 5, 3: 4, 4: 3, 5: 3}
"""How often a phrase of so many words may stand in a row: people do say "no, no, no, no"."""
_MOST_ROUNDS_OF_LONGER = 2


class Guess(Protocol):
    """What a recogniser says about a segment of its text."""

    @property
    def avg_logprob(self) -> float:
        """The mean log probability of its tokens."""

    @property
    def no_speech_prob(self) -> float:
        """How likely nobody speaks, 0–1."""


def is_invented(segment: Guess) -> bool:
    """Whether a segment is more likely a guess over noise than something that was said."""
    return any(
        segment.no_speech_prob >= silent and segment.avg_logprob < unsure
        for silent, unsure in _INVENTED
    )


def without_loops(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with each loop reduced to its first round.

    A loop is a phrase of at most 12 words that stands in a row again and again: 8 times for one
    word, 6 times for two words, and fewer for longer phrases, down to 3 times.
    """
    keys = [re.sub(r"\W", "", word.text).casefold() for word in words]
    kept: list[Word] = []
    n = 0
    while n < len(words):
        length, rounds = _loop_at(keys, n)
        kept.extend(words[n : n + length])
        n += length * rounds
    return tuple(kept)


def _loop_at(keys: Sequence[str], start: int) -> tuple[int, int]:
    """The length of the phrase that loops from ``start`` on and its rounds; (1, 1) for no loop."""
    for length in range(1, _LONGEST_PHRASE + 1):
        rounds = _rounds(keys, start, length)
        if rounds > _MOST_ROUNDS.get(length, _MOST_ROUNDS_OF_LONGER):
            return length, rounds
    return 1, 1


def _rounds(keys: Sequence[str], start: int, length: int) -> int:
    """How often the phrase of ``length`` words at ``start`` stands there in a row."""
    phrase = keys[start : start + length]
    rounds = 1
    while keys[start + rounds * length : start + (rounds + 1) * length] == phrase:
        rounds += 1
    return rounds
