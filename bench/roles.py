"""What labels owe to knowing who presents in the round: prints the table of ADR 8.

usage: python bench/roles.py

The trained classifier labels the dialogues that no training saw, with and without punctuation and
capitals: told the roles of each round, as in a later round whose presenter has no role by name,
and as in one where somebody else is the presenter by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from analyser.domain import Role
from analyser.pipeline.classify import TRAINED
from analyser.pipeline.encoder.engine import Encoder
from analyser.pipeline.punctuation import unmarked
from analyser.train.dialogues import Spoken, read_corpus
from analyser.train.examples import seen
from analyser.train.figures import Figures, figures
from analyser.train.split import read_split

CORPUS = Path(__file__).resolve().parent.parent / "corpus"

Dialogue = Sequence[Spoken]
Write = Callable[[str], str]


def as_cast(rows: Dialogue) -> Dialogue:
    """The roles of each round."""
    return rows


def without(rows: Dialogue) -> Dialogue:
    """Who presents is a member."""
    return _recast(rows, lambda row: "member" if row.role == "presenter" else row.role)


def with_another(rows: Dialogue) -> Dialogue:
    """Who presents is a member, and the member who says most presents."""
    says = Counter(row.speaker for row in rows if row.role == "member")
    (other, _count), *_others = says.most_common()
    cast = without(rows)
    return _recast(cast, lambda row: "presenter" if row.speaker == other else row.role)


def _recast(rows: Dialogue, role: Callable[[Spoken], Role]) -> Dialogue:
    return [replace(row, role=role(row)) for row in rows]


def judged(model: Encoder, told: Callable[[Dialogue], Dialogue], write: Write) -> Figures:
    """The figures of all dialogues, with the roles that are told."""
    dialogues = list(read_split(CORPUS).test_of(read_corpus(CORPUS / "dialogues")).values())
    found = [label for rows in dialogues for label in model.labels(seen(told(rows), write))]
    gold = [row.code for rows in dialogues for row in rows]
    return figures(gold, [one.act for one in found], [one.confidence for one in found])


if __name__ == "__main__":
    print("| what the classifier is told | as written: three, six | bare: three, six |")
    print("| --- | --- | --- |")
    for told in (as_cast, without, with_another):
        each = [judged(Encoder(TRAINED), told, write) for write in (str, unmarked)]
        cells = " | ".join(f"{one.three:.3f}, {one.six:.3f}" for one in each)
        print(f"| {(told.__doc__ or '').rstrip('.')} | {cells} |", flush=True)
