"""Recordings and their truth, found in a folder and read.

A recording ``X.wav`` (or any other sound or video) may have beside it ``X.rttm`` (who spoke when)
and ``X.gold.json`` or ``X.json`` (what was said, and its acts). Alone in its folder it may also
have ``truth.rttm`` and ``gold.json`` or ``truth.json``. A ``gold.json`` without a recording is text
alone. ``docs/evaluation.md`` tells people the same, with the fields of a gold file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyser.domain import ACTS, ROLES, ActName, Role, Turn, Utterance, milliseconds
from analyser.errors import InputError

SOUNDS = frozenset(
    {
        *(".wav", ".mp3", ".m4a", ".flac", ".aac", ".ogg", ".oga", ".opus", ".wma", ".amr"),
        *(".mp4", ".m4v", ".mov", ".mkv", ".webm", ".weba", ".3gp", ".aif", ".aiff", ".caf"),
    }
)
_RTTM_FIELDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What was said: utterances in order of time, each with its act where it is known.

    ``timed`` tells whether the times are the truth's own; text alone is numbered instead.
    """

    utterances: tuple[Utterance, ...]
    acts: tuple[ActName | None, ...]
    roles: Mapping[str, Role]
    timed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A recording with the files that hold its truth; ``audio`` is ``None`` for text alone."""

    name: str
    audio: Path | None
    rttm: Path | None
    gold: Path | None


def cases_in(folder: Path) -> tuple[Case, ...]:
    """Every recording with truth in a folder and the folders below it.

    :raises InputError: the folder is not there, or holds no truth.
    """
    if not folder.is_dir():
        raise InputError(f"The folder '{folder}' is not there.", "Name a folder of recordings.")
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    )
    cases = [case for path in files if path.suffix.lower() in SOUNDS for case in _case(path, files)]
    taken = {case.gold for case in cases}
    texts = [
        Case(name=_name(path, folder), audio=None, rttm=None, gold=path)
        for path in files
        if (path.name == "gold.json" or path.name.endswith(".gold.json")) and path not in taken
    ]
    if not cases and not texts:
        raise InputError(
            f"The folder '{folder}' holds no recording with truth.",
            "Put X.rttm or X.gold.json beside a recording X.wav.",
        )
    return (*cases, *texts)


def turns_in(path: Path, name: str) -> tuple[Turn, ...]:
    """The turns of an RTTM file; of several recordings in one file, those of ``name``.

    :raises InputError: a line cannot be read.
    """
    rows = [
        (number, line.split())
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if line.startswith("SPEAKER ")
    ]
    short = next((n for n, fields in rows if len(fields) < _RTTM_FIELDS), None)
    if short is not None:
        raise InputError(f"Line {short} of '{path}' is not RTTM.", "Mend or remove the line.")
    named = [row for row in rows if row[1][1] == name]
    turns = [_turn(path, number, fields) for number, fields in named or rows]
    return tuple(sorted(turns, key=lambda turn: (turn.start, turn.end)))


def gold_in(path: Path) -> Gold:
    """The utterances of a gold file: an object with ``utterances``, or a list of them.

    :raises InputError: the file is not a gold file.
    """
    try:
        found = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise _not_gold(path, f"line {error.lineno} is not JSON") from error
    rows = found.get("utterances") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _not_gold(path, "it has no list of utterances")
    timed = all(_is_time(row.get("start")) and _is_time(row.get("end")) for row in rows)
    if timed:
        rows = sorted(rows, key=lambda row: (row["start"], row["end"]))
    speakers = found.get("speakers", []) if isinstance(found, dict) else []
    return Gold(
        utterances=tuple(_utterance(path, n, row, timed=timed) for n, row in enumerate(rows)),
        acts=tuple(_act(path, row) for row in rows),
        roles=_roles(speakers, rows),
        timed=timed,
    )


def _case(audio: Path, files: Sequence[Path]) -> list[Case]:
    """The recording as a case, or nothing where no truth lies beside it."""
    beside = [path for path in files if path.parent == audio.parent]
    alone = sum(path.suffix.lower() in SOUNDS for path in beside) == 1
    rttms = [path for path in beside if path.suffix == ".rttm"]
    golds = [path for path in beside if path.suffix == ".json"]
    rttm = _first(rttms, [f"{audio.stem}.rttm"]) or next(
        (path for path in rttms if path.name.startswith(f"{audio.stem}.")), None
    )
    gold = _first(golds, [f"{audio.stem}.gold.json", f"{audio.stem}.json"])
    if alone:
        rttm = rttm or _first(rttms, ["truth.rttm"]) or (rttms[0] if len(rttms) == 1 else None)
        gold = gold or _first(golds, ["gold.json", "truth.json"])
    name = audio.parent.name if alone and audio.stem == "audio" else audio.stem
    return [Case(name=name, audio=audio, rttm=rttm, gold=gold)] if rttm or gold else []


def _first(paths: Sequence[Path], names: Sequence[str]) -> Path | None:
    """The file with the first of these names that is there."""
    by_name = {path.name: path for path in paths}
    return next((by_name[name] for name in names if name in by_name), None)


def _name(path: Path, folder: Path) -> str:
    """What to call a gold file without a recording."""
    if path.name == "gold.json":
        return path.parent.name if path.parent != folder else "gold"
    return path.name.removesuffix(".gold.json")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The file '{path}' cannot be read as text.") from error


def _turn(path: Path, number: int, fields: Sequence[str]) -> Turn:
    try:
        start, length = float(fields[3]), float(fields[4])
    except ValueError as error:
        raise InputError(
            f"Line {number} of '{path}' has no times.", "Mend or remove the line."
        ) from error
    return Turn(start=milliseconds(start), end=milliseconds(start + length), speaker=fields[7])


def _utterance(path: Path, n: int, row: Mapping[str, Any], *, timed: bool) -> Utterance:
    text, speaker = row.get("text", ""), row.get("speaker", "")
    if not isinstance(text, str):
        raise _not_gold(path, f"utterance {n} has a text that is none")
    start, end = (row["start"], row["end"]) if timed else (n, n + 1)
    return Utterance(
        n=n, start=milliseconds(start), end=milliseconds(end), speaker=str(speaker), text=text
    )


def _act(path: Path, row: Mapping[str, Any]) -> ActName | None:
    act = row.get("act")
    if act is None:
        return None
    known = next((name for name in ACTS if name == act), None)
    if known is None:
        raise _not_gold(path, f"it has the unknown act '{act}'")
    return known


def _roles(speakers: Any, rows: Sequence[Mapping[str, Any]]) -> dict[str, Role]:
    """Each speaker's role by id and name, from the list of speakers or from the utterances."""
    people = [speaker for speaker in speakers if isinstance(speaker, dict)]
    told = [(one[key], one.get("role")) for one in people for key in ("id", "name") if key in one]
    told += [(row.get("speaker"), row.get("role")) for row in rows]
    known: dict[str, Role] = {}
    for name, role in told:
        for one in ROLES:
            if one == role:
                known.setdefault(str(name), one)
    return known


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and value >= 0


def _not_gold(path: Path, why: str) -> InputError:
    return InputError(
        f"The file '{path}' is not a gold file: {why}.",
        'It needs {"utterances": [{"start", "end", "speaker", "text", "act"}, …]}.',
    )
