"""What the workflows share: the way into the store, and names fit to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyser.errors import InputError
from analyser.settings import Settings

if TYPE_CHECKING:
    from analyser.store import Scope
    from analyser.store.shared import SharedFolder

_LONGEST_NAME = 120


def scope_of(settings: Settings) -> Scope:
    """The store as the person who looks sees it."""
    from analyser.store import Store

    return Store.open(settings).visible_to(settings.person)


def shared_folder(settings: Settings) -> SharedFolder | None:
    """The folder in which machines share recordings, if there is one.

    :raises StoreError: the store cannot be opened.
    """
    return scope_of(settings).store.recordings.shared if settings.recordings else None


def short(name: str) -> str:
    """A name on one line, of a bearable length, and without the sign that PostgreSQL refuses."""
    return " ".join(name.replace("\0", "").split())[:_LONGEST_NAME].rstrip()


def words(text: str, *, longest: int, needed: bool = True) -> str:
    """What a person wrote, without space around it and the sign that PostgreSQL refuses.

    :param longest: the most signs.
    :raises InputError: it is too long, or empty where it is needed.
    """
    kept = text.replace("\0", "").strip()
    if needed and not kept:
        raise InputError("Nothing is written there.", "Write something first.")
    if len(kept) > longest:
        raise InputError(f"This is longer than {longest} signs.", "Say it shorter.")
    return kept
