"""The project's own corpus: dialogues as plain text, one utterance a line.

    name: Drawings out the door
    people: Hilary=facilitator, Nadia=presenter, Gareth=member
    ## check_in
    Hilary | process | Okay, I think that's the door shut.
    round: Gareth
    Gareth | other | So mine is about …

``## NAME`` begins a stage; ``round: NAME`` begins a round with another presenter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from analyser.domain import ROLES, Role
from analyser.errors import InputError
from analyser.pipeline.encoder.codes import CODES, Code

_SPELT: dict[str, Code] = {**dict(zip(CODES, CODES, strict=True)), "advice": "direct"}
_FIELDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A labelled utterance; ``dialogue`` is the file's name without its ending."""

    dialogue: str
    speaker: str
    role: Role
    stage: str
    text: str
    code: Code


def read_corpus(folder: Path) -> dict[str, list[Spoken]]:
    """Every dialogue of a folder by its name.

    :raises InputError: there is none, or a line cannot be read.
    """
    found = {path.stem: read_dialogue(path) for path in sorted(folder.glob("*.txt"))}
    if not found:
        raise InputError(f"There are no dialogues in {folder}.", "Give the folder of the corpus.")
    return found


def read_dialogue(path: Path) -> list[Spoken]:
    """The utterances of one dialogue.

    :raises InputError: a line cannot be read; the message names it.
    """
    roles: dict[str, Role] = {}
    stage, rows = "", []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{path.name}, line {number}"
        if line.startswith("##"):
            stage = line[2:].strip()
        elif " | " in line:
            rows.append(_spoken(line, path.stem, stage, roles, where))
        elif line.startswith("people:"):
            roles = _people(line.removeprefix("people:"), where)
        elif line.startswith("round:"):
            roles = _handed_over(roles, line.removeprefix("round:").strip(), where)
    return rows


def read_codes(path: Path) -> list[Code]:
    """One code a line, as the second labelling gives them.

    :raises InputError: a code is not known.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    named = [(n, line.strip()) for n, line in enumerate(lines, start=1) if line.strip()]
    return [code_named(code, f"{path.name}, line {n}") for n, code in named]


def code_named(given: str, where: str) -> Code:
    """The class that a code in a file means; ``advice`` is direct.

    :raises InputError: it is none; the message names the place.
    """
    code = _SPELT.get(given)
    if code is None:
        raise InputError(f"{where}: '{given}' is no code.", f"Known ones: {', '.join(CODES)}.")
    return code


def _spoken(line: str, dialogue: str, stage: str, roles: dict[str, Role], where: str) -> Spoken:
    fields = [field.strip() for field in line.split("|", _FIELDS - 1)]
    if len(fields) != _FIELDS or fields[0] not in roles or not fields[2]:
        raise InputError(f"{where} is no 'Speaker | code | text' of a known speaker.")
    return Spoken(
        dialogue=dialogue,
        speaker=fields[0],
        role=roles[fields[0]],
        stage=stage,
        text=fields[2],
        code=code_named(fields[1], where),
    )


def _people(listed: str, where: str) -> dict[str, Role]:
    """Names and roles: ``Ruth=facilitator, Sam=presenter``."""
    pairs = [part.split("=", 1) for part in listed.split(",")]
    if any(len(pair) != len(("name", "role")) or pair[1].strip() not in ROLES for pair in pairs):
        raise InputError(f"{where} does not list people as 'Name=role'.")
    return {name.strip(): cast("Role", role.strip()) for name, role in pairs}


def _handed_over(roles: dict[str, Role], presenter: str, where: str) -> dict[str, Role]:
    """The roles of the next round: who presented is a member again."""
    if presenter not in roles:
        raise InputError(f"{where}: '{presenter}' is not among the people.")
    back: dict[str, Role] = {
        name: "member" if role == "presenter" else role for name, role in roles.items()
    }
    return {**back, presenter: "presenter"}


def shares(codes: Iterable[Code]) -> dict[Code, int]:
    """How often each code stands in a list."""
    found = list(codes)
    return {code: found.count(code) for code in get_args(Code)}
