"""Which words decided: the stretch of an utterance that speaks for its class more than the rest.

The network's score of a class is the mean over the word-pieces of an utterance, so each piece's
part in it is known. The cue is the stretch of words with the largest sum of what they score above
the utterance's mean (Kadane's algorithm).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]


def cue_of(text: str, spans: Sequence[tuple[int, int]], each: Floats, chosen: int) -> str:
    """The words of a text behind the choice of a class.

    :param spans: where each word-piece stands in the text, ``[from, to)``.
    :param each: ``(pieces, classes)``, the scores of each piece.
    :param chosen: the class.
    """
    if not len(each):
        return ""
    margins = each[:, chosen] - np.delete(each, chosen, axis=1).max(axis=1)
    first, last = strongest(margins - margins.mean())
    return whole_words(text, spans[first][0], spans[last][1])


def strongest(parts: Floats) -> tuple[int, int]:
    """The first and last place of the stretch with the largest sum."""
    best, found, total, start = -np.inf, (0, 0), 0.0, 0
    for n, part in enumerate(parts.tolist()):
        if total <= 0.0:
            total, start = 0.0, n
        total += part
        if total > best:
            best, found = total, (start, n)
    return found


def whole_words(text: str, start: int, end: int) -> str:
    """The text from ``start`` to ``end``, widened to whole words, without marks around it."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip(" ,.;:–—-…")
