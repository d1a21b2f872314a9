"""Who uses the tool, who is looking, and what is said of whose sessions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from analyser.domain import PERSON_KINDS, Person, PersonKind, Session
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.checks import check_known, day_of
from analyser.workflow.common import scope_of, short


def people(*, settings: Settings) -> tuple[Person, ...]:
    """Everybody who was added, by name."""
    from analyser.store import people as kept

    return kept.people(scope_of(settings).store)


def person_named(person: str, *, settings: Settings) -> Person:
    """The person with this id.

    :raises StoreError: there is none.
    """
    from analyser.store import people as kept

    return kept.person(scope_of(settings).store, person)


def viewer(*, settings: Settings) -> Person | None:
    """Who looks; ``None`` for ``me``, who sees everything on this machine.

    :raises StoreError: the settings name somebody who is not there.
    """
    from analyser.store import ME

    return None if settings.person == ME else person_named(settings.person, settings=settings)


def add_person(
    name: str,
    kinds: Iterable[PersonKind],
    programme: str = "",
    *,
    sample: bool = False,
    settings: Settings,
) -> Person:
    """Add somebody who uses the tool.

    :param programme: the course that they are on.
    :param sample: they were invented to be looked at.
    :raises InputError: the name is empty, or what they do here is not known.
    """
    from analyser.store import people as kept

    store = scope_of(settings).store
    does = _kinds(kinds)
    return kept.add(store, _name(name), does, programme=short(programme), sample=sample)


def change_person(
    person: str,
    *,
    name: str | None = None,
    kinds: Iterable[PersonKind] | None = None,
    programme: str | None = None,
    settings: Settings,
) -> Person:
    """Change somebody; what is ``None`` stays. With who is no mentor nothing is shared any more.

    :raises StoreError: there is no such person.
    :raises InputError: the name is empty, or what they do here is not known.
    """
    from analyser.store import people as kept

    return kept.change(
        scope_of(settings).store,
        person,
        called=None if name is None else _name(name),
        kinds=None if kinds is None else _kinds(kinds),
        programme=None if programme is None else short(programme),
    )


def remove_person(person: str, *, settings: Settings) -> None:
    """Remove somebody with their goals, notes and drafts; what they told others stays.

    :raises StoreError: there is no such person.
    :raises InputError: sessions are theirs.
    """
    from analyser.store import people as kept

    kept.remove(scope_of(settings).store, person)


def describe_as(
    session: str,
    *,
    name: str | None = None,
    owner: str | None = None,
    held: str | None = None,
    programme: str | None = None,
    online: bool | Literal["stays"] | None = "stays",
    sample: bool | None = None,
    settings: Settings,
) -> Session:
    """Say more of a session, if one is its owner; what is not given stays.

    :param owner: the id of the person whose practice it shows, or ``me``.
    :param held: the day of the set, ISO 8601; empty where it is not known.
    :param online: whether it was held online or in one room; ``None`` where that is not said.
    :raises StoreError: there is no such session, or no such person.
    :raises InputError: the name is empty, the day is none, or the session is another's.
    """
    changes: dict[str, object] = {
        "name": None if name is None else _name(name),
        "owner": None if owner is None else _known(owner, settings),
        "held": None if held is None else day_of(held),
        "programme": None if programme is None else short(programme),
        "sample": sample,
    }
    made = {what: value for what, value in changes.items() if value is not None}
    if online != "stays":
        made["online"] = online
    return scope_of(settings).describe(session, **made)


def sessions_of(person: str, *, settings: Settings) -> tuple[Session, ...]:
    """A person's sessions, as far as whoever looks may see them, in the order of their days."""
    from analyser.store.goals import in_order

    seen = scope_of(settings).sessions()
    return tuple(sorted((s for s in seen if s.owner == person), key=in_order))


def _known(person: str, settings: Settings) -> str:
    from analyser.store import ME

    return person if person == ME else person_named(person, settings=settings).id


def _name(name: str) -> str:
    kept = short(name)
    if not kept:
        raise InputError("A name is missing.", "Type one.")
    return kept


def _kinds(kinds: Iterable[PersonKind]) -> tuple[PersonKind, ...]:
    given = list(kinds)
    for kind in given:
        check_known("kind of person", kind, PERSON_KINDS)
    if not given:
        raise InputError("It is not said what they do here.", f"One of: {', '.join(PERSON_KINDS)}.")
    return tuple(kind for kind in PERSON_KINDS if kind in given)
