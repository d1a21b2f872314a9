"""What was worked out of every session, remembered so that a cohort can be looked at at once.

This is the one read across all owners besides clearing up: no word of a session is in it. Whoever
calls it tells nobody more than what many people's figures say together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from analyser.domain import Session
from analyser.store.rows import session_of
from analyser.store.tables import ClaimRow, FiguresRow, SessionRow

if TYPE_CHECKING:
    from analyser.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A session, of anybody, with the text of its figures; ``None`` where they hold no more.

    ``state`` changes with every claim about the session.
    """

    session: Session
    state: str
    figures: str | None


def remembered(store: Store, version: str) -> tuple[Remembered, ...]:
    """Every session, the oldest first.

    :param version: of what works the figures out; those of another version hold no more.
    """
    known = (
        select(SessionRow, FiguresRow, func.max(ClaimRow.id))
        .outerjoin(FiguresRow, FiguresRow.session == SessionRow.id)
        .outerjoin(ClaimRow, ClaimRow.session == SessionRow.id)
        .group_by(SessionRow.id, FiguresRow.session)
        .order_by(SessionRow.created, SessionRow.id)
    )
    with store.reading() as connected:
        return tuple(
            _remembered(session, row, f"{version}:{claim or 0}")
            for session, row, claim in connected.execute(known)
        )


def state_of(store: Store, session: str, version: str) -> str:
    """What changes with every claim about a session, and with the version."""
    query = select(func.max(ClaimRow.id)).where(ClaimRow.session == session)
    with store.reading() as connected:
        return f"{version}:{connected.scalar(query) or 0}"


def remember(store: Store, figures: Mapping[str, tuple[str, str]]) -> None:
    """Keep the state and the figures of sessions; of one that was forgotten meanwhile nothing."""
    with store.writing() as connected:
        there = set(connected.scalars(select(SessionRow.id).where(SessionRow.id.in_(figures))))
        for session, (state, text) in figures.items():
            if session in there:
                connected.merge(FiguresRow(session=session, fingerprint=state, figures=text))


def _remembered(session: SessionRow, row: FiguresRow | None, state: str) -> Remembered:
    holds = row is not None and row.fingerprint == state
    return Remembered(
        session=session_of(session),
        state=state,
        figures=row.figures if row is not None and holds else None,
    )
