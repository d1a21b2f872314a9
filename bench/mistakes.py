"""What a wrong label really is: prints the table of ``analyser/measures/mistakes.toml``.

usage: python bench/mistakes.py

The rules label the training part of the corpus, with and without punctuation and capitals. For
each act that they said wrongly it is counted what it really was.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

from analyser.domain import ACTS
from analyser.pipeline.encoder.codes import ACT_OF
from analyser.pipeline.rules.engine import labels
from analyser.pipeline.rules.situation import Line
from analyser.pipeline.rules.tally import bare
from analyser.train.dialogues import Spoken, read_corpus

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def training_part() -> list[list[Spoken]]:
    """The dialogues that are neither for choosing nor for judging."""
    split = tomllib.loads((CORPUS / "split.toml").read_text(encoding="utf-8"))
    held = {*split["test"], *split["dev"]}
    return [rows for name, rows in read_corpus(CORPUS / "dialogues").items() if name not in held]


def mistakes() -> Counter[tuple[str, str]]:
    """(act that was said, act that it was) → how often, where the two differ."""
    found: Counter[tuple[str, str]] = Counter()
    for rows in training_part():
        for spelt in (str, bare):
            lines = [Line(text=spelt(r.text), speaker=r.speaker, role=r.role) for r in rows]
            found.update(
                (label.act, ACT_OF[row.code])
                for label, row in zip(labels(lines), rows, strict=True)
                if label.act != ACT_OF[row.code]
            )
    return found


if __name__ == "__main__":
    counts = mistakes()
    for said in ACTS:
        cells = (f"{true} = {counts[said, true]}" for true in ACTS if true != said)
        print(f"{said} = {{ {', '.join(cells)} }}")
