"""Sessions as rows of a list: whose, when, for which programme, with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyser import workflow
from analyser.dashboard import samples
from analyser.dashboard.dates import day
from analyser.domain import Session
from analyser.measures.wording import listed, minutes
from analyser.settings import Settings
from analyser.store import ME


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A session in a list, with its line of small print."""

    session: Session
    facts: str
    own: bool
    invented: bool


def rows_of(known: Sequence[Session], *, settings: Settings) -> tuple[Row, ...]:
    """Each session with what a list says about it; nothing of its analysis is read."""
    names = {person.id: person.name for person in workflow.people(settings=settings)}
    return tuple(_row(session, names, settings) for session in known)


def latest_first(known: Iterable[Session]) -> list[Session]:
    """Sessions by the days of their sets, the latest first."""
    return sorted(known, key=lambda one: (one.held or one.created[:10], one.created), reverse=True)


def narrowed(rows: Sequence[Row], wanted: str) -> tuple[Row, ...]:
    """The rows in which all the wanted words are found."""
    words = wanted.lower().split()
    return tuple(row for row in rows if all(word in _told(row) for word in words))


def shared_line(row: Row, *, settings: Settings) -> str:
    """Who else may see it, for those whose session it is; else nothing."""
    if not row.own:
        return ""
    names = [person.name for person in workflow.shared_with(row.session.id, settings=settings)]
    return f"Shared with {listed(names)}" if names else ""


def held_on(session: Session) -> str:
    """The day of the set, or the day on which it was handed in."""
    return day(session.held or session.created)


def _told(row: Row) -> str:
    return f"{row.session.name} {row.facts}".lower()


def _row(session: Session, names: dict[str, str], settings: Settings) -> Row:
    facts = (
        names.get(session.owner, ""),
        held_on(session),
        minutes(session.recording.duration),
        session.programme,
        {True: "online", False: "in one room", None: ""}[session.online],
    )
    return Row(
        session=session,
        facts=" · ".join(fact for fact in facts if fact),
        own=settings.person in {ME, session.owner},
        invented=session.sample or samples.is_invented(session.recording.id),
    )
