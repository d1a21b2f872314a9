"""Which dialogues the network learns from, which choose and calibrate, and which only judge.

The lists stand in ``corpus/split.toml``. They were drawn once, by dialogue and evenly over the
authors (the first letter of a name), and are kept: no training ever sees the test part.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random
from typing import TypeVar

from analyser.errors import InputError

SPLIT = "split.toml"
SEED = 20261124
TEST_SHARE, DEV_SHARE = 0.155, 0.125

Rows = TypeVar("Rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Names of dialogues; what is in none of the lists is for training."""

    test: tuple[str, ...]
    dev: tuple[str, ...]

    def train_of(self, corpus: Mapping[str, Rows]) -> dict[str, Rows]:
        """The dialogues to learn from."""
        held = {*self.test, *self.dev}
        return {name: rows for name, rows in corpus.items() if name not in held}

    def dev_of(self, corpus: Mapping[str, Rows]) -> dict[str, Rows]:
        """The dialogues that choose and calibrate."""
        return {name: corpus[name] for name in self.dev if name in corpus}

    def test_of(self, corpus: Mapping[str, Rows]) -> dict[str, Rows]:
        """The dialogues that only judge."""
        return {name: corpus[name] for name in self.test if name in corpus}


def read_split(folder: Path) -> Split:
    """The lists of a corpus.

    :raises InputError: there are none, or a dialogue is in both.
    """
    path = folder / SPLIT
    if not path.is_file():
        raise InputError(f"{path} is not there.", "The split belongs to the corpus: get it back.")
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    split = Split(test=tuple(lists["test"]), dev=tuple(lists["dev"]))
    if both := set(split.test) & set(split.dev):
        raise InputError(f"{', '.join(sorted(both))} is in both lists of {path}.")
    return split


def drawn(names: Iterable[str], seed: int = SEED) -> Split:
    """A split by dialogue, evenly over the authors."""
    random = Random(seed)  # noqa: S311  (for a repeatable draw, not for secrets)
    order: list[str] = []
    for _, group in groupby(sorted(names), key=lambda name: name[0]):
        dialogues = list(group)
        random.shuffle(dialogues)
        order += dialogues
    test = _every(order, TEST_SHARE)
    rest = [name for name in order if name not in test]
    return Split(test=tuple(sorted(test)), dev=tuple(sorted(_every(rest, DEV_SHARE))))


def as_toml(split: Split) -> str:
    """The lists as they stand in the file."""
    return "\n".join(
        f"{name} = [\n" + "".join(f'    "{one}",\n' for one in listed) + "]\n"
        for name, listed in (("test", split.test), ("dev", split.dev))
    )


def _every(names: Sequence[str], share: float) -> list[str]:
    """Names at even distances, so that each author gives their part."""
    wanted = max(1, round(len(names) * share))
    return [names[int((n + 0.5) * len(names) / wanted)] for n in range(wanted)]
