"""A dialogue in plain text is laid on the clock, and becomes a transcript as the analyser reads it.

A line is ``Name: words``. ``[4]`` is a pause of four seconds, and ``# questions`` begins a stage.
How fast somebody speaks and how soon somebody answers is drawn from the words themselves, so that
the same script always has the same times.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analyser.domain import SET_STAGES, Role, SetStage, milliseconds
from analyser.errors import InputError

_WORDS_PER_SECOND = (2.0, 2.6)
_SOON_SECONDS = (0.3, 1.8)
_BREATH_SECONDS = 0.15
_LEAD_IN_SECONDS = 1.0
_PAUSE = re.compile(r"\[(\d+(?:\.\d+)?)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What somebody says without a long pause, from ``start`` to ``end`` (seconds)."""

    start: float
    end: float
    speaker: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A dialogue with its times, and the stages with the moment at which each begins."""

    rows: tuple[Spoken, ...]
    stages: tuple[tuple[SetStage, float], ...]

    @property
    def spans(self) -> tuple[tuple[SetStage, float, float], ...]:
        """Each stage with its start and its end."""
        ends = [*(start for _stage, start in self.stages[1:]), self.rows[-1].end]
        pairs = zip(self.stages, ends, strict=True)
        return tuple((stage, start, end) for (stage, start), end in pairs)


def read_script(text: str) -> Script:
    """The dialogue on the clock.

    :raises InputError: a line is neither a name with words, a pause nor a stage; it is named.
    """
    rows: list[Spoken] = []
    stages: list[tuple[SetStage, float]] = []
    pace = _Paces()
    at = _LEAD_IN_SECONDS
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            stages.append((_stage(line, number), milliseconds(at)))
        elif line.strip():
            for row in _spoken(line, number, at, pace):
                rows += [row] if row.text else []
                at = row.end
    return Script(rows=tuple(rows), stages=tuple(stages))


def document(script: Script, roles: Mapping[str, Role]) -> str:
    """The script as the JSON that stands for a transcript with speakers.

    :param roles: what each speaker does in the set; who is not in it is a member.
    """
    names = dict.fromkeys(row.speaker for row in script.rows)
    return json.dumps(
        {
            "speakers": [{"id": n, "name": n, "role": roles.get(n, "member")} for n in names],
            "utterances": [
                {"start": r.start, "end": r.end, "speaker": r.speaker, "text": r.text}
                for r in script.rows
            ],
        }
    )


class _Paces(dict[str, float]):
    """Words per second of each speaker, by name."""

    def __missing__(self, name: str) -> float:
        self[name] = random.Random(name).uniform(*_WORDS_PER_SECOND)  # noqa: S311 - no secret
        return self[name]


def _spoken(line: str, number: int, at: float, pace: Mapping[str, float]) -> Iterator[Spoken]:
    """What a line says, parted at its pauses; a pause is a row without a text."""
    name, _, words = line.partition(":") if not _PAUSE.fullmatch(line.strip()) else ("", "", line)
    if not words.strip():
        raise InputError(f"Line {number} of the script has no words.", "Write Name: words.")
    at += random.Random(line).uniform(*_SOON_SECONDS) if name else 0.0  # noqa: S311 - no secret
    for place, part in enumerate(_PAUSE.split(words)):
        said = " ".join(part.split())
        if place % 2:
            length = float(said)
        else:
            length = len(said.split()) / pace[name] + _BREATH_SECONDS if said else 0.0
        text = said if place % 2 == 0 else ""
        end = at + length
        yield Spoken(start=milliseconds(at), end=milliseconds(end), speaker=name, text=text)
        at = end


def _stage(line: str, number: int) -> SetStage:
    wanted = line.lstrip("# ").strip()
    for stage in SET_STAGES:
        if stage == wanted:
            return stage
    raise InputError(f"Line {number} names no stage: {wanted}.", f"Known: {', '.join(SET_STAGES)}.")
