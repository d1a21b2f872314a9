"""Signed, short-lived addresses: who may upload, hear a recording, or take a session away.

The key lives as long as the process. A page that outlives it asks for a new ticket.
"""

from __future__ import annotations

import secrets
from typing import Literal

from itsdangerous import BadData, URLSafeTimedSerializer

from analyser.errors import InputError

Purpose = Literal["upload", "audio", "download"]

LIFETIME: dict[Purpose, int] = {"upload": 12 * 3600, "audio": 2 * 3600, "download": 12 * 3600}
"""Seconds for which a ticket holds: a page may stay open for long before it is made use of."""

_KEY = secrets.token_bytes(32)


def issue(purpose: Purpose, *subject: str) -> str:
    """A ticket for one purpose and one subject, safe inside an address."""
    return URLSafeTimedSerializer(_KEY, salt=purpose).dumps(subject)


def redeem(purpose: Purpose, ticket: str) -> tuple[str, ...]:
    """The subject that a ticket was issued for.

    :raises InputError: the ticket is forged, meant for something else or too old.
    """
    try:
        return tuple(URLSafeTimedSerializer(_KEY, salt=purpose).loads(ticket, LIFETIME[purpose]))
    except BadData as error:
        raise InputError("This page has been open for too long.", "Reload the page.") from error
