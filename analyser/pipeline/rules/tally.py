"""Counts how often each rule is right, for ``tally.toml``.

``python -m analyser.pipeline.rules.tally FILE…`` reads labelled conversations (JSON Lines with
``speaker``, ``role``, ``text`` and ``act``, one conversation per file), labels them with and
without punctuation and capitals, and prints the table ``[rules]``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analyser.pipeline.punctuation import unmarked
from analyser.pipeline.rules.engine import labels
from analyser.pipeline.rules.situation import Line

Row = Mapping[str, Any]


def tally(conversations: Iterable[Sequence[Row]]) -> dict[str, tuple[int, int]]:
    """``rule:act`` → (how often right, how often it decided), in alphabetical order."""
    right: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for rows in conversations:
        for strip in (False, True):
            lines = [
                Line(
                    text=unmarked(row["text"]) if strip else row["text"],
                    speaker=row.get("speaker"),
                    role=row.get("role"),
                )
                for row in rows
            ]
            for row, label in zip(rows, labels(lines), strict=True):
                decided[f"{label.rule}:{label.act}"] += 1
                right[f"{label.rule}:{label.act}"] += label.act == row["act"]
    return {name: (right[name], count) for name, count in sorted(decided.items())}


def read(path: Path) -> list[Row]:
    """The rows of one labelled conversation."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def as_toml(counts: Mapping[str, tuple[int, int]]) -> str:
    """The table ``[rules]`` as it stands in the file."""
    rows = (f'"{name}" = [{right}, {count}]' for name, (right, count) in counts.items())
    return "\n".join(("[rules]", *rows, ""))


if __name__ == "__main__":
    sys.stdout.write(as_toml(tally(read(Path(name)) for name in sys.argv[1:])))
