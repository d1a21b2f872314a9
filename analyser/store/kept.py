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
from analyser.store.claims import Claim
from analyser.store.rows import analysis_of, claims_of, utterances_of
from analyser.store.tables import AnalysisRow, ClaimRow

_MOST = 4
"""Sessions that are kept: a long one has some 27,000 words and takes about 10 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A session as it was read; ``newest`` is the id of its newest claim, 0 where there is none."""

    analysis: Analysis
    claims: tuple[Claim, ...] = ()
    newest: int = 0


_kept: OrderedDict[Hashable, _Kept] = OrderedDict()
_lock = Lock()


def stored(connected: Connected, session: Session) -> tuple[Analysis, tuple[Claim, ...]]:
    """An analysis as it was stored, and every claim about it, oldest first.

    :raises StoreError: it was forgotten.
    """
    about = _key(connected, session)
    with _lock:
        known = _kept.get(about)
    if known is None or known.analysis.recording != session.recording:
        known = _Kept(analysis=_analysis(connected, session))
    known = _with_news(connected, session, known)
    with _lock:
        _kept[about] = known
        _kept.move_to_end(about)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return known.analysis, known.claims


def let_go(connected: Connected, session: Session) -> None:
    """Keep nothing of a session, since it is forgotten."""
    with _lock:
        _kept.pop(_key(connected, session), None)


def _key(connected: Connected, session: Session) -> Hashable:
    return connected.get_bind().engine.url, session.id, session.created


def _analysis(connected: Connected, session: Session) -> Analysis:
    row = connected.get(AnalysisRow, session.id)
    if row is None:
        raise StoreError(f"The session '{session.id}' was forgotten.")
    return analysis_of(session.recording, row, utterances_of(connected, session.id))


def _with_news(connected: Connected, session: Session, known: _Kept) -> _Kept:
    """The same with the claims that were made since; all are read again where some are missing."""
    of_session = select(func.count(), func.max(ClaimRow.id)).where(ClaimRow.session == session.id)
    made, newest = connected.execute(of_session).one()
    if (made, newest or 0) == (len(known.claims), known.newest):
        return known
    claims = known.claims + claims_of(connected, session.id, after=known.newest)
    if len(claims) != made:
        claims = claims_of(connected, session.id)
    return _Kept(analysis=known.analysis, claims=claims, newest=newest or 0)
