"""Many people's sessions as figures alone: what is seen by who may see no session.

Names, words and sound stay where they are. The figures of every session are worked out once and
remembered until a claim is made about it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import combinations
from statistics import mean
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from analyser.domain import Measure, Person, Progress, Session, Utterance, unheard
from analyser.errors import InputError, StoreError
from analyser.settings import Settings
from analyser.workflow.checks import day_of
from analyser.workflow.common import scope_of
from analyser.workflow.people import viewer

if TYPE_CHECKING:
    from analyser.measures.cohort import Cohort, Figures, Sitting
    from analyser.store import Claim, Scope, Store

_EVER = "9999"


def cohort(
    *,
    programme: str | None = None,
    since: str | None = None,
    until: str | None = None,
    online: bool | None = None,
    size: tuple[int, int] | None = None,
    settings: Settings,
    progress: Progress = unheard,
) -> Cohort:
    """The figures of many people's sessions together, with one's own beside them.

    A trainee or a mentor on a programme sees that one; a lead, and who is on none, any. Invented
    sessions are left out where there are real ones, unless their programme is asked for.

    :param since, until: days of the sets, ISO 8601, both counted in.
    :param online: only sets held online, or only those in one room.
    :param size: the fewest and the most voices of a set.
    :param progress: told of the sessions whose figures have to be worked out first.
    :raises InputError: the programme is not one's own, or a day is none.
    :raises StoreError: whoever looks is not there.
    """
    from analyser.measures.pooling import together

    looks = viewer(settings=settings)
    store = scope_of(settings).store
    wanted = _programme(looks, programme)
    days = day_of(since or ""), day_of(until or "") or _EVER
    every = _worked_out(store, progress)
    known = _real(every, wanted)
    chosen = [
        row
        for row in known
        if days[0] <= _day(row.session) <= days[1]
        and wanted in {None, row.session.programme}
        and online in {None, row.session.online}
        and _sized(row.figures, size)
    ]
    return together(
        [_sitting(row) for row in chosen],
        viewer=settings.person,
        programmes=_programmes(every) if _may_choose(looks) else (),
        sample=bool(chosen) and all(row.session.sample for row in chosen),
    )


def remember_figures(session: str, *, settings: Settings) -> None:
    """Work out what a cohort takes from a session now, so that nobody waits for it later.

    :raises StoreError: there is no such session.
    """
    from analyser.store.figures import remember, state_of

    scope = scope_of(settings)
    found = scope.session(session)
    state = state_of(scope.store, found.id, _version())
    remember(scope.store, {found.id: (state, _text(_figures(scope, found.id)))})


def figures_of_sessions(
    sessions: Container[str], *, settings: Settings, progress: Progress = unheard
) -> dict[str, Figures]:
    """The figures of those sessions, by their ids, that whoever looks may see."""
    scope = scope_of(settings)
    seen = {session.id for session in scope.sessions() if session.id in sessions}
    known = _worked_out(scope.store, progress, only=seen)
    return {row.session.id: row.figures for row in known}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A session of anybody, with its figures."""

    session: Session
    figures: Figures


def _worked_out(
    store: Store, progress: Progress, *, only: Container[str] | None = None
) -> list[_Known]:
    """Every session with its figures; those that hold no more are worked out, and remembered.

    :param only: the ids of the sessions that are wanted.
    """
    from analyser.store import ME
    from analyser.store.figures import remember, remembered

    rows = [r for r in remembered(store, _version()) if only is None or r.session.id in only]
    found = {row.session.id: _read(row.figures) for row in rows if row.figures is not None}
    stale = [row for row in rows if row.figures is None]
    everybodys = store.visible_to(ME)
    for n, row in enumerate(stale):
        progress(n / len(stale))
        fresh = _figures_unless_gone(everybodys, row.session.id)
        if fresh is not None:
            found[row.session.id] = fresh
            remember(store, {row.session.id: (row.state, _text(fresh))})
    return [
        _Known(session=r.session, figures=found[r.session.id])
        for r in rows
        if r.session.id in found
    ]


def _figures_unless_gone(scope: Scope, session: str) -> Figures | None:
    """The figures of a session; ``None`` where it was forgotten meanwhile."""
    try:
        return _figures(scope, session)
    except StoreError:
        if session in {each.id for each in scope.sessions()}:
            raise
        return None


def _figures(scope: Scope, session: str) -> Figures:
    """What a cohort takes from a session."""
    from analyser.measures import about_facilitator, measure, warnings
    from analyser.measures.cohort import Figures

    analysis, claims = scope.analysis(session), scope.claims(session)
    figures = about_facilitator(analysis, measure(analysis))
    return Figures(
        voices=len(analysis.speakers),
        measures=tuple(_bare(figure) for figure in figures.values()),
        warnings=(*analysis.warnings, *warnings(analysis)),
        kappa=_kappa(analysis.utterances, claims),
    )


def _bare(measure: Measure) -> Measure:
    """A figure without the places that it rests on, its number as those that are read again are."""
    value = measure.value
    return replace(measure, value=float(value) if isinstance(value, int) else value, evidence=())


def _kappa(utterances: Sequence[Utterance], claims: Sequence[Claim]) -> float | None:
    """How far people agree on a session: the mean of kappa over each two who labelled it."""
    from analyser.measures import compare
    from analyser.store.claims import live
    from analyser.workflow.agreement import labels_by

    raters = sorted({c.by for c in live(claims) if c.kind == "act" and not c.machine})
    labels = {rater: labels_by(rater, claims) for rater in raters}
    found = [compare(utterances, labels[a], labels[b]).kappa for a, b in combinations(raters, 2)]
    told = [kappa for kappa in found if kappa is not None]
    return mean(told) if told else None


def _real(known: Sequence[_Known], programme: str | None) -> list[_Known]:
    """The sessions without the invented ones, unless these are all, or what is asked for."""
    real = [row for row in known if not row.session.sample]
    asked = any(row.session.sample and row.session.programme == programme for row in known)
    return list(known) if asked or not real else real


def _programme(looks: Person | None, asked: str | None) -> str | None:
    """The programme that is looked at.

    :raises InputError: it is not one's own.
    """
    if looks is None or _may_choose(looks):
        return asked
    if asked not in {None, looks.programme}:
        raise InputError("This is another programme than yours.", "Leave the programme out.")
    return looks.programme


def _may_choose(looks: Person | None) -> bool:
    """Whether somebody sees every programme."""
    return looks is None or "lead" in looks.kinds or not looks.programme


def _programmes(known: Iterable[_Known]) -> tuple[str, ...]:
    return tuple(sorted({row.session.programme for row in known} - {""}))


def _sized(figures: Figures, size: tuple[int, int] | None) -> bool:
    return size is None or size[0] <= figures.voices <= size[1]


def _day(session: Session) -> str:
    return session.held or session.created[: len("2026-03-14")]


def _sitting(row: _Known) -> Sitting:
    from analyser.measures.cohort import Sitting

    return Sitting(person=row.session.owner, day=_day(row.session), figures=row.figures)


def _text(figures: Figures) -> str:
    return _adapter().dump_json(figures).decode()


def _read(text: str) -> Figures:
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Figures]:
    from analyser.measures.cohort import Figures

    return TypeAdapter(Figures)


@cache
def _version() -> str:
    """What works the figures out, by its content: it changes with every change of the program."""
    digest = hashlib.sha256()
    for package in ("analyser.measures", "analyser.store", "analyser.domain"):
        for file in sorted(files(package).iterdir(), key=lambda file: file.name):
            if file.name.endswith((".py", ".toml")):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
