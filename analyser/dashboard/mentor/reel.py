"""The moment reel: all marked moments of a session, played one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from analyser.dashboard import components
from analyser.dashboard.mentor.moments import KIND_TITLES, after, span_told
from analyser.dashboard.mentor.threads import opening
from analyser.domain import Comment


def show_reel(said: Sequence[Comment], *, key: str) -> None:
    """Buttons that play every moment, or one; nothing where no moment is marked."""
    if rows := reel_rows(said):
        components.reel(rows, key=key)


def reel_rows(said: Sequence[Comment]) -> list[dict[str, object]]:
    """One row for each comment that answers nobody, in order of time."""
    return [
        {
            "start": comment.start,
            "end": after(comment),
            "label": span_told(comment),
            "about": f"{KIND_TITLES[comment.kind]}: {comment.text}",
        }
        for comment in opening(said)
    ]
