"""Which faults can pass by themselves: those are tried again after a while, all others are told."""

from __future__ import annotations

import errno
import sqlite3

import psycopg

from analyser.store.shared import their_faults

_PASSING = frozenset(
    {
        errno.ENOSPC,  # somebody may make room
        errno.EDQUOT,
        errno.EAGAIN,
        errno.EBUSY,
        errno.EIO,  # a drive that was pulled out, or a network drive that is gone for a while
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.ECONNRESET,
        errno.ECONNREFUSED,
        errno.EHOSTUNREACH,
        errno.ENETUNREACH,
    }
)
_SQLITE_PASSING = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR")


def may_pass(error: BaseException) -> bool:
    """Whether what stands behind an error can be gone in a minute."""
    seen: BaseException | None = error
    while seen is not None:
        if _passes(seen) or _passes(getattr(seen, "orig", None)):  # SQLAlchemy keeps it in ``orig``
            return True
        seen = seen.__cause__
    return False


def _passes(error: BaseException | None) -> bool:
    match error:
        case ConnectionError() | TimeoutError() | MemoryError() | psycopg.OperationalError():
            return True
        case sqlite3.Error():
            return getattr(error, "sqlite_errorname", "").startswith(_SQLITE_PASSING)
        case OSError():
            return error.errno in _PASSING
        case _:
            return isinstance(error, their_faults())
