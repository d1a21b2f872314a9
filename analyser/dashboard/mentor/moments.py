"""Moments of a session: how long they last, how they are told, and what is heard there."""

from __future__ import annotations

from datetime import datetime

from analyser.domain import Analysis, Comment, CommentKind
from analyser.report.look import clock, names_of

KIND_TITLES: dict[CommentKind, str] = {
    "strength": "Strength",
    "question": "Question",
    "try_next": "Try next",
    "note": "Note",
}
KIND_ICONS: dict[CommentKind, str] = {
    "strength": ":material/thumb_up:",
    "question": ":material/help:",
    "try_next": ":material/arrow_forward:",
    "note": ":material/sticky_note_2:",
}

MOMENT_SECONDS = 12.0
"""So long is played where a comment names no end."""

_MOST_WORDS = 30


def after(comment: Comment) -> float:
    """Where to stop playing."""
    return comment.end if comment.end > comment.start else comment.start + MOMENT_SECONDS


def span_told(comment: Comment) -> str:
    """``12:05``, or ``12:05 to 13:20``."""
    if comment.end > comment.start:
        return f"{clock(comment.start)} to {clock(comment.end)}"
    return clock(comment.start)


def heard_there(analysis: Analysis, start: float, end: float) -> str:
    """What was said in a stretch, with the voices' names; the rest of a long one is left out."""
    names = names_of(analysis)
    said = [
        f"{names.get(u.speaker, u.speaker)}: {u.text}"
        for u in analysis.utterances
        if u.start < end and u.end > start
    ]
    return _cut(" ".join(said))


def when(at: str) -> str:
    """An ISO 8601 time for small print: ``3 March, 14:05``."""
    moment = datetime.fromisoformat(at).astimezone()
    return f"{moment.day} {moment:%B}, {moment:%H:%M}"


def _cut(text: str) -> str:
    words = text.split()
    return " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")
