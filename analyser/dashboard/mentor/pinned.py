"""What people pinned to a session, as the player shows it on its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analyser import workflow
from analyser.dashboard import components
from analyser.dashboard.authors import authors
from analyser.dashboard.context import current_settings
from analyser.dashboard.mentor.moments import KIND_TITLES, span_told
from analyser.dashboard.mentor.threads import called, opening
from analyser.domain import Comment, CommentKind

SIGNS: dict[CommentKind, str] = {"strength": "★", "question": "?", "try_next": "→", "note": "≡"}
"""What stands on a pin, so that no kind is told by its colour alone."""

COLOURS: dict[CommentKind, str] = {
    "strength": "#00664f",
    "question": "#005a94",
    "try_next": "#9c4400",
    "note": "#52606d",
}
"""Darker than what the machine marked with: white signs on them have a contrast of 4.5 to 1."""


def pins(session: str) -> list[dict[str, Any]]:
    """A row for each comment that whoever looks may read and that answers no other, by time."""
    return _rows(workflow.comments(session, settings=current_settings()))


def tell_player(said: Sequence[Comment], *, key: str) -> None:
    """Show the comments that there are now on the timeline, without the player drawn anew."""
    components.pinned(_rows(said), key=key)


def _rows(said: Sequence[Comment]) -> list[dict[str, Any]]:
    names = authors()
    return [
        {
            "id": comment.id,
            "start": comment.start,
            "end": comment.end,
            "told": span_told(comment),
            "kind": comment.kind,
            "title": KIND_TITLES[comment.kind],
            "sign": SIGNS[comment.kind],
            "colour": COLOURS[comment.kind],
            "by": called(comment, names),
            "text": comment.text,
        }
        for comment in opening(said)
    ]
