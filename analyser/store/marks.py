"""Claims about rounds and stages, folded into the marks of an analysis: rows in, rows out.

A claim of the kind ``mark`` says where a round or a stage lies; a later one about the same mark
takes its place, and one with an empty value removes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from analyser.domain import Analysis, Mark


class Change(Protocol):
    """A claim as those of the store are."""

    @property
    def kind(self) -> str:
        """``mark`` or ``merge``; others are passed over."""

    @property
    def subject(self) -> str:
        """The mark's id; the voice that goes."""

    @property
    def value(self) -> Mapping[str, Any]:
        """``{"kind", "start", "end", "stage", "presenter"}``; ``{"into"}`` of a merge."""

    @property
    def by(self) -> str:
        """Who says so."""


def marked(analysis: Analysis, changes: Iterable[Change]) -> Analysis:
    """The analysis with the marks that the claims, oldest first, leave; in order of time.

    A presenter whose voice was merged is the voice that it is part of by now; one of whom nothing
    is heard any more is not known.
    """
    made = list(changes)
    stands = {claim.subject: claim for claim in made if claim.kind == "mark"}
    kept = [mark_of(claim) for claim in stands.values() if claim.value]
    now = _voices_now(made)
    known = {speaker.id for speaker in analysis.speakers}
    marks = [replace(mark, presenter=_known(mark.presenter, now, known)) for mark in kept]
    return replace(analysis, marks=tuple(sorted(marks, key=lambda m: (m.start, -m.end, m.id))))


def mark_of(claim: Change) -> Mark:
    """The mark that a claim speaks of."""
    return Mark(id=claim.subject, by=claim.by, **claim.value)


def value_of(mark: Mark) -> dict[str, Any]:
    """What a claim says about a mark."""
    return {
        "kind": mark.kind,
        "start": mark.start,
        "end": mark.end,
        "stage": mark.stage,
        "presenter": mark.presenter,
    }


def removed(changes: Iterable[Change]) -> frozenset[str]:
    """The ids of the marks that somebody said are none."""
    stands = {claim.subject: claim for claim in changes if claim.kind == "mark"}
    return frozenset(subject for subject, claim in stands.items() if not claim.value)


def _voices_now(changes: Iterable[Change]) -> dict[str, str]:
    """For each voice that was merged, the voice that it is part of in the end."""
    into: dict[str, str] = {}
    for claim in changes:
        if claim.kind == "merge":
            gone, kept = (into.get(v, v) for v in (claim.subject, str(claim.value["into"])))
            into = {voice: kept if end == gone else end for voice, end in into.items()}
            into |= {gone: kept} if gone != kept else {}
    return into


def _known(voice: str | None, now: Mapping[str, str], known: set[str]) -> str | None:
    if voice is None:
        return None
    present = now.get(voice, voice)
    return present if present in known else None
