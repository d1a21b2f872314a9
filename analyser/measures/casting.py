"""Who has which role when, and which round and stage it is.

A round's presenter presents in it, whatever role the voice has by name, and whoever else is named
presenter is a member there. Outside of rounds, and in rounds of which nobody said who presents, the
named roles hold.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyser.domain import Analysis, Mark, MarkKind, Role

Span = tuple[float, float]
"""Start and end in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Marks of one kind, in order of time; they do not overlap."""

    rows: tuple[Mark, ...]
    starts: tuple[float, ...]

    @classmethod
    def of(cls, analysis: Analysis, kind: MarkKind) -> Marks:
        """The rounds or the stages that a person marked or accepted."""
        rows = sorted(
            (mark for mark in analysis.marks if mark.kind == kind and not mark.proposed),
            key=lambda mark: mark.start,
        )
        return cls(rows=tuple(rows), starts=tuple(mark.start for mark in rows))

    def at(self, time: float) -> Mark | None:
        """The mark in which a moment lies."""
        place = bisect_right(self.starts, time) - 1
        return self.rows[place] if place >= 0 and time < self.rows[place].end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """The roles by name and the rounds that change them."""

    named: Mapping[str, Role]
    rounds: Marks

    @classmethod
    def of(cls, analysis: Analysis) -> Casting:
        """The roles of a session."""
        named = {speaker.id: speaker.role for speaker in analysis.speakers}
        return cls(named=named, rounds=Marks.of(analysis, "round"))

    def role(self, voice: str, time: float) -> Role:
        """The role of a voice at a moment."""
        return self.role_in(voice, self.rounds.at(time))

    def role_in(self, voice: str, within: Mark | None) -> Role:
        """The role of a voice in a round; ``None`` is outside of all of them."""
        named = self.named.get(voice, "unnamed")
        if within is None or within.presenter is None:
            return named
        if voice == within.presenter:
            return "presenter"
        return "member" if named == "presenter" else named

    def seconds_as(self, role: Role, voices: Iterable[str], span: Span) -> dict[str, float]:
        """For how long in a span each of the voices has a role, for those that ever have it.

        A span of no length leaves the named roles.
        """
        spells = self._spells(span)
        known = list(voices)
        return {
            voice: sum(seconds for within, seconds in spells if self.role_in(voice, within) == role)
            for voice in known
            if any(self.role_in(voice, within) == role for within, _seconds in spells)
        }

    def _spells(self, span: Span) -> list[tuple[Mark | None, float]]:
        """The rounds in a span with their seconds, and what is left of it outside of them."""
        inside = [
            (mark, min(mark.end, span[1]) - max(mark.start, span[0])) for mark in self.rounds.rows
        ]
        spells: list[tuple[Mark | None, float]] = [(mark, s) for mark, s in inside if s > 0]
        left = span[1] - span[0] - sum(seconds for _mark, seconds in spells)
        return [*spells, (None, left)] if left > _NOTHING or not spells else spells


_NOTHING = 1e-6


def middle_of(start: float, end: float) -> float:
    """The moment that decides in which round or stage something lies, to half a millisecond."""
    return round((start + end) / 2, 4)


def span_of(analysis: Analysis) -> Span:
    """From when to when an analysis is looked at, in seconds from the start of the recording."""
    part = analysis.part
    return (0.0, analysis.recording.duration) if part is None else (part.start, part.end)


def length_of(analysis: Analysis) -> float:
    """The seconds that are looked at."""
    start, end = span_of(analysis)
    return end - start
