"""Sessions on their way out: each is packed on the disk, sent in pieces, and gone from here."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from analyser import workflow
from analyser.settings import Settings
from analyser.store.private import private_folder

ENDING = ".zip"
FORGOTTEN_AFTER = 24 * 3600.0
"""Seconds after which nobody is still being sent what lies here."""

_FOLDER = "parcels"


def packed(session: str, *, settings: Settings) -> Path:
    """A session as a zip file of its own, to be removed by whoever sends it.

    :raises StoreError: there is no such session, or no room for the file.
    :raises InputError: the session is another's, or the file cannot be written.
    """
    place = _folder(settings) / f"{secrets.token_hex()}{ENDING}"
    workflow.pack(session, place, settings=settings)
    return place


def sweep(settings: Settings) -> None:
    """Remove what was being sent when the app itself was killed."""
    for path in (settings.data / _FOLDER).glob("*"):
        if time.time() - path.stat().st_mtime > FORGOTTEN_AFTER:
            path.unlink(missing_ok=True)


def _folder(settings: Settings) -> Path:
    """On the disk of the sessions, which has room for them, and for its owner alone."""
    private_folder(settings.data)
    return private_folder(settings.data / _FOLDER)
