"""Rounds and stages of a set, marked on the timeline by a person, or proposed and accepted.

A round does not overlap another round, nor a stage another stage: what a person draws stands, and
what lies under it gives way, as far as it is covered. One that would be covered wholly is not
removed by the way; that is refused. Each call is one change, which ``undo`` takes back; what the
classifier reads otherwise now that somebody presents in a round is labelled again along with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from analyser.domain import SET_STAGES, Analysis, Mark, MarkKind, SetStage, milliseconds
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.changes import with_labels
from analyser.workflow.checks import check_known, known_voice, voices_of, within
from analyser.workflow.common import scope_of

if TYPE_CHECKING:
    from analyser.store import Claim

SHORTEST_SECONDS = 1.0
"""Nothing shorter is a round or a stage: a click that was meant for something else."""

_ID_BYTES = 4
_KINDS: tuple[MarkKind, ...] = get_args(MarkKind)


def mark(
    session: str,
    *,
    kind: MarkKind,
    start: float,
    end: float,
    stage: SetStage | None = None,
    presenter: str | None = None,
    settings: Settings,
) -> str:
    """Mark a round or a stage, in seconds ``[start, end)``; its neighbours give way to it.

    :param stage: which stage it is; for stages only.
    :param presenter: the id of the voice that presents; for rounds only, where it is known.
    :return: the mark's id.
    :raises InputError: it is no stretch of the recording, would cover another mark wholly, or there
        is no such kind, stage or voice.
    :raises StoreError: there is no such session.
    """
    analysis = scope_of(settings).analysis(session)
    drawn = Mark(
        id=secrets.token_hex(_ID_BYTES),
        start=start,
        end=end,
        kind=kind,
        stage=stage,
        presenter=presenter,
    )
    _claim(session, _with_room(analysis, _checked(analysis, drawn)), settings)
    return drawn.id


def change_mark(
    session: str,
    mark_id: str,
    *,
    start: float | None = None,
    end: float | None = None,
    stage: SetStage | None = None,
    presenter: str | None = None,
    settings: Settings,
) -> None:
    """Change a round or a stage; what is not given stays as it is.

    :param presenter: a voice's id, or an empty text where it is not known after all.
    :raises InputError: there is no such mark, or what ``mark`` refuses.
    :raises StoreError: there is no such session.
    """
    analysis = scope_of(settings).analysis(session)
    before = _known_mark(analysis.marks, mark_id)
    after = replace(
        before,
        start=before.start if start is None else start,
        end=before.end if end is None else end,
        stage=stage or before.stage,
        presenter=before.presenter if presenter is None else presenter or None,
    )
    changed = _checked(analysis, after)
    if changed != before:
        _claim(session, _with_room(analysis, changed), settings)


def unmark(session: str, mark_id: str, *, settings: Settings) -> None:
    """Remove a round or a stage; a proposal is not made again.

    :raises InputError: there is no such mark and no such proposal.
    :raises StoreError: there is no such session.
    """
    known = scope_of(settings).analysis(session).marks
    _known_mark((*known, *proposals(session, settings=settings)), mark_id)
    _change(session, [_said(settings, mark_id, {})], settings)


def proposals(session: str, *, settings: Settings) -> tuple[Mark, ...]:
    """Rounds and stages that the talk suggests, in order of time; none that was turned down.

    What a person marked stands: a proposal keeps the part that is free, and is not made where that
    is less than half of it.

    :raises StoreError: there is no such session.
    """
    from analyser.measures import propose
    from analyser.store.claims import live
    from analyser.store.marks import removed

    scope = scope_of(settings)
    analysis = scope.analysis(session)
    turned_down = removed(live(scope.claims(session)))
    free = (_free_part(found, analysis.marks) for found in propose(analysis))
    return tuple(found for found in free if found is not None and found.id not in turned_down)


def accept(session: str, proposal_ids: Iterable[str], *, settings: Settings) -> None:
    """Make proposals the marks of the person who accepts them, as one change.

    :raises InputError: one of them is not proposed.
    :raises StoreError: there is no such session.
    """
    proposed = proposals(session, settings=settings)
    wanted = [_known_mark(proposed, mark_id) for mark_id in dict.fromkeys(proposal_ids)]
    _claim(session, wanted, settings)


def _checked(analysis: Analysis, drawn: Mark) -> Mark:
    """A mark as far as it lies in the recording, to 1 ms.

    :raises InputError: it cannot be one.
    """
    check_known("kind of mark", drawn.kind, _KINDS)
    if drawn.kind == "stage":
        check_known("stage", drawn.stage or "", SET_STAGES)
    elif drawn.stage is not None:
        raise InputError("A round has no stage of its own.", "Mark the stage beside it.")
    if drawn.presenter is not None:
        if drawn.kind != "round":
            raise InputError("Only a round has a presenter.", "Mark the round, and say who it is.")
        known_voice(voices_of(analysis), drawn.presenter)
    start, end = map(milliseconds, within(analysis, (drawn.start, drawn.end)))
    if end - start < min(SHORTEST_SECONDS, analysis.recording.duration):
        raise InputError("That is shorter than a second.", "Draw it longer.")
    return replace(drawn, start=start, end=end)


def _with_room(analysis: Analysis, drawn: Mark) -> list[Mark]:
    """What is drawn, and what is left of the marks of its kind that it lies over.

    :raises InputError: nothing would be left of one.
    """
    others = (other for other in analysis.marks if other.id != drawn.id)
    under = [o for o in others if o.kind == drawn.kind and _overlap(o, drawn) > 0]
    return [drawn, *(part for other in under for part in _left_of(other, drawn))]


def _left_of(other: Mark, new: Mark) -> list[Mark]:
    """The parts of a mark that another does not cover; the second part is a mark of its own.

    :raises InputError: there is none.
    """
    left = [
        part
        for part in (replace(other, end=new.start), replace(other, start=new.end))
        if part.end - part.start >= SHORTEST_SECONDS
    ]
    if not left:
        raise InputError(
            f"It would cover {_told(other)} wholly.", "Remove that one first, or draw less."
        )
    return [left[0], *(replace(part, id=secrets.token_hex(_ID_BYTES)) for part in left[1:])]


def _free_part(proposed: Mark, marks: Sequence[Mark]) -> Mark | None:
    """The longest part of a proposal that no mark of its kind covers; half of it at least."""
    free = [(proposed.start, proposed.end)]
    for other in marks:
        if other.kind == proposed.kind:
            free = [part for span in free for part in _outside(span, other)]
    start, end = max(free, key=lambda span: span[1] - span[0], default=(0.0, 0.0))
    enough = end - start >= max(SHORTEST_SECONDS, (proposed.end - proposed.start) / 2)
    return replace(proposed, start=start, end=end) if enough else None


def _outside(span: tuple[float, float], other: Mark) -> Iterator[tuple[float, float]]:
    """What is left of a span before and after a mark."""
    for start, end in ((span[0], min(span[1], other.start)), (max(span[0], other.end), span[1])):
        if start < end:
            yield start, end


def _overlap(one: Mark, other: Mark) -> float:
    """For how many seconds two marks lie over one another; less than 0 where they do not."""
    return min(one.end, other.end) - max(one.start, other.start)


def _known_mark(marks: Iterable[Mark], mark_id: str) -> Mark:
    """The mark of this id.

    :raises InputError: there is none.
    """
    known = {mark.id: mark for mark in marks}
    if mark_id not in known:
        ids = ", ".join(known) or "there are none yet"
        raise InputError(f"There is no round or stage '{mark_id}'.", f"Known ones: {ids}.")
    return known[mark_id]


def _told(mark: Mark) -> str:
    """A mark in a few words."""
    from analyser.codebook import codebook
    from analyser.measures.wording import minutes

    title = "Round" if mark.stage is None else codebook().stage(mark.stage).title
    return f"'{title}' ({minutes(mark.start)} to {minutes(mark.end)})"


def _claim(session: str, marks: Iterable[Mark], settings: Settings) -> None:
    """Claim marks as one change."""
    from analyser.store.marks import value_of

    claims = [_said(settings, mark.id, value_of(mark)) for mark in marks]
    if claims:
        _change(session, claims, settings)


def _change(session: str, claims: list[Claim], settings: Settings) -> None:
    """Make the claims, with the labels that follow."""
    scope = scope_of(settings)
    scope.claim(session, with_labels(scope, session, scope.analysis(session), claims, settings))


def _said(settings: Settings, mark_id: str, value: dict[str, object]) -> Claim:
    """A claim about a mark by the person at the screen."""
    from analyser.store import Claim

    return Claim(kind="mark", subject=mark_id, value=value, by=scope_of(settings).person)
