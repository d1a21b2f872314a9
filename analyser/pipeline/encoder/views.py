"""What the encoder sees of an utterance: its words, who speaks, and what stands just around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from analyser.domain import Role

Floor = Literal["holds", "shares", "unknown"]
"""Whether the speaker says more than anybody else around the utterance."""

By = Literal["same", "facilitator", "presenter", "member", "observer", "unnamed", "nobody"]
"""Who says the utterance before or after: the same speaker, another by role, or nobody."""

FLOORS: tuple[Floor, ...] = get_args(Floor)
BYS: tuple[By, ...] = get_args(By)

WINDOW = 30
"""Utterances before and after that show who holds the floor."""
LEAST_SHARE = 0.3
"""The part of the words that somebody who holds the floor speaks at the least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One utterance with what is known of its speaker; an empty speaker is nobody in particular."""

    text: str
    speaker: str = ""
    role: Role = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An utterance as the encoder sees it."""

    text: str
    role: Role = "unnamed"
    floor: Floor = "unknown"
    before: str = ""
    before_by: By = "nobody"
    after: str = ""
    after_by: By = "nobody"


def views(said: Sequence[Said]) -> list[View]:
    """One view per utterance of one conversation, in order."""
    holders = _holders(said)
    return [
        View(
            text=one.text,
            role=one.role,
            floor=_floor(one, holders[n]),
            before=said[n - 1].text if n else "",
            before_by=_by(said[n - 1], one) if n else "nobody",
            after=said[n + 1].text if n + 1 < len(said) else "",
            after_by=_by(said[n + 1], one) if n + 1 < len(said) else "nobody",
        )
        for n, one in enumerate(said)
    ]


def _by(neighbour: Said, one: Said) -> By:
    """Who the neighbour is to the speaker."""
    if neighbour.speaker and neighbour.speaker == one.speaker:
        return "same"
    return neighbour.role


def _floor(one: Said, holder: str | None) -> Floor:
    if not one.speaker or holder is None:
        return "unknown"
    return "holds" if one.speaker == holder else "shares"


def _holders(said: Sequence[Said]) -> list[str | None]:
    """For each utterance the speaker with most of the words around it."""
    sizes = [(one.speaker, len(one.text.split())) for one in said]
    counts: Counter[str] = Counter()
    for speaker, size in sizes[:WINDOW]:
        counts[speaker] += size
    found = []
    for n in range(len(sizes)):
        if n + WINDOW < len(sizes):
            counts[sizes[n + WINDOW][0]] += sizes[n + WINDOW][1]
        if n > WINDOW:
            counts[sizes[n - WINDOW - 1][0]] -= sizes[n - WINDOW - 1][1]
        found.append(_most(counts))
    return found


def _most(counts: Mapping[str, int]) -> str | None:
    """The voice with most words, where it has a fair part of them and is not alone."""
    named = sorted(((size, name) for name, size in counts.items() if name and size), reverse=True)
    if len(named) <= 1:
        return None
    size, name = named[0]
    return name if size >= LEAST_SHARE * sum(counts.values()) else None
