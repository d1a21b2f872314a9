"""An utterance that holds several sentences: each is read by itself, and the foremost act counts.

Recordings are cut into sentences before (``segment.py``). A row that somebody hands in may be a
whole turn, and a person may join utterances. Read as one, a short piece of advice in a long turn
would drown; so the turn is what the foremost of its sentences is: advice before a question, before
a reflection or the running of the session, before the rest (the codebook's hard case 18).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from analyser.domain import ActName
from analyser.pipeline import punctuation
from analyser.pipeline.encoder.codes import Label
from analyser.pipeline.encoder.views import View

_RANKS: Mapping[ActName, int] = {
    "advice": 3,
    "open_question": 2,
    "closed_question": 2,
    "reflection": 1,
    "process": 1,
    "other": 0,
}


def sentences(view: View) -> tuple[View, ...]:
    """The sentences of an utterance, by their marks, each with what stands around it."""
    parts = list(_parts(view.text))
    if len(parts) == 1:
        return (view,)
    last = len(parts) - 1
    return tuple(
        replace(
            view,
            text=part,
            before=parts[n - 1] if n else view.before,
            before_by="same" if n else view.before_by,
            after=parts[n + 1] if n < last else view.after,
            after_by="same" if n < last else view.after_by,
        )
        for n, part in enumerate(parts)
    )


def foremost(labels: Sequence[Label]) -> Label:
    """The label of the whole, from those of its sentences; of several as foremost the surest."""
    return max(labels, key=lambda label: (_RANKS[label.act], label.confidence))


def _parts(text: str) -> Iterator[str]:
    """The sentences; a text of no words is one, too."""
    words = text.split()
    first = 0
    for n, (word, following) in enumerate(pairwise(words), start=1):
        if punctuation.ends_sentence(word, following):
            yield " ".join(words[first:n])
            first = n
    yield " ".join(words[first:])
