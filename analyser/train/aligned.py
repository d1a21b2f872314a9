"""Real audio's version of a dialogue: what the recogniser heard, under the labels of what was said.

    python -m analyser.train.aligned GOLD.json HEARD.json corpus/heard/NAME.txt [DIALOGUE.txt]

``GOLD.json`` says what was said when, ``HEARD.json`` is what ``analyser analyse --json`` wrote. A
dialogue of the corpus, if given, has the last word on labels, roles and stages: it is settled.

Words and the places where utterances begin and end are the recogniser's; who spoke is the truth's.
A piece of an utterance has the label of the whole one, and two that were heard as one have the
label of the one that gave it more words.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from analyser.domain import ActName, Form, Role
from analyser.errors import InputError
from analyser.pipeline.encoder.codes import Code, code_of
from analyser.train.dialogues import Spoken, read_dialogue

SLACK = 1.0
"""Seconds by which a recogniser's times may stray from an utterance that they belong to."""

_WORD = re.compile(r"[\w']+")
_SPELT: dict[Code, str] = {"direct": "advice"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What was heard from ``start`` to ``end``, in seconds."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A labelled utterance and when it was said, in seconds."""

    start: float
    end: float
    spoken: Spoken


def aligned(heard: Sequence[Stretch], gold: Sequence[Timed]) -> list[Spoken]:
    """What was heard, each as the true utterance that it shares most with.

    What shares neither a word nor a moment with any was never said, and is left out.
    """
    found = [(stretch, _source(stretch, gold)) for stretch in heard]
    return [
        replace(source.spoken, text=" ".join(stretch.text.split()))
        for stretch, source in found
        if source is not None and stretch.text.strip()
    ]


def settled(gold: Sequence[Timed], dialogue: Sequence[Spoken]) -> list[Timed]:
    """The same utterances as they stand in a dialogue of the corpus.

    :raises InputError: the dialogue is another one.
    """
    if [row.spoken.text for row in gold] != [row.text for row in dialogue]:
        raise InputError("The recording says something else than the dialogue.")
    return [replace(row, spoken=spoken) for row, spoken in zip(gold, dialogue, strict=True)]


def as_dialogue(rows: Sequence[Spoken], name: str) -> str:
    """Utterances as a file of the corpus, which ``read_dialogue`` reads back."""
    roles: dict[str, Role] = {}
    for row in rows:
        roles.setdefault(row.speaker, row.role)
    people = ", ".join(f"{person}={role}" for person, role in roles.items())
    return "\n".join((f"name: {name}", f"people: {people}", *_lines(rows, roles))) + "\n"


def read_gold(path: Path) -> list[Timed]:
    """The utterances of a gold file, in order of time.

    :raises InputError: it is none.
    """
    gold = _read(path, _Gold)
    rows = sorted(gold.utterances, key=lambda row: (row.start, row.end))
    return [
        Timed(start=row.start, end=row.end, spoken=_spoken(row, gold.stages, path)) for row in rows
    ]


def read_heard(path: Path) -> list[Stretch]:
    """The utterances of an analysis.

    :raises InputError: it is none.
    """
    rows = _read(path, _Heard).utterances
    return [Stretch(start=row.start, end=row.end, text=row.text) for row in rows]


def _source(stretch: Stretch, gold: Iterable[Timed]) -> Timed | None:
    """The true utterance with most words in common; of several, the one they are more of."""
    near = [row for row in gold if _common(stretch, row) > -SLACK]
    rated = [(_shared(stretch, row), _common(stretch, row), row) for row in near]
    related = [(*shared, common, row) for shared, common, row in rated if shared[0] or common > 0]
    return max(related, key=lambda rating: rating[:3])[3] if related else None


def _shared(stretch: Stretch, row: Timed) -> tuple[int, float]:
    """Words in common, and what part of the true utterance they are."""
    said = _words(row.spoken.text)
    shared = (_words(stretch.text) & said).total()
    return shared, shared / max(1, said.total())


def _common(stretch: Stretch, row: Timed) -> float:
    """Seconds in common; below 0, the seconds between them."""
    return min(stretch.end, row.end) - max(stretch.start, row.start)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower().replace("’", "'")))


def _lines(rows: Sequence[Spoken], roles: dict[str, Role]) -> Iterator[str]:
    """The lines, with a mark wherever a stage or another presenter's round begins."""
    stage, presenter = "", next((name for name, role in roles.items() if role == "presenter"), "")
    for n, row in enumerate(rows):
        if (row.role == "presenter") != (row.speaker == presenter):
            presenter = _next_presenter(rows[n:], presenter)
            yield f"round: {presenter}"
        if row.stage != stage:
            stage = row.stage
            yield f"## {stage}"
        yield f"{row.speaker} | {_SPELT.get(row.code, row.code)} | {row.text}"


def _next_presenter(rows: Iterable[Spoken], last: str) -> str:
    return next(row.speaker for row in rows if row.role == "presenter" and row.speaker != last)


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    start: float
    end: float
    text: str


class _True(_Row):
    speaker: str
    role: Role
    act: ActName
    form: Form | None = None


class _Stage(BaseModel):
    stage: str
    start: float


class _Gold(BaseModel):
    utterances: tuple[_True, ...]
    stages: tuple[_Stage, ...] = ()


class _Heard(BaseModel):
    utterances: tuple[_Row, ...]


Document = TypeVar("Document", bound=BaseModel)


def _read(path: Path, kind: type[Document]) -> Document:
    try:
        return kind.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise InputError(f"{path} cannot be used: {error.errors()[0]['msg']}.") from error


def _spoken(row: _True, stages: Iterable[_Stage], path: Path) -> Spoken:
    begun = [stage.stage for stage in stages if stage.start <= row.start]
    return Spoken(
        dialogue=path.name.removesuffix(".json").removesuffix(".gold"),
        speaker=row.speaker,
        role=row.role,
        stage=begun[-1] if begun else "",
        text=row.text,
        code=code_of(row.act, row.form),
    )


def write(gold: Path, heard: Path, to: Path, dialogue: Path | None = None) -> None:
    """Write the dialogue as it was heard.

    :raises InputError: a file cannot be used, or the files do not belong together.
    """
    true = read_gold(gold)
    rows = aligned(read_heard(heard), settled(true, read_dialogue(dialogue)) if dialogue else true)
    to.parent.mkdir(exist_ok=True)
    to.write_text(as_dialogue(rows, f"{to.stem}, as the recogniser heard it"), encoding="utf-8")


if __name__ == "__main__":
    write(*(Path(argument) for argument in sys.argv[1:]))
