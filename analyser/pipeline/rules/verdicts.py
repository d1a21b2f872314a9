"""What a question can be, and how much each kind weighs against other findings."""

from __future__ import annotations

from typing import NamedTuple

from analyser.domain import ActName

RANK: dict[str, int] = {
    "open_question": 52,
    "closed_question": 50,
    "advice": 75,
    "process": 80,
    "other": 88,
}
"""A step in disguise beats the question that carries it; a service to the session beats both."""


class Verdict(NamedTuple):
    """The act that a question is, and the name of the reason."""

    act: ActName
    reason: str


OPEN = Verdict("open_question", "explores")
CLOSED = Verdict("closed_question", "yes_or_no")
FACT = Verdict("closed_question", "fact")


def step(reason: str) -> Verdict:
    """Advice in disguise, for ``reason``."""
    return Verdict("advice", reason)


def session(reason: str) -> Verdict:
    """A service to the session, for ``reason``."""
    return Verdict("process", f"session_{reason}")


def first_of(*cases: tuple[bool, Verdict], otherwise: Verdict) -> Verdict:
    """The verdict of the first case that holds."""
    return next((verdict for holds, verdict in cases if holds), otherwise)
