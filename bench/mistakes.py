"""What a wrong label really is: prints the table of ``analyser/measures/mistakes.toml``.

usage: python bench/mistakes.py

The trained classifier labels the dialogues that it did not learn from, with and without
punctuation and capitals. For each act that it said wrongly it is counted what it really was.
"""

from __future__ import annotations

from collections import Counter

from analyser.domain import ACTS
from analyser.pipeline.classify import TRAINED
from analyser.pipeline.encoder.codes import ACT_OF
from analyser.pipeline.encoder.engine import Encoder
from analyser.pipeline.punctuation import unmarked
from analyser.train.examples import seen
from analyser.train.lessons import held
from analyser.train.recipe import read_recipe


def mistakes() -> Counter[tuple[str, str]]:
    """(act that was said, act that it was) → how often, where the two differ."""
    found: Counter[tuple[str, str]] = Counter()
    model = Encoder(TRAINED)
    for rows in (rows for part in held(read_recipe()) for rows in part.values()):
        for write in (str, unmarked):
            found.update(
                (label.act, ACT_OF[row.code])
                for label, row in zip(model.labels(seen(rows, write)), rows, strict=True)
                if label.act != ACT_OF[row.code]
            )
    return found


if __name__ == "__main__":
    counts = mistakes()
    for said in ACTS:
        cells = (f"{true} = {counts[said, true]}" for true in ACTS if true != said)
        print(f"{said} = {{ {', '.join(cells)} }}")
