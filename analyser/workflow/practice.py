"""A person's own sessions as figures, in the order in which they were held.

The figures of each session are worked out once and remembered until a claim is made about it, so
that looking at years of practice takes no longer than looking at one session.
"""

from __future__ import annotations

from dataclasses import dataclass

from analyser.domain import Measure, Notice, Session
from analyser.settings import Settings
from analyser.workflow.cohort import figures_of_sessions
from analyser.workflow.people import sessions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """A session with its figures, without evidence, and what to know before trusting them.

    ``measures`` are the facilitator's own and the set's, one of each name.
    """

    session: Session
    measures: tuple[Measure, ...]
    warnings: tuple[Notice, ...]


def practice(person: str, *, settings: Settings) -> tuple[Practised, ...]:
    """A person's sessions with their figures, as far as whoever looks may see them."""
    seen = sessions_of(person, settings=settings)
    figures = figures_of_sessions([session.id for session in seen], settings=settings)
    return tuple(
        Practised(
            session=session,
            measures=figures[session.id].measures,
            warnings=figures[session.id].warnings,
        )
        for session in seen
        if session.id in figures
    )
