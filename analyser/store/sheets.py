"""Feedback sheets in their versions: a draft that its writer alone sees, and what was signed.

What was signed is kept as it was signed. The owner of a session reads the latest signed version
of each writer, until it is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session as Connected

from analyser.domain import Session, Sheet
from analyser.errors import InputError
from analyser.store.scope import ME
from analyser.store.tables import SheetRow
from analyser.store.times import now

if TYPE_CHECKING:
    from analyser.store.scope import Scope

_ORDER = SheetRow.by, SheetRow.signed == "", SheetRow.id


def sheets(scope: Scope, session: str) -> tuple[Sheet, ...]:
    """The sheets on a session that this person may read, one of each writer, the newest first.

    Their own in its newest version, a draft or not; of others what they signed; ``ME`` all.

    :raises StoreError: there is no such session.
    """
    found = scope.session(session)
    with scope.store.reading() as connected:
        rows = connected.scalars(_of(found)).all()
    newest: dict[str, Sheet] = {}
    for row in rows:
        if row.signed or scope.person in {ME, row.by}:
            newest[row.by] = row.sheet
    return tuple(sorted(newest.values(), key=lambda sheet: sheet.changed, reverse=True))


def signed(scope: Scope, session: str) -> dict[str, Sheet]:
    """What was signed last on a session and stands, by its writer.

    :raises StoreError: there is no such session.
    """
    found = scope.session(session)
    with scope.store.reading() as connected:
        return {row.by: row.sheet for row in connected.scalars(_of(found)) if row.signed}


def draft(scope: Scope, session: str) -> Sheet | None:
    """This person's draft on a session.

    :raises StoreError: there is no such session.
    """
    newest = written(scope).get(scope.session(session).id)
    return newest if newest is not None and not newest.signed else None


def written(scope: Scope) -> dict[str, Sheet]:
    """This person's own sheets in their newest version, by the session that each is on."""
    query = select(SheetRow).where(SheetRow.by == scope.person, SheetRow.taken_back == "")
    seen = {session.id for session in scope.sessions()}
    with scope.store.reading() as connected:
        rows = connected.scalars(query.order_by(*_ORDER))
        return {row.session: row.sheet for row in rows if row.session in seen}


def keep(scope: Scope, sheet: Sheet) -> Sheet:
    """Keep a sheet as this person's draft, in the place of an earlier one.

    :raises StoreError: there is no such session.
    :raises InputError: it is this person's own session.
    """
    found = _judged(scope, sheet.session)
    draft = replace(sheet, session=found.id, by=scope.person, changed=now(), signed="")
    with scope.store.writing() as connected:
        _drop_draft(connected, found, scope.person)
        connected.add(_row(draft))
    return draft


def sign(scope: Scope, session: str) -> Sheet:
    """Sign this person's draft: its session's owner can read it from now on.

    :raises StoreError: there is no such session.
    :raises InputError: there is no draft, or it is this person's own session.
    """
    found = _judged(scope, session)
    with scope.store.writing() as connected:
        draft = next((row.sheet for row in _by(connected, found, scope) if not row.signed), None)
        if draft is None:
            raise InputError("There is no draft to sign.", "Write the sheet, and keep it, first.")
        signed = replace(draft, signed=now())
        _drop_draft(connected, found, scope.person)
        connected.add(_row(signed))
    return signed


def take_back(scope: Scope, session: str) -> Sheet:
    """Hide what this person signed from the owner again; it is a draft from now on.

    :raises StoreError: there is no such session.
    :raises InputError: nothing was signed, or it is this person's own session.
    """
    found = _judged(scope, session)
    with scope.store.writing() as connected:
        rows = _by(connected, found, scope)
        signed = [row for row in rows if row.signed]
        if not signed:
            raise InputError("There is no signed sheet to take back.", "Sign one first.")
        for row in signed:
            row.taken_back = now()
        draft = replace(rows[-1].sheet, signed="")
        _drop_draft(connected, found, scope.person)
        connected.add(_row(draft))
    return draft


def _judged(scope: Scope, session: str) -> Session:
    """A session on which this person may write a sheet: another's, or any for ``ME``."""
    found = scope.session(session)
    if scope.person == found.owner and scope.person != ME:
        raise InputError(
            "A feedback sheet is written by somebody else.", "Share the session with a mentor."
        )
    return found


def _of(session: Session) -> Select[SheetRow]:
    """A session's sheets that were not taken back: of each writer what was signed, then a draft."""
    stands = SheetRow.session == session.id, SheetRow.taken_back == ""
    return select(SheetRow).where(*stands).order_by(*_ORDER)


def _by(connected: Connected, session: Session, scope: Scope) -> Sequence[SheetRow]:
    return connected.scalars(_of(session).where(SheetRow.by == scope.person)).all()


def _drop_draft(connected: Connected, session: Session, person: str) -> None:
    draft = SheetRow.session == session.id, SheetRow.by == person, SheetRow.signed == ""
    connected.execute(delete(SheetRow).where(*draft))


def _row(sheet: Sheet) -> SheetRow:
    return SheetRow(
        session=sheet.session, by=sheet.by, signed=sheet.signed, taken_back="", sheet=sheet
    )
