"""What people say to one another about the session: a mentor's side, and a trainee's."""

from __future__ import annotations

from analyser.dashboard.mentor.side import show_mentor_side
from analyser.dashboard.practice.side import show_trainee_side
from analyser.dashboard.sections import Shown


def show_feedback(shown: Shown) -> None:
    """Each side shows itself only to whom it is for."""
    show_trainee_side(shown)
    show_mentor_side(shown)
