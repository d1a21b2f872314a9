"""What people say beside a session: private notes, and comments pinned to its moments.

Whose comments are read by whom, and from when on, is told in ``store.remarks``.
"""

from __future__ import annotations

from analyser.domain import COMMENT_KINDS, Comment, CommentKind, Recording
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.checks import check_known
from analyser.workflow.common import scope_of, words

LONGEST = 4000
"""Signs of a comment; a note may have ten times as many."""

_LONGEST_NOTE = 10 * LONGEST


def private_note(session: str, *, settings: Settings) -> str:
    """What whoever looks wrote about a session for themselves; nobody else reads it.

    :raises StoreError: there is no such session.
    """
    from analyser.store import remarks

    return remarks.note(scope_of(settings), session)


def write_private_note(session: str, text: str, *, settings: Settings) -> None:
    """Put a text in the place of one's note on a session; an empty one removes it.

    :raises StoreError: there is no such session.
    :raises InputError: it is too long.
    """
    from analyser.store import remarks

    kept = words(text, longest=_LONGEST_NOTE, needed=False)
    remarks.write_note(scope_of(settings), session, kept)


def comments(session: str, *, settings: Settings) -> tuple[Comment, ...]:
    """The comments on a session that whoever looks may read, in order of the moments they are on.

    :raises StoreError: there is no such session.
    """
    from analyser.store import remarks

    return remarks.comments(scope_of(settings), session)


def comment(
    session: str,
    *,
    start: float,
    end: float | None = None,
    kind: CommentKind,
    text: str,
    answers: str | None = None,
    settings: Settings,
) -> Comment:
    """Pin words to a moment (seconds), or to a stretch where ``end`` is given.

    :param answers: the id of the comment that it answers; then it is on the moment of that one.
    :raises StoreError: there is no such session, or no such comment to answer.
    :raises InputError: the text is empty or too long, the kind is not known, or the time is not in
        the recording.
    """
    from analyser.store import remarks

    scope = scope_of(settings)
    check_known("kind of comment", kind, COMMENT_KINDS)
    found = scope.session(session)
    span = _span(found.recording, start, start if end is None else end)
    if answers is not None:
        answered = remarks.comment(scope, answers)
        if answered.session != found.id:
            raise InputError("That comment is on another session.", "Answer it there.")
        span = answered.start, answered.end
    said = Comment(
        id="",
        session=found.id,
        by=scope.person,
        at="",
        start=span[0],
        end=span[1],
        kind=kind,
        text=words(text, longest=LONGEST),
        answers=answers,
    )
    return remarks.add_comment(scope, said)


def change_comment(comment: str, text: str, *, settings: Settings) -> None:
    """Put another text in the place of one's own comment.

    :raises StoreError: there is no such comment.
    :raises InputError: it is another's, or the text is empty or too long.
    """
    from analyser.store import remarks

    remarks.change_comment(scope_of(settings), comment, words(text, longest=LONGEST))


def remove_comment(comment: str, *, settings: Settings) -> None:
    """Remove one's own comment; what others answered to it stays.

    :raises StoreError: there is no such comment.
    :raises InputError: it is another's.
    """
    from analyser.store import remarks

    remarks.remove_comment(scope_of(settings), comment)


def _span(recording: Recording, start: float, end: float) -> tuple[float, float]:
    if not 0 <= start <= end <= recording.duration:
        raise InputError(
            f"From {start:g} s to {end:g} s is no stretch of this recording.",
            f"Give seconds between 0 and {recording.duration:.0f}, the earlier one first.",
        )
    return start, end
