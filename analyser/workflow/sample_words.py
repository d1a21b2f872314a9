"""What the invented people say about their sessions: shared, aimed at, noted, commented, signed."""

from __future__ import annotations

from dataclasses import replace

from analyser.domain import Comment, Rating
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.comments import comment, write_private_note
from analyser.workflow.common import scope_of
from analyser.workflow.feedback import draft_sheet, save_sheet, sign_sheet
from analyser.workflow.goals import set_goal
from analyser.workflow.invented import InventedComment, InventedSheet, invented_cohort
from analyser.workflow.sharing import share

Ids = dict[str, str]
"""Names with the ids of what was made under them."""


def say_things(known: Ids, made: Ids, *, settings: Settings) -> None:
    """What the invented people say to one another: goals, notes, comments, feedback sheets.

    :param known: the people's ids by their names.
    :param made: the sessions' ids by their names.
    :raises InputError: what a comment quotes is said nowhere.
    """
    cohort = invented_cohort()
    owners = {session.name: known[session.owner] for session in cohort.sessions}
    mentors = [known[person.name] for person in cohort.people if "mentor" in person.kinds]

    def as_owner(session: str) -> Settings:
        return settings.model_copy(update={"person": owners[session]})

    for session in cohort.sessions:
        for mentor in mentors if session.shared else ():
            share(made[session.name], mentor, settings=as_owner(session.name))
    for goal in cohort.goals:
        set_goal(
            made[goal.session],
            goal.text,
            measure=goal.measure,
            aim=goal.aim,
            value=goal.value,
            settings=as_owner(goal.session),
        )
    for note in cohort.notes:
        write_private_note(made[note.session], note.text, settings=as_owner(note.session))
    _comment(known, made, settings)


def _comment(known: Ids, made: Ids, settings: Settings) -> None:
    """Comments, the sheets drafted from them, and answers, for which a sheet must be signed."""
    first: dict[tuple[str, str], Comment] = {}

    def pin(said: InventedComment) -> None:
        by = settings.model_copy(update={"person": known[said.by]})
        moment = (said.session, said.quote)
        answered = first[moment].id if said.answers else None
        first.setdefault(moment, _pin(said, made[said.session], answered, by))

    for said in invented_cohort().comments:
        if not said.answers:
            pin(said)
    for sheet in invented_cohort().sheets:
        by = settings.model_copy(update={"person": known[sheet.by]})
        _write_sheet(sheet, made[sheet.session], by)
    for said in invented_cohort().comments:
        if said.answers:
            pin(said)


def _pin(said: InventedComment, session: str, answered: str | None, by: Settings) -> Comment:
    """A comment, on the utterance in which its quotation is said.

    :raises InputError: it is said nowhere in the session.
    """
    for utterance in scope_of(by).analysis(session).utterances:
        if said.quote in utterance.text:
            return comment(
                session,
                start=utterance.start,
                end=utterance.end,
                kind=said.kind,
                text=said.text,
                answers=answered,
                settings=by,
            )
    raise InputError(f"Nobody says “{said.quote}” in '{said.session}'.", "Mend cohort.toml.")


def _write_sheet(sheet: InventedSheet, session: str, by: Settings) -> None:
    ratings = tuple(Rating(behaviour=name, seen=seen) for name, seen in sheet.ratings.items())
    drafted = draft_sheet(session, settings=by)
    kept = {rating.behaviour for rating in ratings}
    others = tuple(rating for rating in drafted.ratings if rating.behaviour not in kept)
    save_sheet(
        replace(
            drafted,
            opening=sheet.opening,
            closing=sheet.closing or drafted.closing,
            ratings=(*ratings, *others),
        ),
        settings=by,
    )
    if sheet.signed:
        sign_sheet(session, settings=by)
