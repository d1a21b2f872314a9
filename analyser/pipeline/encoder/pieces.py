"""A view as word-pieces: ``[CLS] role floor by before [SEP] utterance [SEP] by after``.

What is no word (who speaks, who holds the floor) is written with word-pieces that the published
vocabulary keeps unused. The end of what was said before matters most, and the beginning of what
comes after; of a very long utterance the middle is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.domain import ROLES
from analyser.pipeline.encoder.views import BYS, FLOORS, View

BEFORE = 12
AFTER = 6
HEAD = 16
TAIL = 44
"""The most word-pieces of each part."""

_CLS, _SEP = 101, 102
_FIRST_UNUSED = 2
_MARKS = {
    name: _FIRST_UNUSED + n
    for n, name in enumerate(
        [f"role {r}" for r in ROLES] + [f"floor {f}" for f in FLOORS] + [f"by {b}" for b in BYS]
    )
}

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Word-pieces of a view: the utterance's own are ``ids[start:end]``.

    ``spans`` says where each of those stands in the utterance's text, ``[from, to)``.
    """

    ids: tuple[int, ...]
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


class Speller:
    """Cuts views into word-pieces with the published vocabulary."""

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        self.vocabulary = path.read_bytes()
        self._tokenizer: Any = Tokenizer.from_buffer(self.vocabulary)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def spell(self, views: Sequence[View]) -> list[Pieces]:
        """The word-pieces of each view."""
        texts = [text for view in views for text in (view.before, view.text, view.after)]
        cut = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        return [_pieces(view, *cut[3 * n : 3 * n + 3]) for n, view in enumerate(views)]


def _pieces(view: View, before: Any, own: Any, after: Any) -> Pieces:
    """The parts in one row."""
    ids, spans = list(own.ids), list(own.offsets)
    if len(ids) > HEAD + TAIL:
        ids, spans = ids[:HEAD] + ids[-TAIL:], spans[:HEAD] + spans[-TAIL:]
    front = [_CLS, _MARKS[f"role {view.role}"], _MARKS[f"floor {view.floor}"]]
    front += [_MARKS[f"by {view.before_by}"], *before.ids[-BEFORE:], _SEP]
    back = [_SEP, _MARKS[f"by {view.after_by}"], *after.ids[:AFTER]]
    return Pieces(
        ids=tuple(front + ids + back),
        start=len(front),
        end=len(front) + len(ids),
        spans=tuple(spans),
    )


def filled(rows: Sequence[Pieces]) -> tuple[Ids, Ids, Ids]:
    """Ids, sides and which places are taken, each ``(rows, longest)``; the rest is filling."""
    shape = (len(rows), max(len(row.ids) for row in rows))
    ids, sides, there = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for n, row in enumerate(rows):
        ids[n, : len(row.ids)] = row.ids
        there[n, : len(row.ids)] = 1
        sides[n, row.start : row.end] = 1
    return ids, sides, there
