"""Writes the pages that tell what the code already knows: measures, labels, the corpus' figures.

Run it after a definition or the corpus has changed: ``python docs/generate.py``. A test compares
the pages with what this writes.
"""

from __future__ import annotations

from pathlib import Path

from analyser.codebook import ActEntry, codebook
from analyser.measures.definitions import ALL
from analyser.train.datasheet import with_figures

DOCS = Path(__file__).parent
CORPUS = DOCS.parent / "corpus"

MEASURES = """# What is measured, and how

Every figure has a value, a unit, an interval or a warning where one is due, and its evidence: the
stretches that a click plays. "Cannot tell" is an answer, and is shown as such. There is no
published norm for an action learning set, so no figure is a mark.

Figures are told for each voice, for each role (`role:facilitator`), and for the whole `set`. **Not
there yet:** figures for each stage and for each round. Nobody can mark a stage or a round so far,
so every figure, advice creep included, is about the whole recording; where it holds several rounds,
analyse each in a recording of its own.

**Labels that may be wrong.** Counts of questions and advice, the open share and the advice share
carry intervals that allow for them: a label is right with its confidence, a label that a person
gave is certain, and a wrong one is another as often as was counted on the project's corpus
(`analyser/measures/mistakes.toml`). So an interval need not lie evenly around its figure. The open
share and the advice share join this doubt with that of a sample, in Wilson's interval for multiple
imputation (Lott & Reiter 2020). All other intervals take the labels as they stand. Tried on the 22
dialogues that the table was not counted on, labelled by the rules: 62 of 66 true counts and 44 of
44 true shares lay in their intervals; without punctuation and capitals, which the rules read less
well than their confidences say, 55 and 43.

Written from `analyser/measures/definitions.toml` by `docs/generate.py`.

| measure | name in exports | unit | what it is |
| --- | --- | --- | --- |
"""


def measures_page() -> str:
    """The definitions of all measures as a table."""
    rows = (f"| {row.title} | `{row.name}` | {row.unit} | {row.sentence} |" for row in ALL)
    return MEASURES + "\n".join(rows) + "\n"


def labels_page() -> str:
    """The codebook: acts, forms, hard cases, roles."""
    book = codebook()
    acts = "\n".join(_act(entry) for entry in book.acts)
    cases = "\n".join(f"{case.number}. {case.rule}" for case in book.hard_cases)
    roles = "\n".join(f"- **{term.title}**: {term.definition}" for term in book.roles)
    return (
        "# What the labels mean\n\n"
        "Written from `analyser/codebook.toml` by `docs/generate.py`.\n\n"
        f"{book.unit}\n\n{acts}\n## Hard cases, decided\n\n{cases}\n\n## Roles\n\n{roles}\n"
    )


def _act(entry: ActEntry) -> str:
    examples = "\n".join(f"- “{example.text}”" for example in entry.examples)
    return f"## {entry.title} (`{entry.act}`)\n\n{entry.definition}\n\n{examples}\n"


def datasheet() -> str:
    """What the corpus holds, its figures counted anew."""
    return with_figures((CORPUS / "README.md").read_text(encoding="utf-8"), CORPUS)


def pages() -> dict[Path, str]:
    """Every generated page and its text."""
    return {
        DOCS / "measures.md": measures_page(),
        DOCS / "labels.md": labels_page(),
        CORPUS / "README.md": datasheet(),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
