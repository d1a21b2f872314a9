"""What one rule says about one utterance."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.domain import ActName, Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that fired: its claim, its weight against others, and the tokens ``[start, end)``."""

    rule: str
    act: ActName
    form: Form | None = None
    rank: int
    start: int
    end: int
    who: str = "all"
