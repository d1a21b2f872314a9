"""The session page, one section a module: each takes what is shown and draws its part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyser.domain import Analysis, Mark, Measure, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that a section may draw from.

    ``part`` is the round or stage that ``analysis`` and ``measures`` are about; ``None`` stands for
    the whole session.
    """

    session: Session
    analysis: Analysis
    measures: Sequence[Measure]
    part: Mark | None = None

    @property
    def key(self) -> str:
        """What sets this session, and this part of it, apart in the keys of widgets."""
        return f"{self.session.id}-{self.part.id}" if self.part else self.session.id

    @property
    def span(self) -> tuple[float, float]:
        """From when to when it is shown, in seconds from the start of the recording."""
        if self.part:
            return self.part.start, self.part.end
        return 0.0, self.session.recording.duration

    def measure(self, name: str, subject: str = "set") -> Measure | None:
        """The figure with this name about this subject, if there is one."""
        return next((m for m in self.measures if (m.name, m.subject) == (name, subject)), None)
