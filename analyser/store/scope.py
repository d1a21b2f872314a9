"""The store as one person sees it: every read and every write of sessions goes through here.

A session is there when it is whole: it is written in one transaction, and its sound is in place
before that. Nobody is asked to log in on a laptop; the one person there is ``ME``.

``_visible`` alone decides whose sessions are seen, and ``own`` whose are changed in what only their
owner may change. What people say about a session (``remarks``, ``sheets``, ``goals``, ``sharing``)
is reached through the two.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session as Connected

from analyser.domain import Analysis, Session
from analyser.errors import InputError, StoreError
from analyser.store.claims import Claim, act_claim, by_machines, fold
from analyser.store.database import plain_faults, wipe_traces
from analyser.store.kept import Kept, let_go, stored
from analyser.store.rows import (
    claim_rows,
    session_of,
    session_row,
    sessions_with,
    utterance_rows,
)
from analyser.store.tables import ClaimRow, SessionRow, ShareRow, UtteranceRow
from analyser.store.times import later_than, now

if TYPE_CHECKING:
    from analyser.store.store import Store

ME = "me"
"""The one implicit person on a laptop, who sees all of it."""

_FEW_SIGNS = 4  # bytes of a random id: eight letters that a person can type


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The store as one person may see and change it."""

    store: Store
    person: str

    def sessions(self) -> tuple[Session, ...]:
        """Every session that this person may see, the newest first."""
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

    def owns(self, session: Session) -> bool:
        """Whether this person decides what becomes of a session."""
        return self.person in {ME, session.owner}

    def own(self, session: str) -> Session:
        """The session with this id, for what only its owner may do.

        :raises StoreError: there is none, or more than one.
        :raises InputError: it is another's.
        """
        found = self.session(session)
        if not self.owns(found):
            raise InputError(
                f"'{found.name}' was shared with you; only its owner can do that.",
                "Ask whose session it is.",
            )
        return found

    def analysis(self, session: str, *, supposing: Sequence[Claim] = ()) -> Analysis:
        """The analysis of a session with every claim about it folded in.

        :param supposing: claims that are not made yet, to see what would come of them.
        :raises StoreError: there is no such session.
        """
        known = self._stored(session)
        if not supposing:
            return known.standing
        return fold(known.analysis, (*known.claims, *supposing))

    def heard(self, session: str) -> Analysis:
        """The analysis as the machines alone leave it: nothing that a person put right is in it.

        :raises StoreError: there is no such session.
        """
        known = self._stored(session)
        return fold(known.analysis, by_machines(known.claims))

    def claims(self, session: str) -> tuple[Claim, ...]:
        """Every claim about a session, oldest first.

        :raises StoreError: there is no such session.
        """
        return self._stored(session).claims

    def save(
        self,
        analysis: Analysis,
        *,
        name: str,
        session: str | None = None,
        programme: str = "",
        sample: bool = False,
    ) -> Session:
        """Store an analysis as a new session of this person; its acts become claims.

        It was held today, until somebody says when.

        :param session: the new session's id, else a random one. A session of the same recording
            that has it already is left as it is: an interrupted job may ask twice.
        """
        new = Session(
            id=session or secrets.token_hex(_FEW_SIGNS),
            name=name,
            created=now(),
            recording=analysis.recording,
            owner=self.person,
            held=date.today().isoformat(),  # noqa: DTZ011 - the day where the person is
            programme=programme,
            sample=sample,
        )
        with self.store.writing() as connected:
            there = connected.get(SessionRow, new.id)
            if there is not None and there.recording == analysis.recording.id:
                return session_of(there)
            connected.add(session_row(new, analysis))
            connected.flush()
            _insert(connected, UtteranceRow, utterance_rows(new.id, analysis.utterances))
            claims = [act_claim(act, machine=True) for act in analysis.acts]
            _insert(connected, ClaimRow, claim_rows(new.id, claims, at=new.created))
        return new

    def describe(self, session: str, **changes: Any) -> Session:
        """Change what is said of a session: owner, name, held, programme, online, sample.

        :raises StoreError: there is no such session.
        :raises InputError: it is another's.
        """
        found = self.own(session)
        with self.store.writing() as connected:
            if changes:
                chosen = update(SessionRow).where(SessionRow.id == found.id)
                connected.execute(chosen.values(**changes))
            return session_of(connected.get_one(SessionRow, found.id))

    def claim(self, session: str, claims: Sequence[Claim]) -> None:
        """Add claims about a session as one change; all of them or none.

        :raises StoreError: there is no such session.
        """
        found = self.session(session)
        with self.store.writing() as connected:
            at = later_than(_last_claimed(connected, found.id))
            _insert(connected, ClaimRow, claim_rows(found.id, claims, at=at))

    def forget(self, session: str) -> None:
        """Remove a session for good: its rows and, where no other session has it, its recording.

        The files go first: should that fail, the session still stands and can be forgotten again.

        :raises StoreError: there is no such session, or its files cannot be removed.
        :raises InputError: it is another's.
        """
        found = self.own(session)
        with self.store.writing() as connected:
            if sessions_with(connected, found.recording.id) == 1:
                self.store.recordings.remove(found.recording.id)
            connected.execute(delete(SessionRow).where(SessionRow.id == found.id))
            let_go(connected, found)
        with plain_faults(self.store.database):
            wipe_traces(self.store.engine)

    def _visible(self) -> Select[SessionRow]:
        """The sessions that this person may see: the one place that decides it.

        ``ME`` sees all; anybody else their own, and what was shared with them.
        """
        every = select(SessionRow).order_by(SessionRow.created.desc(), SessionRow.id)
        if self.person == ME:
            return every
        shared = select(ShareRow.session).where(ShareRow.person == self.person)
        return every.where(or_(SessionRow.owner == self.person, SessionRow.id.in_(shared)))

    def _stored(self, session: str) -> Kept:
        """What is stored of a session."""
        found = self.session(session)
        with self.store.reading() as connected:
            return stored(connected, found)

    def _found(self, query: Select[SessionRow]) -> tuple[Session, ...]:
        with self.store.reading() as connected:
            return tuple(session_of(row) for row in connected.scalars(query))


def _last_claimed(connected: Connected, session: str) -> str | None:
    query = select(func.max(ClaimRow.at)).where(ClaimRow.session == session)
    return connected.execute(query).scalar_one_or_none()


def _insert(connected: Connected, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connected.execute(insert(table), rows)
