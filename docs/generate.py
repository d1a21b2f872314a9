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

Figures are told for each voice, for each role (`role:facilitator`), and for the whole `set`.

**Rounds and stages.** Every figure can be read of the whole session, and of each round and each
stage that a person has marked or accepted. An utterance counts where its middle lies; turns are
cut; ten minutes and thirds are those of the round or stage. A round's presenter presents in it,
whatever role the voice has by name, and whoever else is named presenter is a member there; so a
voice may be in two roles in figures about a whole session, each with what it said in that role (a
turn over the edge of a round, in the role at its middle). Who is a member in some rounds only
counts in evenness, and among the quiet voices, by the talk for each minute as one; for less than a
tenth of the longest such time, not at all. The classifier reads what is said in those roles, too:
where it is said who presents in a round, what is read otherwise now is labelled again at once.

**Advice creep** is looked for in the questions and the reflection of every round, where they are
marked, else in the whole session. One regression holds all rounds; time counts from the start of
the round, and each round has a level of its own, so that a round which was fuller of advice than
another does not pass for a drift. The thirds are those of each round's questions and reflection.
Read of one round, it is that round's own.

**Proposals.** Where stages begin, and who presents in a round, is proposed from the talk: who leads
the session and who holds the floor, what is asked, advised and given back, and cues such as "the
floor is yours" or "let's move to actions". A hidden Markov model, counted on 47 dialogues of the
project's corpus, finds the likeliest course. On the 15 dialogues (1,801 utterances, two of them
with two rounds) that it was not counted on, labelled by the trained classifier: 96 % of utterances
in the right stage; 81 boundaries proposed where there were 84, of which 53 were met exactly and 73
within two utterances; 17 of 17 rounds with the right presenter. Without names, punctuation and
capitals: 96 %, 82 proposed, 56 and 75 met, 17 of 17. The wording of a few boundaries of the first
ten had been seen before the cues were written; of four of the five by another author, none. Breaks
and rounds of resources are not proposed. Real sets are longer and less tidy than written ones: look
before you accept.

**Ground rule 1 and actions** need marked stages. Whether a statement answers a question, and
whether a sentence is a commitment, is told by rules that read words: both figures are lists to look
through more than counts to compare.

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
    stages = "\n".join(
        f"- **{term.title}** (`{term.key}`): {term.definition}" for term in book.stages
    )
    return (
        "# What the labels mean\n\n"
        "Written from `analyser/codebook.toml` by `docs/generate.py`.\n\n"
        f"{book.unit}\n\n{acts}\n## Hard cases, decided\n\n{cases}\n\n## Roles\n\n{roles}\n\n"
        f"## Stages of a set\n\n{stages}\n"
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
