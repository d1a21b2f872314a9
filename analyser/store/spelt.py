"""Words get their times when a person puts a text right, and stay inside new bounds.

A word that stays in a corrected text keeps its time, one that is changed has the time of what it
replaces, and one that is put in shares the time of the word before it, or after it where it is the
first. Rows in, rows out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from analyser.domain import Word, milliseconds

Span = tuple[float, float]
"""Start and end in seconds."""

_Place = tuple[int, int]
"""A place in the words as they were, and the one in the new text that goes with it."""


def spelt(words: Sequence[Word], text: str, span: Span, speaker: str) -> list[Word]:
    """The words of a text, each with its time, by what was heard before.

    :param words: what was heard, in order of time; where there is nothing, the stretch is shared.
    """
    if [word.text for word in words] == text.split():
        return list(words)
    fresh = [Word(start=span[0], end=span[1], text=one, speaker=speaker) for one in text.split()]
    if not words or not fresh:
        return _spread(fresh, span)
    blocks = _blocks([bare(w.text) for w in words], [bare(w.text) for w in fresh])
    return [word for (i, j), (k, m) in blocks for word in _respelt(words[i:k], fresh[j:m])]


def fitted(words: Sequence[Word], span: Span) -> list[Word]:
    """Words as they fit into a stretch: those outside share the time of the nearest one inside."""
    inside = [n for n, w in enumerate(words) if span[0] <= (w.start + w.end) / 2 < span[1]]
    if len(inside) == len(words):
        return [_clipped(word, span) for word in words]
    if not inside or inside[0] == inside[-1]:
        return _spread(words, span)
    first, last = _clipped(words[inside[0]], span), _clipped(words[inside[-1]], span)
    head, tail = words[: inside[0] + 1], words[inside[-1] :]
    return [
        *(_spread(head, (span[0], first.end)) if head[1:] else [first]),
        *(_clipped(word, span) for word in words[inside[0] + 1 : inside[-1]]),
        *(_spread(tail, (last.start, span[1])) if tail[1:] else [last]),
    ]


def bare(text: str) -> str:
    """A word without its marks and capitals, as far as it has anything else."""
    return re.sub(r"[\W_]+", "", text).casefold() or text


def _respelt(heard: Sequence[Word], fresh: Sequence[Word]) -> list[Word]:
    """New words in the time of those that they replace: one for one, or sharing it."""
    if len(heard) == len(fresh):
        return [
            replace(was, text=now.text, speaker=now.speaker, confidence=_sure(was, now))
            for was, now in zip(heard, fresh, strict=True)
        ]
    if not fresh:
        return []
    return _spread(fresh, (heard[0].start, max(word.end for word in heard)))


def _sure(was: Word, now: Word) -> float:
    """How sure a word is: as it was, or wholly where a person put another."""
    return was.confidence if bare(was.text) == bare(now.text) else now.confidence


def _blocks(heard: Sequence[str], fresh: Sequence[str]) -> list[tuple[_Place, _Place]]:
    """What goes with what, in order: ``(from, to)`` in both, with something heard in each.

    Words that stay are a block each. What is put in is one with the word before it, or after.
    """
    match = SequenceMatcher(None, heard, fresh, autojunk=False)
    same = [(a + k, b + k) for a, b, size in match.get_matching_blocks() for k in range(size)]
    cuts = {(0, 0), (len(heard), len(fresh)), *same, *((a + 1, b + 1) for a, b in same)}
    blocks = list(_with_something_heard(sorted(cuts)))
    if len(blocks) > 1 and blocks[0][0][0] == blocks[0][1][0]:
        blocks[:2] = [(blocks[0][0], blocks[1][1])]
    return blocks


def _with_something_heard(cuts: Sequence[_Place]) -> Iterator[tuple[_Place, _Place]]:
    """Blocks from cut to cut; one in which nothing was heard belongs to the one before it."""
    begun: tuple[_Place, _Place] | None = None
    for start, end in pairwise(cuts):
        if begun is not None and start[0] == end[0]:
            begun = (begun[0], end)
            continue
        if begun is not None:
            yield begun
        begun = (start, end)
    if begun is not None:
        yield begun


def _clipped(word: Word, span: Span) -> Word:
    start, end = max(word.start, span[0]), min(word.end, span[1])
    return word if (start, end) == (word.start, word.end) else replace(word, start=start, end=end)


def _spread(words: Sequence[Word], span: Span) -> list[Word]:
    """The words one after the other in a stretch, each as long as the others."""
    step = (span[1] - span[0]) / max(1, len(words))
    edges = [milliseconds(span[0] + step * n) for n in range(len(words) + 1)]
    return [
        replace(word, start=start, end=end)
        for word, (start, end) in zip(words, pairwise(edges), strict=True)
    ]
