"""What was read of a session lately, kept in memory, so that a correction shows at once.

An analysis never changes once it is stored, and claims are only added: of those that are known
already only the number and the newest are asked for. What was forgotten is not asked for any more.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Connected

from analyser.domain import Analysis, Session
from analyser.errors import StoreError
from analyser.store.claims import Claim, fold
from analyser.store.rows import analysis_of, claims_of, utterances_of
from analyser.store.tables import AnalysisRow, ClaimRow

_MOST = 4
"""Sessions that are kept: a long one has some 27,000 words and takes about 10 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A session as it was read: as it was stored, every claim about it, and what they make of it.

    ``claims`` are in order of time; ``newest`` is the id of the newest, 0 where there is none. As
    long as no claim is added, ``standing`` stays one and the same object.
    """

    analysis: Analysis
    claims: tuple[Claim, ...]
    newest: int
    standing: Analysis


_kept: OrderedDict[Hashable, Kept] = OrderedDict()
_lock = Lock()


def stored(connected: Connected, session: Session) -> Kept:
    """What is stored of a session.

    :raises StoreError: it was forgotten.
    """
    about = _key(connected, session)
    with _lock:
        known = _kept.get(about)
    if known is None or known.analysis.recording != session.recording:
        known = _read(connected, session)
    known = _with_news(connected, session, known)
    with _lock:
        _kept[about] = known
        _kept.move_to_end(about)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return known


def let_go(connected: Connected, session: Session) -> None:
    """Keep nothing of a session, since it is forgotten."""
    with _lock:
        _kept.pop(_key(connected, session), None)


def _key(connected: Connected, session: Session) -> Hashable:
    return connected.get_bind().engine.url, session.id, session.created


def _read(connected: Connected, session: Session) -> Kept:
    row = connected.get(AnalysisRow, session.id)
    if row is None:
        raise StoreError(f"The session '{session.id}' was forgotten.")
    analysis = analysis_of(session.recording, row, utterances_of(connected, session.id))
    return Kept(analysis=analysis, claims=(), newest=0, standing=analysis)


def _with_news(connected: Connected, session: Session, known: Kept) -> Kept:
    """The same with the claims that were made since; all are read again where some are missing."""
    of_session = select(func.count(), func.max(ClaimRow.id)).where(ClaimRow.session == session.id)
    made, newest = connected.execute(of_session).one()
    if (made, newest or 0) == (len(known.claims), known.newest):
        return known
    claims = known.claims + claims_of(connected, session.id, after=known.newest)
    if len(claims) != made:
        claims = claims_of(connected, session.id)
    standing = fold(known.analysis, claims)
    return Kept(analysis=known.analysis, claims=claims, newest=newest or 0, standing=standing)
