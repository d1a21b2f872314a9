"""The figures of the corpus' datasheet: what it holds, and how far its two labellings agree.

``docs/generate.py`` sets them into ``corpus/README.md``.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from analyser.errors import InputError
from analyser.measures.agreement import kappa
from analyser.pipeline.encoder.codes import ACT_OF, CODES, Code
from analyser.train.dialogues import Spoken, code_named, read_codes, read_corpus, read_dialogue
from analyser.train.split import Split, read_split

BEGIN, END = "<!-- figures: written by docs/generate.py -->\n", "<!-- end of figures -->"

Pair = tuple[Code, Code]
Corpus = Mapping[str, Sequence[Spoken]]


def with_figures(page: str, folder: Path) -> str:
    """The page with the figures of the corpus in that folder between its two marks.

    :raises InputError: the page has no such marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise InputError("The datasheet has lost the marks between which its figures stand.")
    return f"{before}{BEGIN}{tables(folder)}{END}{after}"


def tables(folder: Path) -> str:
    """All figures as Markdown.

    :raises InputError: the corpus cannot be read.
    """
    corpus = read_corpus(folder / "dialogues")
    parts = _parts(corpus, read_split(folder))
    pairs = labelled_twice(folder, corpus)
    return "\n".join(
        (
            f"{_extent(corpus)}, and as a recogniser heard it: {_extent(_heard(folder))}.\n",
            _sizes(corpus, parts),
            _counts("class", parts, lambda row: row.code, CODES),
            _counts("role", parts, lambda row: row.role),
            _counts("stage", parts, lambda row: row.stage),
            _agreement(pairs),
            _agreement_by_class(pairs),
        )
    )


def labelled_twice(folder: Path, corpus: Corpus) -> dict[str, list[Pair]]:
    """For each dialogue the first and the second labelling, as they were before settling.

    :raises InputError: a second labelling is missing, or is about other lines.
    """
    first = _first_labels(folder / "differences.csv")
    return {
        name: list(zip(_before(rows, first.get(name, {})), _second(folder, rows), strict=True))
        for name, rows in corpus.items()
    }


def _first_labels(path: Path) -> dict[str, dict[int, Code]]:
    """What the first labelling said where the second differed, by dialogue and line from 0."""
    found: dict[str, dict[int, Code]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = code_named(row["first"], path.name)
            found.setdefault(row["dialogue"], {})[int(row["n"]) - 1] = code
    return found


def _before(rows: Sequence[Spoken], differed: Mapping[int, Code]) -> list[Code]:
    return [differed.get(n, row.code) for n, row in enumerate(rows)]


def _second(folder: Path, rows: Sequence[Spoken]) -> list[Code]:
    path = folder / "second" / f"{rows[0].dialogue}.txt"
    if not path.is_file():
        raise InputError(f"{path} is not there.", "Every dialogue is labelled twice.")
    codes = read_codes(path)
    if len(codes) != len(rows):
        raise InputError(f"{path} has {len(codes)} labels for {len(rows)} utterances.")
    return codes


def _parts(corpus: dict[str, list[Spoken]], split: Split) -> dict[str, list[Spoken]]:
    """The utterances of each part, and all of them."""
    parts: dict[str, dict[str, list[Spoken]]] = {
        "train": split.train_of(corpus),
        "dev": split.dev_of(corpus),
        "test": split.test_of(corpus),
        "all": corpus,
    }
    return {name: [row for rows in part.values() for row in rows] for name, part in parts.items()}


def _sizes(corpus: Corpus, parts: Mapping[str, Sequence[Spoken]]) -> str:
    """Dialogues of each author and part; an author is the first letter of a name."""
    rows = []
    for author in sorted({name[0] for name in corpus}):
        own = {name for name in corpus if name[0] == author}
        held = [len({r.dialogue for r in part} & own) for part in parts.values()]
        rows.append((f"dialogues of author {author}", *held))
    rows.append(("dialogues", *(len({r.dialogue for r in part}) for part in parts.values())))
    rows.append(("utterances", *(len(part) for part in parts.values())))
    return _table(("", *parts), rows)


def _counts(
    title: str,
    parts: Mapping[str, Sequence[Spoken]],
    kind: Callable[[Spoken], str],
    kinds: Sequence[str] = (),
) -> str:
    """Utterances of each kind in each part."""
    counted = [Counter(kind(row) for row in part) for part in parts.values()]
    listed = kinds or [name for name, _ in counted[-1].most_common()]
    return _table((title, *parts), [(name, *(c[name] for c in counted)) for name in listed])


def _agreement(pairs: Mapping[str, Sequence[Pair]]) -> str:
    """Differences and kappa by author, and of all."""
    rows = []
    for author in (*sorted({name[0] for name in pairs}), ""):
        both = [pair for name, own in pairs.items() if name.startswith(author) for pair in own]
        acts = [(ACT_OF[one], ACT_OF[other]) for one, other in both]
        differ = sum(one != other for one, other in both)
        title = f"dialogues of author {author}" if author else "all"
        rows.append((title, len(both), differ, _agreed(both), _agreed(acts)))
    return _table(("labelled twice", "utterances", "differences", "κ classes", "κ acts"), rows)


def _agreement_by_class(pairs: Mapping[str, Sequence[Pair]]) -> str:
    """Kappa of each class against all others."""
    both = [pair for own in pairs.values() for pair in own]
    rows = []
    for code in CODES:
        is_it = [(one == code, other == code) for one, other in both]
        rows.append((code, sum(code in pair for pair in both), _agreed(is_it)))
    return _table(("class", "given by either", "κ"), rows)


def _agreed(pairs: Sequence[tuple[object, object]]) -> str:
    """Kappa to three places, or a dash where it cannot be told."""
    one, other = zip(*pairs, strict=True)
    found = kappa(one, other)
    return "–" if found is None else f"{found:.3f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def _heard(folder: Path) -> Corpus:
    """The dialogues that were heard; there may be none."""
    return {path.stem: read_dialogue(path) for path in (folder / "heard").glob("*.txt")}


def _extent(corpus: Corpus) -> str:
    return f"{len(corpus)} dialogues with {sum(map(len, corpus.values()))} utterances"
