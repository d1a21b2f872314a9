"""Moments, as the store writes them down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> str:
    """The time in UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def later_than(moment: str | None) -> str:
    """Now, or a millisecond after ``moment``: no two changes are made at one time."""
    after = datetime.fromisoformat(moment) + timedelta(milliseconds=1) if moment else None
    return max(now(), after.isoformat(timespec="milliseconds") if after else "")
