"""What people write beside a session: private notes, and comments pinned to its moments.

Comments of others are working notes until they are meant to be read. The owner of a session sees
their own at once; another's while a signed sheet of that person's stands: all that was written
before it was signed, and answers to what the owner can see. Whoever the session is shared with sees
every comment.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session as Connected

from analyser.domain import Comment, Session
from analyser.errors import InputError, StoreError
from analyser.store.scope import ME
from analyser.store.sheets import signed
from analyser.store.tables import CommentRow, NoteRow, SheetRow
from analyser.store.times import later_than

if TYPE_CHECKING:
    from analyser.store.scope import Scope

_ID_BYTES = 6


def note(scope: Scope, session: str) -> str:
    """What this person wrote about a session for themselves; empty if nothing.

    :raises StoreError: there is no such session.
    """
    found = scope.session(session)
    with scope.store.reading() as connected:
        row = connected.get(NoteRow, (found.id, scope.person))
        return "" if row is None else row.text


def write_note(scope: Scope, session: str, text: str) -> None:
    """Put a text in the place of this person's note on a session; an empty one removes it.

    :raises StoreError: there is no such session.
    """
    found = scope.session(session)
    with scope.store.writing() as connected:
        if text:
            connected.merge(NoteRow(session=found.id, person=scope.person, text=text))
            return
        own = NoteRow.session == found.id, NoteRow.person == scope.person
        connected.execute(delete(NoteRow).where(*own))


def comments(scope: Scope, session: str) -> tuple[Comment, ...]:
    """The comments on a session that this person may read, in order of the moments they are on.

    :raises StoreError: there is no such session.
    """
    found = scope.session(session)
    query = select(CommentRow).where(CommentRow.session == found.id).order_by(CommentRow.at)
    every = _found(scope, query)
    told = _told(every, found, scope) if _waits(scope, found) else every
    return tuple(sorted(told, key=lambda comment: (comment.start, comment.at, comment.id)))


def comment(scope: Scope, named: str) -> Comment:
    """The comment with this id, where this person may read it.

    :raises StoreError: there is none.
    """
    for found in _found(scope, select(CommentRow).where(CommentRow.id == named)):
        if found.session in {session.id for session in scope.sessions()}:
            readable = comments(scope, found.session)
            if found in readable:
                return found
    raise StoreError(f"There is no comment '{named}'.", "It may have been removed.")


def add_comment(scope: Scope, said: Comment) -> Comment:
    """Keep a comment of this person; id, writer and time are given to it.

    :raises StoreError: there is no such session.
    """
    found = scope.session(said.session)
    with scope.store.writing() as connected:
        new = replace(
            said,
            id=secrets.token_hex(_ID_BYTES),
            session=found.id,
            by=scope.person,
            at=later_than(_last_said(connected, found.id)),
        )
        connected.add(CommentRow(**asdict(new)))
    return new


def change_comment(scope: Scope, named: str, text: str) -> None:
    """Put another text in the place of this person's comment.

    :raises StoreError: there is no such comment.
    :raises InputError: it is another's.
    """
    own = _own(scope, named)
    with scope.store.writing() as connected:
        connected.get_one(CommentRow, own.id).text = text


def remove_comment(scope: Scope, named: str) -> None:
    """Remove this person's comment; what others answered to it stays.

    :raises StoreError: there is no such comment.
    :raises InputError: it is another's.
    """
    own = _own(scope, named)
    with scope.store.writing() as connected:
        connected.execute(delete(CommentRow).where(CommentRow.id == own.id))


def _waits(scope: Scope, session: Session) -> bool:
    """Whether others' comments reach this person only when they are signed: the owner's case."""
    return scope.person == session.owner and scope.person != ME


def _told(every: Iterable[Comment], session: Session, scope: Scope) -> list[Comment]:
    """What the owner may read of the comments, which are in the order in which they were made."""
    until = {by: sheet.signed for by, sheet in signed(scope, session.id).items()}
    told: dict[str, Comment] = {}
    for said in every:
        meant = said.by in until and (said.at <= until[said.by] or said.answers in told)
        if said.by == session.owner or meant:
            told[said.id] = said
    return list(told.values())


def _own(scope: Scope, named: str) -> Comment:
    found = comment(scope, named)
    if scope.person not in {ME, found.by}:
        raise InputError("Somebody else wrote this comment.", "Answer it instead.")
    return found


def _found(scope: Scope, query: Select[CommentRow]) -> list[Comment]:
    with scope.store.reading() as connected:
        return [_comment(row) for row in connected.scalars(query)]


def _comment(row: CommentRow) -> Comment:
    return Comment(
        id=row.id,
        session=row.session,
        by=row.by,
        at=row.at,
        start=row.start,
        end=row.end,
        kind=row.kind,
        text=row.text,
        answers=row.answers,
    )


def _last_said(connected: Connected, session: str) -> str | None:
    """When something was last said of a session, or signed."""
    said = connected.scalar(select(func.max(CommentRow.at)).where(CommentRow.session == session))
    signed = connected.scalar(select(func.max(SheetRow.signed)).where(SheetRow.session == session))
    return max(said or "", signed or "") or None
