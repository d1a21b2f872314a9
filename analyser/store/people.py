"""Who uses the tool: names, and as what; whoever uses the machine may read and change that."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Connected

from analyser.domain import Person, PersonKind
from analyser.errors import InputError, StoreError
from analyser.store.scope import ME
from analyser.store.tables import (
    ClaimRow,
    CommentRow,
    GoalRow,
    LookRow,
    NoteRow,
    PersonRow,
    SessionRow,
    ShareRow,
    SheetRow,
)

if TYPE_CHECKING:
    from analyser.store.store import Store


def people(store: Store) -> tuple[Person, ...]:
    """Everybody, by name."""
    with store.reading() as connected:
        rows = connected.scalars(select(PersonRow))
        return tuple(sorted(map(_person, rows), key=lambda person: (person.name, person.id)))


def person(store: Store, name: str) -> Person:
    """The person with this id.

    :raises StoreError: there is none.
    """
    with store.reading() as connected:
        return _person(_row(connected, name))


def add(
    store: Store, name: str, kinds: Iterable[PersonKind], *, programme: str, sample: bool
) -> Person:
    """Somebody new, under an id made of the name, which nobody ever had here."""
    with store.writing() as connected:
        new = PersonRow(
            id=fresh_id(connected, name),
            name=name,
            kinds=tuple(kinds),
            programme=programme,
            sample=sample,
        )
        connected.add(new)
        return _person(new)


def change(
    store: Store,
    name: str,
    *,
    called: str | None,
    kinds: tuple[PersonKind, ...] | None,
    programme: str | None,
) -> Person:
    """The person under another name, kind or programme; who is no mentor is shared with no more.

    :raises StoreError: there is no such person.
    """
    with store.writing() as connected:
        row = _row(connected, name)
        row.name = row.name if called is None else called
        row.kinds = row.kinds if kinds is None else kinds
        row.programme = row.programme if programme is None else programme
        if "mentor" not in row.kinds:
            connected.execute(delete(ShareRow).where(ShareRow.person == row.id))
        return _person(row)


def remove(store: Store, name: str) -> None:
    """Remove somebody: their goals, notes and drafts go, what they told others stays.

    :raises StoreError: there is no such person.
    :raises InputError: sessions are theirs.
    """
    with store.writing() as connected:
        row = _row(connected, name)
        owned = select(func.count()).where(SessionRow.owner == row.id)
        if connected.execute(owned).scalar_one():
            raise InputError(
                f"Sessions are {row.name}'s.", "Give them to somebody else, or forget them, first."
            )
        drafts = SheetRow.by == row.id, SheetRow.signed == ""
        connected.execute(delete(SheetRow).where(*drafts))
        for table in (GoalRow, NoteRow, LookRow):
            connected.execute(delete(table).where(table.person == row.id))
        connected.delete(row)


def _row(connected: Connected, name: str) -> PersonRow:
    row = connected.get(PersonRow, name)
    if row is None:
        raise StoreError(f"There is no person '{name}'.", "List them: analyser people")
    return row


def _person(row: PersonRow) -> Person:
    return Person(
        id=row.id, name=row.name, kinds=row.kinds, programme=row.programme, sample=row.sample
    )


def fresh_id(connected: Connected, name: str) -> str:
    """An id that nobody has or had: what was said under it is never taken for another's."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = "-".join(re.findall(r"[a-z0-9]+", letters)) or "person"
    taken = {ME, *_signed(connected)}
    numbered = (f"{plain}-{n}" for n in count(2))
    return plain if plain not in taken else next(made for made in numbered if made not in taken)


def _signed(connected: Connected) -> set[str]:
    """Every id under which something is, or was said."""
    columns = (PersonRow.id, SessionRow.owner, ClaimRow.by, CommentRow.by, SheetRow.by)
    return {name for column in columns for name in connected.scalars(select(column).distinct())}
