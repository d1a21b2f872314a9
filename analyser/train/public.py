"""Public corpora, read where they lie, with their labels mapped to what they really say.

* AnnoMI (counselling; labels of whole turns): each turn is a bag of sentences that holds the acts
  it is marked with. A turn of one sentence, and a turn as a whole, is an example too.
* Advice (forum sentences): advice of either form, or anything else.
* MRDA (meetings; dialogue acts): a question with a wh-word may be open or closed, a suggestion may
  be advice or run the meeting, a suggestion asked as a question is advice in disguise or runs it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

from analyser.domain import Role
from analyser.errors import InputError
from analyser.pipeline.encoder.codes import Code
from analyser.pipeline.encoder.sentences import sentences
from analyser.pipeline.encoder.views import Said, View, views
from analyser.train.examples import Bag, Example, Item, anything_but

Row = Mapping[str, Any]

ADVICE: tuple[Code, ...] = ("direct", "disguised")
TELLING: tuple[Code, ...] = ("other", "process", "reflection")

ANNOMI_WEIGHT, ADVICE_WEIGHT, MRDA_WEIGHT = 0.5, 0.3, 0.3
"""How much a row of another domain counts beside one of the project's own corpus."""

_CLIENT_WORDS = range(6, 30)
_LONGEST_BAG = 6
HELD_OUT = 6
"""Of AnnoMI, every sixth transcript is left for checking, and nothing learns from it."""

_ADVICE_ROWS = 5000
_MRDA_ROWS = 1200
_MRDA: dict[tuple[str, str], tuple[Code, ...]] = {
    ("qw", "open_question"): ("open", "closed"),
    ("qo", "open_question"): ("open",),
    ("qy", "closed_question"): ("closed", "disguised", "process"),
    ("qr", "closed_question"): ("closed", "process"),
    ("d", "closed_question"): ("closed", "process"),
    ("rt", "closed_question"): ("closed", "disguised", "process"),
    ("bu", "closed_question"): ("closed",),
    ("bu", "reflection_like"): ("reflection", "closed"),
    ("cs", "advice"): ("direct", "process", "other"),
    ("cs", "disguised_advice"): ("disguised", "process"),
    ("co", "advice"): ("direct", "process"),
    ("s", "other"): TELLING,
    ("df", "other"): TELLING,
    ("e", "other"): TELLING,
    ("rt", "other"): TELLING,
    ("b", "other"): ("other",),
    ("aa", "other"): ("other",),
    ("fg", "other"): ("other", "process"),
}


def read_public(folder: Path, random: Random) -> dict[str, list[Item]]:
    """The items of each public corpus in a folder, by its name.

    :raises InputError: a corpus is not there.
    """
    return {
        "annomi": list(annomi_items(row for row in annomi_rows(folder) if not is_held_out(row))),
        "advice": list(advice_items(_rows(folder / "advice" / "advice.jsonl"), random)),
        "mrda": list(mrda_items(_rows(folder / "mrda" / "mrda_train.jsonl"), random)),
    }


def annomi_rows(folder: Path) -> list[Row]:
    """The turns of AnnoMI.

    :raises InputError: they are not there.
    """
    return _rows(folder / "annomi" / "annomi_dev.jsonl")


def is_held_out(turn: Row) -> bool:
    """Whether a turn belongs to the transcripts that are left for checking."""
    return bool(turn["transcript_id"] % HELD_OUT == 0)


def annomi_items(rows: Iterable[Row]) -> Iterator[Item]:
    """Counselling: turns as bags, and as they are."""
    for _, group in groupby(rows, key=lambda row: row["transcript_id"]):
        for turn, view in turns(list(group)):
            yield from _client(view) if said_by_client(turn) else _therapist(turn, view)


def turns(transcript: Sequence[Row]) -> Iterator[tuple[Row, View]]:
    """Each turn of one transcript, with its view."""
    return zip(transcript, views([_counselling(turn) for turn in transcript]), strict=True)


def said_by_client(turn: Row) -> bool:
    """Whether the client, and not the counsellor, speaks."""
    return bool(turn["interlocutor"] == "client")


def marked(turn: Row) -> tuple[tuple[Code, ...], ...]:
    """The acts that a counsellor's turn is marked with."""
    found: list[tuple[Code, ...]] = []
    if turn["question_subtype"]:
        found.append(("open",) if turn["question_subtype"] == "open" else ("closed",))
    if turn["input_subtype"] in {"advice", "options", "negotiation"}:
        found.append(ADVICE)
    if turn["reflection_subtype"]:
        found.append(("reflection",))
    return tuple(found)


def _counselling(turn: Row) -> Said:
    role: Role = "presenter" if said_by_client(turn) else "facilitator"
    return Said(text=turn["text"], speaker=turn["interlocutor"], role=role)


def _client(view: View) -> Iterator[Item]:
    """A client tells, unless a question mark says otherwise."""
    if "?" not in view.text and len(view.text.split()) in _CLIENT_WORDS:
        yield Example(view=view, allowed=("other",), weight=ANNOMI_WEIGHT / 5)


def _therapist(turn: Row, view: View) -> Iterator[Item]:
    has = marked(turn)
    parts = sentences(view)[:_LONGEST_BAG]
    if not parts or turn["tie"] or turn["main_behaviour"] is None:
        return
    asked: tuple[Code, ...] = ("open", "closed", *ADVICE)
    lacks = [code for code in asked if all(code not in one for one in has)]
    if turn["question_subtype"]:
        lacks = [code for code in lacks if code in ADVICE]
    yield Bag(views=parts, has=has, lacks=tuple(lacks), weight=ANNOMI_WEIGHT)
    yield Example(view=view, allowed=_foremost(has), weight=ANNOMI_WEIGHT)


def _foremost(has: Sequence[tuple[Code, ...]]) -> tuple[Code, ...]:
    """What a whole turn counts as: advice before a question before a reflection."""
    asked = [one for one in has if one != ("reflection",)]
    if ADVICE in asked and len(asked) > 1:
        return (*asked[0], *ADVICE)
    return asked[0] if asked else has[0] if has else ("other", "process")


def advice_items(rows: Iterable[Row], random: Random) -> Iterator[Example]:
    """Forum sentences on which most and the weighted opinion agree."""
    learnt = [row for row in rows if row["split"] == "train"]
    sure = [row for row in learnt if row["advice_majority"] == row["advice_ds"]]
    for row in random.sample(sure, min(_ADVICE_ROWS, len(sure))):
        allowed = ADVICE if row["advice_majority"] else anything_but(*ADVICE)
        text = re.sub(r" (?=[.,?!'])|(?<=') ", "", row["text"])
        yield Example(view=View(text=text), allowed=allowed, weight=ADVICE_WEIGHT)


def mrda_items(rows: Iterable[Row], random: Random) -> Iterator[Example]:
    """Meetings: at most ``_MRDA_ROWS`` of each dialogue act that says something here."""
    kept: dict[tuple[str, str], list[Example]] = {}
    for _, group in groupby(rows, key=lambda row: row["meeting"]):
        meeting = list(group)
        seen = views([Said(text=row["text"], speaker=row["speaker"]) for row in meeting])
        for row, view in zip(meeting, seen, strict=True):
            kind = (row["full"], row["label5"])
            if kind in _MRDA:
                example = Example(view=view, allowed=_MRDA[kind], weight=MRDA_WEIGHT)
                kept.setdefault(kind, []).append(example)
    for examples in kept.values():
        yield from random.sample(examples, min(_MRDA_ROWS, len(examples)))


def _rows(path: Path) -> list[Row]:
    """The objects of a file of JSON Lines."""
    if not path.is_file():
        raise InputError(f"{path.name} is not in {path.parent}.", "Look at --public.")
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
