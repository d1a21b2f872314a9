"""Who put something right or said something, in words for a page."""

from __future__ import annotations

from collections.abc import Mapping

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.store import ME


def authors() -> Mapping[str, str]:
    """What to call each person within a sentence; machines are not among them."""
    settings = current_settings()
    known = {person.id: person.name for person in workflow.people(settings=settings)}
    return {ME: "somebody on this machine", **known, settings.person: "you"}


def changed_by(by: str, known: Mapping[str, str]) -> str:
    """``changed by you``, say; nothing where a machine said it."""
    return f"changed by {known[by]}" if by in known else ""
