"""The store as one person sees it: every read and every write of sessions goes through here.

A session is there when it is whole: it is written in one transaction, and its sound is in place
before that. Nobody is asked to log in on a laptop; the one person there is ``ME``.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session as Connected

from analyser.domain import Analysis, Session
from analyser.errors import StoreError
from analyser.store.claims import Claim, act_claim, fold
from analyser.store.database import plain_faults, wipe_traces
from analyser.store.rows import (
    analysis_of,
    claim_rows,
    claims_of,
    session_of,
    session_row,
    sessions_with,
    utterance_rows,
    utterances_of,
)
from analyser.store.tables import AnalysisRow, ClaimRow, SessionRow, UtteranceRow

if TYPE_CHECKING:
    from analyser.store.store import Store

ME = "me"
"""The one implicit person on a laptop, who sees all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The store as one person may see and change it."""

    store: Store
    person: str

    def sessions(self) -> tuple[Session, ...]:
        """Every session, the newest first."""
        return self._found(self._visible())

    def find(self, recording: str) -> tuple[Session, ...]:
        """The sessions of a recording, by its SHA-256, the newest first."""
        return self._found(self._visible().where(SessionRow.recording == recording))

    def session(self, name: str) -> Session:
        """The session with this id, or the one whose id begins so.

        :raises StoreError: there is none, or more than one.
        """
        wanted = name.strip().lower()
        found = self._found(
            self._visible().where(SessionRow.id.startswith(wanted, autoescape=True))
        )
        if not wanted or not found:
            raise StoreError(f"There is no session '{name}'.", "List them: analyser sessions")
        if len(found) > 1 and found[0].id != wanted:
            ids = ", ".join(session.id for session in found)
            raise StoreError(f"'{name}' begins more than one session: {ids}.", "Give more of it.")
        return found[0]

    def analysis(self, session: str, *, supposing: Sequence[Claim] = ()) -> Analysis:
        """The analysis of a session with every claim about it folded in.

        :param supposing: claims that are not made yet, to see what would come of them.
        :raises StoreError: there is no such session.
        """
        analysis, claims = self._stored(session)
        return fold(analysis, (*claims, *supposing))

    def heard(self, session: str) -> Analysis:
        """The analysis as the machines alone leave it: nothing that a person put right is in it.

        :raises StoreError: there is no such session.
        """
        analysis, claims = self._stored(session)
        return fold(analysis, [claim for claim in claims if claim.machine])

    def claims(self, session: str) -> tuple[Claim, ...]:
        """Every claim about a session, oldest first.

        :raises StoreError: there is no such session.
        """
        found = self.session(session)
        with self.store.reading() as connected:
            return claims_of(connected, found.id)

    def save(self, analysis: Analysis, *, name: str, session: str | None = None) -> Session:
        """Store an analysis as a new session of this person; its acts become claims.

        :param session: the new session's id, else a random one. A session of the same recording
            that has it already is left as it is: an interrupted job may ask twice.
        """
        new = Session(
            id=session or secrets.token_hex(4),
            name=name,
            created=_now(),
            recording=analysis.recording,
        )
        with self.store.writing() as connected:
            there = connected.get(SessionRow, new.id)
            if there is not None and there.recording == analysis.recording.id:
                return session_of(there)
            connected.add(session_row(new, self.person, analysis))
            connected.flush()
            _insert(connected, UtteranceRow, utterance_rows(new.id, analysis.utterances))
            claims = [act_claim(act, machine=True) for act in analysis.acts]
            _insert(connected, ClaimRow, claim_rows(new.id, claims, at=new.created))
        return new

    def claim(self, session: str, claims: Sequence[Claim]) -> None:
        """Add claims about a session as one change; all of them or none.

        :raises StoreError: there is no such session.
        """
        found = self.session(session)
        with self.store.writing() as connected:
            at = _later_than(_last_claimed(connected, found.id))
            _insert(connected, ClaimRow, claim_rows(found.id, claims, at=at))

    def forget(self, session: str) -> None:
        """Remove a session for good: its rows and, where no other session has it, its recording.

        The files go first: should that fail, the session still stands and can be forgotten again.

        :raises StoreError: there is no such session, or its files cannot be removed.
        """
        found = self.session(session)
        with self.store.writing() as connected:
            if sessions_with(connected, found.recording.id) == 1:
                self.store.recordings.remove(found.recording.id)
            connected.execute(delete(SessionRow).where(SessionRow.id == found.id))
        with plain_faults(self.store.database):
            wipe_traces(self.store.engine)

    def _visible(self) -> Select[SessionRow]:
        """The sessions that this person may see: the one place that decides it."""
        newest = SessionRow.created.desc(), SessionRow.id
        return select(SessionRow).where(SessionRow.owner == self.person).order_by(*newest)

    def _stored(self, session: str) -> tuple[Analysis, tuple[Claim, ...]]:
        """An analysis as it was stored, and every claim about it, oldest first."""
        found = self.session(session)
        with self.store.reading() as connected:
            row = connected.get(AnalysisRow, found.id)
            if row is None:
                raise StoreError(f"The session '{session}' was forgotten.")
            analysis = analysis_of(found.recording, row, utterances_of(connected, found.id))
            return analysis, claims_of(connected, found.id)

    def _found(self, query: Select[SessionRow]) -> tuple[Session, ...]:
        with self.store.reading() as connected:
            return tuple(session_of(row) for row in connected.scalars(query))


def _now() -> str:
    """The time in UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _later_than(moment: str | None) -> str:
    """Now, or a millisecond after ``moment``: no two changes are made at one time."""
    after = datetime.fromisoformat(moment) + timedelta(milliseconds=1) if moment else None
    return max(_now(), after.isoformat(timespec="milliseconds") if after else "")


def _last_claimed(connected: Connected, session: str) -> str | None:
    query = select(func.max(ClaimRow.at)).where(ClaimRow.session == session)
    return connected.execute(query).scalar_one_or_none()


def _insert(connected: Connected, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connected.execute(insert(table), rows)
