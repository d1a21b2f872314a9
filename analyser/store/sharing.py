"""Whom a session is shared with, and when each of them last looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from analyser.store.scope import ME
from analyser.store.tables import CommentRow, LookRow, SessionRow, ShareRow
from analyser.store.times import now

if TYPE_CHECKING:
    from analyser.store.scope import Scope


def share(scope: Scope, session: str, mentor: str) -> None:
    """Let a mentor see a session and say something about it; asked twice, it is done once.

    :raises StoreError: there is no such session.
    :raises InputError: it is another's.
    """
    found = scope.own(session)
    with scope.store.writing() as connected:
        if connected.get(ShareRow, (found.id, mentor)) is None:
            connected.add(ShareRow(session=found.id, person=mentor, at=now()))


def take_back(scope: Scope, session: str, mentor: str) -> None:
    """Share a session with a mentor no longer.

    :raises StoreError: there is no such session.
    :raises InputError: it is another's.
    """
    found = scope.own(session)
    with scope.store.writing() as connected:
        shared = ShareRow.session == found.id, ShareRow.person == mentor
        connected.execute(delete(ShareRow).where(*shared))


def shared_with(scope: Scope, session: str) -> dict[str, str]:
    """The people with whom a session is shared, each with when that began.

    :raises StoreError: there is no such session.
    """
    found = scope.session(session)
    query = select(ShareRow).where(ShareRow.session == found.id).order_by(ShareRow.at)
    with scope.store.reading() as connected:
        return {row.person: row.at for row in connected.scalars(query)}


def shared_since(scope: Scope) -> dict[str, str]:
    """The sessions that are shared with this person, each with when that began."""
    query = select(ShareRow).where(ShareRow.person == scope.person)
    with scope.store.reading() as connected:
        return {row.session: row.at for row in connected.scalars(query)}


def mentored(scope: Scope) -> set[str]:
    """Whose sessions are shared with this person; everybody's with ``ME``."""
    query = select(SessionRow.owner).distinct()
    if scope.person != ME:
        query = query.join(ShareRow, ShareRow.session == SessionRow.id)
        query = query.where(ShareRow.person == scope.person)
    with scope.store.reading() as connected:
        return set(connected.scalars(query))


def looks(scope: Scope) -> dict[str, str]:
    """When this person last looked at what is new in each session."""
    query = select(LookRow).where(LookRow.person == scope.person)
    with scope.store.reading() as connected:
        return {row.session: row.at for row in connected.scalars(query)}


def looked_at(scope: Scope, session: str) -> None:
    """This person has seen what is new in a session.

    :raises StoreError: there is no such session.
    """
    found = scope.session(session)
    with scope.store.writing() as connected:
        connected.merge(LookRow(session=found.id, person=scope.person, at=now()))


def answered_since(scope: Scope) -> dict[str, str]:
    """When an owner last commented on each session of theirs that this person may see."""
    seen = {session.id for session in scope.sessions()}
    query = (
        select(CommentRow.session, func.max(CommentRow.at))
        .join(SessionRow, SessionRow.id == CommentRow.session)
        .where(CommentRow.by == SessionRow.owner)
        .where(CommentRow.by != scope.person)
        .group_by(CommentRow.session)
    )
    with scope.store.reading() as connected:
        return {session: at for session, at in connected.execute(query) if session in seen}
