"""Many people's sessions together: distributions and change, never a ranking, nobody by name.

A cell is told only where it rests on at least five people; of a single session no more than its
month is told, and nothing that ties it to another of the same person. Whoever looks sees their own
sessions beside it. Sessions whose recording has warnings are counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from analyser.domain import Measure, Notice
from analyser.measures.within_people import Movement

FEWEST = 5
"""With fewer people than these in it, a cell is withheld."""

_HARMLESS = frozenset({"tracks", "language_unchecked"})
"""A microphone for each person makes a recording better; what was not checked is mostly well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is remembered of a session: no word of what was said.

    ``measures`` are the facilitator's own and the set's, one of each name, without evidence;
    ``kappa`` is how far people who labelled it agree. Notes and warnings may hold the names of
    voices; a cohort takes neither.
    """

    voices: int
    measures: tuple[Measure, ...]
    warnings: tuple[Notice, ...] = ()
    kappa: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A session of somebody on a day (ISO 8601), with its figures."""

    person: str
    day: str
    figures: Figures

    @property
    def flagged(self) -> bool:
        """Whether there are warnings about its recording."""
        return bool(self.codes)

    @property
    def codes(self) -> frozenset[str]:
        """The warnings about its recording by their codes, which name nobody."""
        return frozenset(notice.code for notice in self.figures.warnings) - _HARMLESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One session's value; ``when`` is a month (``2026-03``), or the day of one's own session."""

    when: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The middle and the spread of some sessions; ``None`` and no points where it is withheld.

    ``lower`` and ``upper`` are the quartiles.
    """

    people: int
    sessions: int
    median: float | None = None
    lower: float | None = None
    upper: float | None = None
    points: tuple[Point, ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether it rests on too few people to be told."""
        return self.people < FEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month (``2026-03``) and what its sessions have in common."""

    month: str
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """How many sessions have a figure in words, such as ``creeping``; ``None`` is withheld."""

    word: str
    sessions: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One measure over a cohort.

    ``all`` are the sessions without warnings, ``flagged`` those with some; ``change`` is over time
    within people; ``own`` are the sessions of whoever looks, whatever is withheld. A measure in
    words has ``words`` in the place of points.
    """

    name: str
    unit: str
    all: Cell
    months: tuple[Month, ...]
    flagged: Cell
    change: Movement
    own: tuple[Point, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """How many sessions carry a warning, by its code; ``None`` is withheld."""

    code: str
    sessions: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observers:
    """How far two people who labelled the same session agree: the mean of kappa over sessions.

    ``low`` and ``high`` bound a 95 % interval (bootstrap over sessions) from three sessions on.
    """

    people: int
    sessions: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Many people's sessions together.

    ``people`` and ``sessions`` count all that the filters leave, ``flagged`` those of them with
    warnings. ``programmes`` can be filtered by; ``sample`` says that all of it was invented.
    """

    people: int
    sessions: int
    flagged: int
    warnings: tuple[Warned, ...]
    spreads: tuple[Spread, ...]
    observers: Observers
    programmes: tuple[str, ...] = ()
    sample: bool = False

    def spread(self, name: str) -> Spread:
        """The spread of a measure, by its name."""
        return next(spread for spread in self.spreads if spread.name == name)
