"""The people who use the tool, and what they say to one another about a session.

Frozen rows, standard library only, as in ``recordings``. What a person says is kept apart from
what a machine claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

PersonKind = Literal["trainee", "mentor", "lead"]
CommentKind = Literal["strength", "question", "try_next", "note"]
Seen = Literal["yes", "partly", "no", "cannot_tell"]
Aim = Literal["at_least", "at_most"]

PERSON_KINDS: tuple[PersonKind, ...] = get_args(PersonKind)
COMMENT_KINDS: tuple[CommentKind, ...] = get_args(CommentKind)
SEEN: tuple[Seen, ...] = get_args(Seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who uses the tool, and as what; ``programme`` is the course that they are on."""

    id: str
    name: str
    kinds: tuple[PersonKind, ...]
    programme: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A person's words pinned to a stretch of a session; ``answers`` is the comment replied to.

    A comment on a moment has ``end`` equal to ``start``. ``at`` is ISO 8601 in UTC.
    """

    id: str
    session: str
    by: str
    at: str
    start: float
    end: float
    kind: CommentKind
    text: str
    answers: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a trainee set out to do next time: in words, and as a figure where it is one.

    ``measure`` names a measure, about the facilitator; ``value`` is what it is to be ``at_least``
    or ``at_most``. ``session`` is the one after which it was set; ``closed`` says when it was put
    aside, else it is empty.
    """

    id: str
    person: str
    session: str
    text: str
    made: str
    measure: str | None = None
    aim: Aim | None = None
    value: float | None = None
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """Whether a behaviour of the rubric was seen in a session, and what was noted about it."""

    behaviour: str
    seen: Seen
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetItem:
    """One point of a feedback sheet, with where to listen to it where that is known."""

    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A mentor's feedback on a session. A trainee sees it once it is ``signed`` (ISO 8601 in UTC).

    ``figures`` names the measures that it shows; ``goals`` are in words.
    """

    session: str
    by: str
    changed: str
    signed: str = ""
    opening: str = ""
    strengths: tuple[SheetItem, ...] = ()
    wonders: tuple[SheetItem, ...] = ()
    next_time: tuple[SheetItem, ...] = ()
    ratings: tuple[Rating, ...] = ()
    questions: bool = True
    figures: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    closing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """Something that can be seen a facilitator do: a line of the rubric."""

    id: str
    title: str
    question: str
