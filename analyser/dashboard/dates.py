"""Dates for reading."""

from __future__ import annotations

from datetime import datetime


def day(created: str) -> str:
    """An ISO 8601 time as a day in this machine's time zone: ``3 March 2026``."""
    moment = datetime.fromisoformat(created).astimezone()
    return f"{moment.day} {moment:%B %Y}"
