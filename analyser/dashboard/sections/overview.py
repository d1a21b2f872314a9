"""The first look: the few figures that matter most, and the session from start to end."""

from __future__ import annotations

from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.explain import show_heading
from analyser.dashboard.sections.facts import Wanted, lead_of, show_facts
from analyser.dashboard.sections.timeline import show_timeline
from analyser.measures.common import SET

ABOUT = (
    "Six figures to begin with; each has its doubt with it, and each can be listened to. There is "
    "no published norm for an action learning set, so none of them is a mark."
)


def show_overview(shown: Shown) -> None:
    """Six figures, then turns, questions and advice over time."""
    wanted = _wanted(lead_of(shown.analysis))
    show_heading("At a glance", measures=[name for name, _ in wanted], about=ABOUT)
    show_facts(shown, wanted, key="overview")
    show_timeline(shown)


def _wanted(lead: str) -> tuple[Wanted, ...]:
    return (
        ("airtime_share" if lead != SET else "silence_share", lead),
        ("open_share", lead),
        ("wait_after_question", lead),
        ("advice_share", SET),
        ("advice_creep_verdict", SET),
        ("reflections_to_questions", lead),
    )
