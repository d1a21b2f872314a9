"""Speech that got no words: a recogniser may end a piece early and leave half a minute out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyser.domain import Word
from analyser.pipeline.speech import Span, joined

ID = "missed-1"

_SHORTEST = 2.0
_BREATH = 0.6
_LONGEST_WORD = 1.0
_MARGIN = 0.4


def missed(words: Sequence[Word], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches of at least 2 s of speech in which no word was heard, in order.

    :param words: in order of time.
    :param spans: where there is speech. Speech within 0.4 s of a word counts as heard, since word
        times are inexact; a word counts for a second at most, since Whisper stretches them.
    """
    heard = [
        Span(start=word.start - _MARGIN, end=min(word.end, word.start + _LONGEST_WORD) + _MARGIN)
        for word in words
    ]
    silent = [part for span in spans for part in _without(span, heard)]
    return tuple(part for part in joined(silent, gap=_BREATH) if part.duration >= _SHORTEST)


def _without(span: Span, heard: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span where nothing was heard."""
    start = span.start
    for word in heard:
        if word.start >= span.end:
            break
        if word.start > start:
            yield Span(start=start, end=word.start)
        start = max(start, word.end)
    if start < span.end:
        yield Span(start=start, end=span.end)
