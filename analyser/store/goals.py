"""Goals: set by a person after a session of theirs, read by them and by who mentors them."""

from __future__ import annotations

import secrets
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from analyser.domain import Goal, Session
from analyser.errors import InputError, StoreError
from analyser.store.rows import session_of
from analyser.store.scope import ME
from analyser.store.sharing import mentored
from analyser.store.tables import GoalRow, SessionRow
from analyser.store.times import now

if TYPE_CHECKING:
    from analyser.store.scope import Scope

_ID_BYTES = 4


def goals(scope: Scope, person: str) -> tuple[Goal, ...]:
    """A person's goals, the oldest first; none where this person has nothing to do with them."""
    if not _seen(scope, person):
        return ()
    query = select(GoalRow).where(GoalRow.person == person).order_by(GoalRow.made, GoalRow.id)
    with scope.store.reading() as connected:
        return tuple(_goal(row) for row in connected.scalars(query))


def set_before(scope: Scope, session: Session) -> tuple[Goal, ...]:
    """The goals of a session's owner that were set after an earlier session and were open then.

    Which session is the earlier one is told by their days, whoever may see it.
    """
    query = (
        select(GoalRow, SessionRow)
        .join(SessionRow, SessionRow.id == GoalRow.session)
        .where(GoalRow.person == session.owner)
        .order_by(GoalRow.made, GoalRow.id)
    )
    found = scope.session(session.id)
    with scope.store.reading() as connected:
        return tuple(
            _goal(row)
            for row, after in connected.execute(query)
            if in_order(session_of(after)) < in_order(found) and _open_at(row, found)
        )


def in_order(session: Session) -> tuple[str, str, str]:
    """Sorts sessions by the day of the set, and those of one day as they were handed in."""
    return session.held or session.created[:10], session.created, session.id


def add(scope: Scope, goal: Goal) -> Goal:
    """Keep a goal of the owner of its session; id, person and time are given to it.

    :raises StoreError: there is no such session.
    :raises InputError: it is another's.
    """
    found = scope.own(goal.session)
    new = replace(
        goal,
        id=secrets.token_hex(_ID_BYTES),
        person=found.owner,
        session=found.id,
        made=now(),
    )
    with scope.store.writing() as connected:
        connected.add(GoalRow(**asdict(new)))
    return new


def close(scope: Scope, named: str) -> Goal:
    """Put a goal of this person's aside.

    :raises StoreError: there is no such goal.
    :raises InputError: it is another's.
    """
    with scope.store.writing() as connected:
        row = connected.get(GoalRow, named)
        if row is None or not _seen(scope, row.person):
            raise StoreError(f"There is no goal '{named}'.", "List them: analyser goals")
        if scope.person not in {ME, row.person}:
            raise InputError("This is somebody else's goal.", "Talk about it with them.")
        row.closed = row.closed or now()
        return _goal(row)


def _open_at(row: GoalRow, session: Session) -> bool:
    """Whether a goal had not been put aside by the day of a session."""
    return not row.closed or row.closed[:10] > in_order(session)[0]


def _seen(scope: Scope, person: str) -> bool:
    """Whether this person may read somebody's goals."""
    return scope.person in {ME, person} or person in mentored(scope)


def _goal(row: GoalRow) -> Goal:
    return Goal(
        id=row.id,
        person=row.person,
        session=row.session,
        text=row.text,
        made=row.made,
        measure=row.measure,
        aim=row.aim,
        value=row.value,
        closed=row.closed,
    )
