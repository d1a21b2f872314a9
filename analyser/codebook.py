"""The codebook: what each act, role and stage means, read from ``codebook.toml``.

Screen help, documents and tests read the same file, so a label means one thing everywhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analyser.domain import ActName, Form, Role, SetStage

SOURCE = Path(__file__).parent / "codebook.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Something that may be said, by whom, and what it is. ``why`` may be empty."""

    text: str
    act: ActName
    form: Form | None = None
    role: Role = "member"
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActEntry:
    """One act: its name on the screen, what it is, what it is not, and examples of both."""

    act: ActName
    title: str
    definition: str
    forms: tuple[str, ...]
    is_not: tuple[str, ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HardCase:
    """A rule for what could be read in two ways, with examples."""

    number: int
    rule: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A role or a stage: its key, its name on the screen and what it means."""

    key: str
    title: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All that the labels mean."""

    unit: str
    acts: tuple[ActEntry, ...]
    forms: tuple[Term, ...]
    hard_cases: tuple[HardCase, ...]
    roles: tuple[Term, ...]
    stages: tuple[Term, ...]

    def entry(self, act: ActName) -> ActEntry:
        """The entry of one act."""
        return next(entry for entry in self.acts if entry.act == act)

    def stage(self, key: SetStage) -> Term:
        """The entry of one stage."""
        return next(term for term in self.stages if term.key == key)

    def examples(self) -> tuple[Example, ...]:
        """Every example in the book: of acts, against them, and of hard cases."""
        of_acts = (e for entry in self.acts for e in (*entry.examples, *entry.counter_examples))
        of_cases = (e for case in self.hard_cases for e in case.examples)
        return (*of_acts, *of_cases)


@cache
def codebook() -> Codebook:
    """The codebook as it stands in ``codebook.toml``; read once."""
    raw = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return Codebook(
        unit=raw["unit"],
        acts=tuple(_entry(act, entry) for act, entry in raw["acts"].items()),
        forms=_terms(raw["forms"]),
        hard_cases=tuple(_case(n, case) for n, case in enumerate(raw["hard_cases"], start=1)),
        roles=_terms(raw["roles"]),
        stages=_terms(raw["stages"]),
    )


def _entry(act: Any, raw: Mapping[str, Any]) -> ActEntry:
    """One act; its own examples need not repeat its name."""
    return ActEntry(
        act=act,
        title=raw["title"],
        definition=raw["definition"],
        forms=tuple(raw["forms"]),
        is_not=tuple(raw["is_not"]),
        examples=tuple(Example(**{"act": act, **example}) for example in raw["examples"]),
        counter_examples=tuple(Example(**example) for example in raw["counter_examples"]),
    )


def _case(number: int, raw: Mapping[str, Any]) -> HardCase:
    """One hard case."""
    examples = tuple(Example(**example) for example in raw["examples"])
    return HardCase(number=number, rule=raw["rule"], examples=examples)


def _terms(raw: Mapping[str, Any]) -> tuple[Term, ...]:
    """The terms of one table, in its order."""
    return tuple(Term(key=key, **entry) for key, entry in raw.items())
