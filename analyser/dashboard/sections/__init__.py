"""The session page, one section a module: each takes what is shown and draws its part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyser.domain import Analysis, Measure, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that a section may draw from."""

    session: Session
    analysis: Analysis
    measures: Sequence[Measure]

    def measure(self, name: str, subject: str = "set") -> Measure | None:
        """The figure with this name about this subject, if there is one."""
        return next((m for m in self.measures if (m.name, m.subject) == (name, subject)), None)
