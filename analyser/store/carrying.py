"""A session with all that was said about it, taken out of one store and put into another.

What is taken out is what was stored, and not what came of it: the analysis as the engines left it,
and every claim since. So all that follows from these is the same in another store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session as Connected

from analyser.domain import Analysis, Comment, Goal, Person, Session, Sheet
from analyser.errors import InputError, StoreError
from analyser.store import remarks, sheets
from analyser.store.claims import Claim
from analyser.store.people import fresh_id
from analyser.store.rows import (
    analysis_of,
    claim_rows,
    claims_of,
    session_of,
    session_row,
    utterance_rows,
    utterances_of,
)
from analyser.store.scope import ME
from analyser.store.tables import (
    AnalysisRow,
    ClaimRow,
    CommentRow,
    GoalRow,
    NoteRow,
    PersonRow,
    SessionRow,
    SheetRow,
    UtteranceRow,
)

if TYPE_CHECKING:
    from analyser.store.scope import Scope


Said = TypeVar("Said", Comment, Goal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A session as it was stored, and what people said about it.

    ``analysis`` has no acts: they are among the claims. ``sheets`` are signed ones; ``note`` is
    what the one who packed it wrote for themselves, where they asked for that to be taken along.
    """

    session: Session
    analysis: Analysis
    claims: tuple[Claim, ...]
    people: tuple[Person, ...] = ()
    comments: tuple[Comment, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    goals: tuple[Goal, ...] = ()
    note: str = ""


def taken_out(scope: Scope, named: str, *, with_note: bool = False) -> Carried:
    """A session of this person's, with what they may read about it.

    :raises StoreError: there is no such session.
    :raises InputError: it is another's.
    """
    session = scope.own(named)
    said = remarks.comments(scope, session.id)
    signed = tuple(sheets.signed(scope, session.id).values())
    with scope.store.reading() as connected:
        row = connected.get(AnalysisRow, session.id)
        if row is None:
            raise StoreError(f"The session '{named}' was forgotten.")
        claims, goals = claims_of(connected, session.id), _goals(connected, session)
        spoke = {session.owner, *(c.by for c in claims), *(c.by for c in said)}
        spoke |= {sheet.by for sheet in signed}
        return Carried(
            session=session,
            analysis=analysis_of(session.recording, row, utterances_of(connected, session.id)),
            claims=claims,
            people=_people(connected, spoke),
            comments=said,
            sheets=signed,
            goals=goals,
            note=remarks.note(scope, session.id) if with_note else "",
        )


def put_in(scope: Scope, carried: Carried, *, owner: str | None = None) -> Session:
    """Store a session that was taken out elsewhere, under its own id.

    Where it is here already, what was said of it since is added. People whom nobody knows here are
    added; somebody else's id is never taken for theirs.

    :param owner: the id of the person here whose practice it shows; ``None`` is the owner that it
        had, if that is somebody with a name, else this person.
    :raises InputError: another session has its id, or it was changed here in another way.
    """
    with scope.store.writing() as connected:
        there = connected.get(SessionRow, carried.session.id)
        ids = _known_as(connected, carried)
        ids[carried.session.owner] = _owner(scope, carried, there, ids, owner)
        mine = _renamed(carried, ids)
        if there is None:
            _add_session(connected, mine)
        else:
            _check_same(scope, connected, there, mine)
        _add_claims(connected, mine)
        _add_people(connected, carried, ids)
        _add_remarks(connected, mine, scope.person)
        return session_of(connected.get_one(SessionRow, mine.session.id))


def _goals(connected: Connected, session: Session) -> tuple[Goal, ...]:
    query = select(GoalRow).where(GoalRow.session == session.id).order_by(GoalRow.made, GoalRow.id)
    names = Goal.__dataclass_fields__
    return tuple(
        Goal(**{name: getattr(row, name) for name in names}) for row in connected.scalars(query)
    )


def _people(connected: Connected, spoke: Iterable[str]) -> tuple[Person, ...]:
    query = select(PersonRow).where(PersonRow.id.in_(set(spoke))).order_by(PersonRow.id)
    names = Person.__dataclass_fields__
    return tuple(
        Person(**{name: getattr(row, name) for name in names}) for row in connected.scalars(query)
    )


def _known_as(connected: Connected, carried: Carried) -> dict[str, str]:
    """What each person is called here: the same id, unless somebody else has it."""
    known: dict[str, str] = {}
    for person in carried.people:
        row = connected.get(PersonRow, person.id)
        same = row is None or row.name == person.name
        known[person.id] = person.id if same else fresh_id(connected, person.name)
    return known


def _owner(
    scope: Scope,
    carried: Carried,
    there: SessionRow | None,
    ids: Mapping[str, str],
    owner: str | None,
) -> str:
    """Whose practice the session shows, in the words of this store."""
    if there is not None:
        return there.owner
    return owner or ids.get(carried.session.owner, scope.person)


def _renamed(carried: Carried, ids: Mapping[str, str]) -> Carried:
    """The same under the ids that people have here."""

    def here(person: str) -> str:
        return ids.get(person, person)

    return replace(
        carried,
        session=replace(carried.session, owner=here(carried.session.owner)),
        claims=tuple(c if c.machine else replace(c, by=here(c.by)) for c in carried.claims),
        comments=tuple(replace(comment, by=here(comment.by)) for comment in carried.comments),
        sheets=tuple(replace(sheet, by=here(sheet.by)) for sheet in carried.sheets),
        goals=tuple(replace(goal, person=here(goal.person)) for goal in carried.goals),
    )


def _check_same(scope: Scope, connected: Connected, there: SessionRow, mine: Carried) -> None:
    """Pass where what is here is the beginning of what was carried here.

    :raises InputError: it is not.
    """
    known = session_of(there)
    if not scope.owns(known):
        raise InputError("This session is here already, and is somebody else's.")
    if known.recording != mine.session.recording:
        raise InputError(f"Another session, '{known.name}', has the id '{known.id}' here.")
    row = connected.get_one(AnalysisRow, known.id)
    here = analysis_of(known.recording, row, utterances_of(connected, known.id))
    before = claims_of(connected, known.id)
    if here == mine.analysis and before == mine.claims[: len(before)]:
        return
    raise InputError(
        f"'{known.name}' is here already, and was changed here in another way.",
        "Keep what is here; or forget it here, and import the file again.",
    )


def _add_session(connected: Connected, mine: Carried) -> None:
    connected.add(session_row(mine.session, mine.analysis))
    connected.flush()
    _insert(connected, UtteranceRow, utterance_rows(mine.session.id, mine.analysis.utterances))


def _add_claims(connected: Connected, mine: Carried) -> None:
    """The claims that are not here yet, with the times at which they were made."""
    known = len(claims_of(connected, mine.session.id))
    fresh = mine.claims[known:]
    rows = claim_rows(mine.session.id, fresh, at="")
    _insert(
        connected,
        ClaimRow,
        [{**row, "at": claim.at} for row, claim in zip(rows, fresh, strict=True)],
    )


def _add_people(connected: Connected, carried: Carried, ids: Mapping[str, str]) -> None:
    """The people who are not known here; ``me`` is nobody who could be."""
    for person in carried.people:
        here = ids[person.id]
        if here != ME and connected.get(PersonRow, here) is None:
            connected.add(
                PersonRow(
                    id=here,
                    name=person.name,
                    kinds=person.kinds,
                    programme=person.programme,
                    sample=person.sample,
                )
            )


def _add_remarks(connected: Connected, mine: Carried, person: str) -> None:
    """What people said: what is here already stays as it is."""
    session = mine.session.id
    said = _new(connected, CommentRow, mine.comments, session)
    before = {comment.id for comment in mine.comments}
    for comment in sorted(said, key=lambda comment: (comment.at, comment.id)):
        answers = comment.answers if comment.answers in before else None
        connected.add(CommentRow(**_fields(replace(comment, answers=answers))))
        connected.flush()  # before those that answer it
    goals = _new(connected, GoalRow, mine.goals, session)
    connected.add_all(GoalRow(**_fields(goal)) for goal in goals)
    signed = select(SheetRow.by, SheetRow.signed).where(SheetRow.session == session)
    there = {(by, at) for by, at in connected.execute(signed)}
    connected.add_all(
        SheetRow(session=session, by=sheet.by, signed=sheet.signed, taken_back="", sheet=sheet)
        for sheet in mine.sheets
        if (sheet.by, sheet.signed) not in there
    )
    if mine.note and connected.get(NoteRow, (session, person)) is None:
        connected.add(NoteRow(session=session, person=person, text=mine.note))


def _new(connected: Connected, table: Any, rows: Iterable[Said], session: str) -> list[Said]:
    """The rows that are not here yet.

    :raises InputError: one of their ids is another session's.
    """
    fresh = []
    for row in rows:
        there = connected.get(table, row.id)
        if there is not None and there.session != session:
            raise InputError(
                f"Something else has the id '{row.id}' here.", "The file cannot be brought in here."
            )
        fresh += [row] if there is None else []
    return fresh


def _fields(row: Comment | Goal) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def _insert(connected: Connected, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connected.execute(insert(table), rows)
