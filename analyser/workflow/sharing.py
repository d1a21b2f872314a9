"""A trainee shares a session with a mentor, or takes it back; a mentor sees what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyser.domain import Person, Session, Sheet
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.common import scope_of
from analyser.workflow.people import people, person_named

SheetState = Literal["none", "draft", "signed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A session that a mentor may look at.

    ``owner`` is ``None`` for sessions of ``me``. ``shared`` says since when (ISO 8601 in UTC; empty
    where it was not shared but can be seen); ``looked`` when the mentor last looked, else it is
    empty; ``new`` whether it was shared, or its owner commented, since then; ``sheet`` is how far
    the mentor's own sheet is.
    """

    session: Session
    owner: Person | None
    shared: str
    looked: str
    new: bool
    sheet: SheetState


def share(session: str, mentor: str, *, settings: Settings) -> None:
    """Let a mentor hear, put right and comment on a session.

    :raises StoreError: there is no such session, or no such person.
    :raises InputError: the person is no mentor, or the session is another's.
    """
    from analyser.store import sharing

    known = person_named(mentor, settings=settings)
    if "mentor" not in known.kinds:
        raise InputError(f"{known.name} is no mentor.", "Choose a mentor to share with.")
    sharing.share(scope_of(settings), session, known.id)


def take_back(session: str, mentor: str, *, settings: Settings) -> None:
    """Share a session with a mentor no longer; what the mentor signed stays.

    :raises StoreError: there is no such session.
    :raises InputError: it is another's.
    """
    from analyser.store import sharing

    sharing.take_back(scope_of(settings), session, mentor)


def shared_with(session: str, *, settings: Settings) -> tuple[Person, ...]:
    """The mentors with whom a session is shared, in that order.

    :raises StoreError: there is no such session.
    """
    from analyser.store import sharing

    known = {person.id: person for person in people(settings=settings)}
    return tuple(known[p] for p in sharing.shared_with(scope_of(settings), session) if p in known)


def looked_at(session: str, *, settings: Settings) -> None:
    """Whoever looks has seen what is new in a session.

    :raises StoreError: there is no such session.
    """
    from analyser.store import sharing

    sharing.looked_at(scope_of(settings), session)


def inbox(*, settings: Settings) -> tuple[Waiting, ...]:
    """The sessions of others that whoever looks may see: new ones first, then the newest first."""
    from analyser.store import sharing
    from analyser.store.sheets import written

    scope = scope_of(settings)
    known = {person.id: person for person in people(settings=settings)}
    since, looks = sharing.shared_since(scope), sharing.looks(scope)
    answered, sheets = sharing.answered_since(scope), written(scope)
    found = [
        Waiting(
            session=session,
            owner=known.get(session.owner),
            shared=since.get(session.id, ""),
            looked=looks.get(session.id, ""),
            new=_last(session, since, answered) > looks.get(session.id, ""),
            sheet=_state(sheets.get(session.id)),
        )
        for session in scope.sessions()
        if session.owner != scope.person
    ]
    return tuple(sorted(found, key=lambda waiting: not waiting.new))


def _last(session: Session, since: dict[str, str], answered: dict[str, str]) -> str:
    """When something new last came to a mentor about a session."""
    return max(since.get(session.id, session.created), answered.get(session.id, ""))


def _state(sheet: Sheet | None) -> SheetState:
    if sheet is None:
        return "none"
    return "signed" if sheet.signed else "draft"
