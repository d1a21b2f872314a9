"""What the network learns from: views with what is known of their class.

A public corpus often knows less than a class: that a sentence is advice, in which form nobody
says; that a turn of several sentences holds a question, in which of them nobody says. ``Example``
and ``Bag`` keep exactly what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from analyser.pipeline.encoder.codes import CODES, Code
from analyser.pipeline.encoder.views import By, Said, View, views
from analyser.train.dialogues import Spoken
from analyser.train.mishear import heard, style

NO_ROLES = 0.12
NO_SPEAKERS = 0.08
ALONE = 0.10
STRANGE = 0.05
"""How often a row is shown without roles, without speakers, alone, or among other's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One utterance; its class is one of ``allowed``."""

    view: View
    allowed: tuple[Code, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """The sentences of one turn: some of them are of each of ``has``, none is of ``lacks``."""

    views: tuple[View, ...]
    has: tuple[tuple[Code, ...], ...]
    lacks: tuple[Code, ...]
    weight: float = 1.0


Item = Example | Bag


def corpus_examples(dialogue: Sequence[Spoken], *, weight: float = 1.0) -> list[Example]:
    """The rows of one dialogue of the project's corpus."""
    return [
        Example(view=view, allowed=(row.code,), weight=weight)
        for row, view in zip(dialogue, seen(dialogue), strict=True)
    ]


def seen(dialogue: Sequence[Spoken], write: Callable[[str], str] = str) -> list[View]:
    """The views of a dialogue, its words as ``write`` writes them."""
    return views(
        [Said(text=write(row.text), speaker=row.speaker, role=row.role) for row in dialogue]
    )


def anything_but(*codes: Code) -> tuple[Code, ...]:
    """All classes but these."""
    return tuple(code for code in CODES if code not in codes)


def shown(item: Item, strangers: Sequence[View], random: Random) -> Item:
    """The item as it is shown in one epoch: in some style, with more or less around it."""
    look = style(random)
    if isinstance(item, Bag):
        return replace(item, views=tuple(_styled(view, look, random) for view in item.views))
    view = _styled(_around(item.view, strangers, random), look, random)
    return replace(item, view=view)


def _styled(view: View, look: str, random: Random) -> View:
    return replace(
        view,
        text=heard(view.text, look, random),
        before=heard(view.before, look, random) if view.before else "",
        after=heard(view.after, look, random) if view.after else "",
    )


def _around(view: View, strangers: Sequence[View], random: Random) -> View:
    """Less, or something else, around an utterance: nobody promises that roles are known."""
    lot = random.random()
    if lot < NO_ROLES:
        return _nameless(view)
    if lot < NO_ROLES + NO_SPEAKERS:
        return _speakerless(view)
    if lot < NO_ROLES + NO_SPEAKERS + ALONE:
        return View(text=view.text, role=random.choice([view.role, "unnamed"]))
    if lot < NO_ROLES + NO_SPEAKERS + ALONE + STRANGE and strangers:
        other = random.choice(strangers)
        return _speakerless(replace(view, before=other.before, after=other.after))
    return view


def _nameless(view: View) -> View:
    """Without roles."""

    def hidden(by: By) -> By:
        return by if by in {"same", "nobody"} else "unnamed"

    return replace(
        view, role="unnamed", before_by=hidden(view.before_by), after_by=hidden(view.after_by)
    )


def _speakerless(view: View) -> View:
    """Without any speaker."""
    return replace(
        view,
        role="unnamed",
        floor="unknown",
        before_by="unnamed" if view.before else "nobody",
        after_by="unnamed" if view.after else "nobody",
    )
