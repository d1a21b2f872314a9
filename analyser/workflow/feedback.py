"""The feedback sheet: drafted from what a mentor marked, edited, signed, then read by a trainee.

A signed sheet is kept as it was signed. What is changed afterwards is a draft again, while the
trainee goes on reading what was signed, until that is signed, too, or all of it is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from analyser.domain import SEEN, Comment, CommentKind, Rating, Sheet, SheetItem
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.checks import check_known
from analyser.workflow.comments import comments
from analyser.workflow.common import scope_of, words
from analyser.workflow.goals import GoalCheck, check_goals
from analyser.workflow.rubric import rubric

WONDER = "I wonder how …"
"""What a draft begins a question with where the mentor wrote none; left so, it is not signed."""

FIGURES = (
    "open_share",
    "airtime_share",
    "advice_share",
    "advice_creep_verdict",
    "wait_after_question",
    "wait_after_presenter",
)
"""The measures that a sheet shows until its mentor chooses others."""

_LONGEST = 4000
_MOST_ITEMS = 40


def draft_sheet(session: str, *, settings: Settings) -> Sheet:
    """A sheet made of what whoever looks has marked in a session; it is not kept yet.

    Their comments become strengths, questions and next steps, each with its moment; without a
    comment on a strength, what the rubric says was seen stands there. The words and ratings of an
    earlier version of their sheet are taken over.

    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    found = scope.session(session)
    before = _own(found.id, settings) or Sheet(
        session=found.id, by=scope.person, changed="", figures=FIGURES
    )
    said = [c for c in comments(found.id, settings=settings) if c.by == scope.person]
    return replace(
        before,
        signed="",
        strengths=_items(said, "strength") or _seen(before.ratings, settings),
        wonders=_items(said, "question") or (SheetItem(text=WONDER),),
        next_time=_items(said, "try_next"),
        goals=tuple(_told(check) for check in check_goals(found.id, settings=settings)),
    )


def sheet(session: str, *, settings: Settings) -> Sheet | None:
    """The sheet on a session that whoever looks reads: their own, else the newest that they may.

    A trainee reads a sheet as it was signed last, and none before.

    :raises StoreError: there is no such session.
    """
    known = sheets(session, settings=settings)
    own = next((each for each in known if each.by == settings.person), None)
    return own or next(iter(known), None)


def sheets(session: str, *, settings: Settings) -> tuple[Sheet, ...]:
    """Every sheet on a session that whoever looks may read, one of each mentor, the newest first.

    :raises StoreError: there is no such session.
    """
    from analyser.store import sheets as kept

    return kept.sheets(scope_of(settings), session)


def signed_sheet(session: str, *, settings: Settings) -> Sheet | None:
    """What whoever looks signed last on a session and did not take back: as its owner reads it.

    :raises StoreError: there is no such session.
    """
    from analyser.store import sheets as kept

    scope = scope_of(settings)
    return kept.signed(scope, session).get(scope.person)


def save_sheet(sheet: Sheet, *, settings: Settings) -> Sheet:
    """Keep a sheet as the draft of whoever looks.

    :raises StoreError: there is no such session.
    :raises InputError: the session is one's own, or something in the sheet cannot be kept.
    """
    from analyser.store import sheets as kept

    return kept.keep(scope_of(settings), _checked(sheet))


def sign_sheet(session: str, *, settings: Settings) -> Sheet:
    """Sign the draft: the owner of the session reads it, and the comments made so far, from now on.

    :raises StoreError: there is no such session.
    :raises InputError: there is no draft, nothing is written in it, or the session is one's own.
    """
    from analyser.store import sheets as kept

    scope = scope_of(settings)
    draft = kept.draft(scope, session)
    if draft is not None:
        kept.keep(scope, _finished(draft))
    return kept.sign(scope, session)


def take_back_sheet(session: str, *, settings: Settings) -> Sheet:
    """Hide what was signed from the session's owner again; it is a draft from now on.

    :raises StoreError: there is no such session.
    :raises InputError: nothing was signed.
    """
    from analyser.store import sheets as kept

    return kept.take_back(scope_of(settings), session)


def _own(session: str, settings: Settings) -> Sheet | None:
    known = sheets(session, settings=settings)
    return next((each for each in known if each.by == settings.person), None)


def _items(said: Iterable[Comment], kind: CommentKind) -> tuple[SheetItem, ...]:
    """The comments of a kind as points of the sheet, each with where to listen."""
    return tuple(SheetItem(text=c.text, start=c.start, end=c.end) for c in said if c.kind == kind)


def _seen(ratings: Iterable[Rating], settings: Settings) -> tuple[SheetItem, ...]:
    """The behaviours that were seen, with what was noted about them."""
    titles = {behaviour.id: behaviour.title for behaviour in rubric(settings=settings)}
    seen = [rating for rating in ratings if rating.seen == "yes"]
    return tuple(SheetItem(text=_noted(rating, titles)) for rating in seen)


def _noted(rating: Rating, titles: Mapping[str, str]) -> str:
    title = titles.get(rating.behaviour, rating.behaviour.replace("_", " ").capitalize())
    return f"{title}: {rating.note}" if rating.note else title


def _told(check: GoalCheck) -> str:
    """A goal in words, with what came of it."""
    return f"{check.goal.text}: {check.why}" if check.goal.measure else check.goal.text


def _finished(draft: Sheet) -> Sheet:
    """The sheet without prompts that nobody finished.

    :raises InputError: then nothing is left in it.
    """
    finished = replace(draft, wonders=tuple(w for w in draft.wonders if w.text != WONDER))
    written = (finished.opening, finished.closing, *finished.strengths, *finished.wonders)
    if not any((*written, *finished.next_time, *finished.ratings)):
        raise InputError("Nothing is written in this sheet.", "Write a strength or a question.")
    return finished


def _checked(sheet: Sheet) -> Sheet:
    """A sheet fit to be kept: no empty points, nothing too long, nothing unknown.

    :raises InputError: something is too long or not known.
    """
    from analyser.measures import DEFINITIONS

    for name in sheet.figures:
        check_known("measure", name, tuple(DEFINITIONS))
    for rating in sheet.ratings:
        check_known("answer", rating.seen, SEEN)
    return replace(
        sheet,
        opening=_text(sheet.opening),
        closing=_text(sheet.closing),
        strengths=_written(sheet.strengths),
        wonders=_written(sheet.wonders),
        next_time=_written(sheet.next_time),
        ratings=tuple(replace(rating, note=_text(rating.note)) for rating in sheet.ratings),
        goals=tuple(kept for goal in sheet.goals if (kept := _text(goal))),
    )


def _written(items: Iterable[SheetItem]) -> tuple[SheetItem, ...]:
    kept = tuple(replace(item, text=text) for item in items if (text := _text(item.text)))
    if len(kept) > _MOST_ITEMS:
        raise InputError(f"There are more than {_MOST_ITEMS} points.", "Choose what matters most.")
    return kept


def _text(text: str) -> str:
    return words(text, longest=_LONGEST, needed=False)
