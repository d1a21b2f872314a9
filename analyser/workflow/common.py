"""What the workflows share: the way into the store, and names fit to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyser.settings import Settings

if TYPE_CHECKING:
    from analyser.store import Scope

_LONGEST_NAME = 120


def scope_of(settings: Settings) -> Scope:
    """The store as the one person on this machine sees it."""
    from analyser.store import ME, Store

    return Store.open(settings).visible_to(ME)


def short(name: str) -> str:
    """A name on one line and of a bearable length."""
    return " ".join(name.split())[:_LONGEST_NAME].rstrip()
