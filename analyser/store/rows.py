"""Rows of the domain to rows of the tables, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Connected

from analyser.domain import Analysis, Recording, Session, Utterance
from analyser.store.claims import Claim
from analyser.store.tables import AnalysisRow, ClaimRow, SessionRow, UtteranceRow


def session_of(row: SessionRow) -> Session:
    """A stored session."""
    recording = Recording(id=row.recording, name=row.recording_name, duration=row.duration)
    return Session(
        id=row.id,
        name=row.name,
        created=row.created,
        recording=recording,
        owner=row.owner,
        held=row.held,
        programme=row.programme,
        online=row.online,
        sample=row.sample,
    )


def session_row(session: Session, analysis: Analysis) -> SessionRow:
    """A session with its analysis, ready to be stored."""
    return SessionRow(
        id=session.id,
        owner=session.owner,
        name=session.name,
        held=session.held,
        programme=session.programme,
        online=session.online,
        sample=session.sample,
        created=session.created,
        recording=session.recording.id,
        recording_name=session.recording.name,
        duration=session.recording.duration,
        analysis=AnalysisRow(
            engines=dict(analysis.engines),
            speakers=analysis.speakers,
            words=analysis.words,
            turns=analysis.turns,
            warnings=analysis.warnings,
        ),
    )


def analysis_of(
    recording: Recording, row: AnalysisRow, utterances: tuple[Utterance, ...]
) -> Analysis:
    """The analysis as the engines left it, with its acts still to be folded in."""
    return Analysis(
        recording=recording,
        engines=row.engines,
        speakers=row.speakers,
        words=row.words,
        turns=row.turns,
        utterances=utterances,
        acts=(),
        warnings=row.warnings,
    )


def utterances_of(connected: Connected, session: str) -> tuple[Utterance, ...]:
    """A session's utterances, in order."""
    query = select(UtteranceRow).where(UtteranceRow.session == session).order_by(UtteranceRow.n)
    return tuple(
        Utterance(n=row.n, start=row.start, end=row.end, speaker=row.speaker, text=row.text)
        for row in connected.scalars(query)
    )


def claims_of(connected: Connected, session: str, *, after: int = 0) -> tuple[Claim, ...]:
    """Every claim about a session, oldest first; those alone that were made ``after`` one's id."""
    row = ClaimRow
    query = (
        select(row.kind, row.subject, row.value, row.by, row.machine, row.at)
        .where(row.session == session, row.id > after)
        .order_by(row.id)
    )
    return tuple(
        Claim(kind=kind, subject=subject, value=value, by=by, machine=machine, at=at)
        for kind, subject, value, by, machine, at in connected.execute(query)
    )


def utterance_rows(session: str, utterances: Iterable[Utterance]) -> list[dict[str, Any]]:
    """Utterances, ready to be stored."""
    return [
        {
            "session": session,
            "n": spoken.n,
            "start": spoken.start,
            "end": spoken.end,
            "speaker": spoken.speaker,
            "text": spoken.text.replace("\0", ""),  # PostgreSQL keeps every sign but this one
        }
        for spoken in utterances
    ]


def claim_rows(session: str, claims: Iterable[Claim], *, at: str) -> list[dict[str, Any]]:
    """Claims made at the time ``at``, ready to be stored."""
    return [
        {
            "session": session,
            "kind": claim.kind,
            "subject": claim.subject,
            "value": dict(claim.value),
            "by": claim.by,
            "machine": claim.machine,
            "at": at,
        }
        for claim in claims
    ]


def sessions_with(connected: Connected, recording: str) -> int:
    """How many sessions, of anybody, have this recording."""
    query = select(func.count()).where(SessionRow.recording == recording)
    return connected.execute(query).scalar_one()
