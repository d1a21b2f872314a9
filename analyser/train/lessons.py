"""What is shown in each epoch: the corpus as a whole, and a part of each public corpus."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from analyser.pipeline.encoder.codes import code_of
from analyser.pipeline.encoder.views import View
from analyser.train.dialogues import Spoken, read_corpus
from analyser.train.examples import Example, Item, corpus_examples
from analyser.train.public import read_public
from analyser.train.recipe import Recipe
from analyser.train.split import read_split

CONSTRUCTIONS = "constructions.jsonl"
CONSTRUCTION_WEIGHT = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """``own`` is shown in every epoch; of each of ``public``, so many rows as ``rows`` says."""

    own: Sequence[Item]
    public: Mapping[str, Sequence[Item]]
    rows: Mapping[str, int]
    epochs: int
    seed: int

    def __call__(self, epoch: int) -> list[Item]:
        """The items of an epoch, counted from 0; the last has half of the public rows."""
        random = Random(self.seed * 1000 + epoch)  # noqa: S311  (for a repeatable draw)
        share = 2 if epoch == self.epochs - 1 else 1
        drawn = list(self.own)
        for name, items in self.public.items():
            drawn += random.sample(items, min(len(items), self.rows.get(name, 0) // share))
        return drawn

    @property
    def strangers(self) -> list[View]:
        """Views of the corpus, whose surroundings may be lent to others."""
        return [item.view for item in self.own if isinstance(item, Example)]


def lessons(recipe: Recipe, corrections: Sequence[Item] = ()) -> Lessons:
    """What a recipe teaches, and a person's corrections.

    :raises InputError: a corpus is not there or cannot be read.
    """
    corpus = read_corpus(recipe.corpus / "dialogues")
    learnt = read_split(recipe.corpus).train_of(corpus)
    own: list[Item] = [item for rows in learnt.values() for item in corpus_examples(rows)]
    own += constructions(recipe.corpus / CONSTRUCTIONS)
    random = Random(recipe.seed)  # noqa: S311  (for a repeatable draw)
    return Lessons(
        own=[*own, *corrections],
        public=read_public(recipe.public, random) if recipe.public else {},
        rows=recipe.rows,
        epochs=recipe.epochs,
        seed=recipe.seed,
    )


def constructions(path: Path) -> list[Example]:
    """Ways to ask and to advise, each by itself, where the file is there."""
    if not path.is_file():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Example(
            view=View(text=row["text"], role=row["role"]),
            allowed=(code_of(row["act"], row["form"]),),
            weight=CONSTRUCTION_WEIGHT,
        )
        for row in rows
    ]


def held(recipe: Recipe) -> tuple[dict[str, list[Spoken]], dict[str, list[Spoken]]]:
    """The dialogues that calibrate, and those that only judge."""
    corpus = read_corpus(recipe.corpus / "dialogues")
    split = read_split(recipe.corpus)
    return split.dev_of(corpus), split.test_of(corpus)
