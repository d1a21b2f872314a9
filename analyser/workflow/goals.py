"""Goals that a trainee sets after a session, and whether the next sessions met them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from analyser.domain import Aim, Goal, Measure
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.checks import check_known
from analyser.workflow.common import scope_of, words

AIMS: tuple[Aim, ...] = get_args(Aim)

_LONGEST = 300
_MISSING = "There is no such figure of this session."
_WORDS = "This goal is in words; no figure answers it."


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCheck:
    """Whether a session met a goal that was set before it.

    ``measure`` is the figure that answers it; ``met`` is ``None`` where that cannot be told: the
    goal is in words, there is no figure, or its interval reaches to both sides of the aim. ``why``
    says so in words.
    """

    goal: Goal
    measure: Measure | None
    met: bool | None
    why: str


def set_goal(
    session: str,
    text: str,
    *,
    measure: str | None = None,
    aim: Aim | None = None,
    value: float | None = None,
    settings: Settings,
) -> Goal:
    """Set a goal for the session's owner, for the sessions after it.

    :param measure: the name of a measure, about the facilitator or else the set, of which the
        figure is to be ``aim`` (``at_least``, ``at_most``) ``value``. All three or none.
    :raises StoreError: there is no such session.
    :raises InputError: the session is another's, the text is empty, or it is no figure that can be
        reached.
    """
    from analyser.store import goals as kept

    scope = scope_of(settings)
    if (measure, aim, value) != (None, None, None):
        _check_figure(measure, aim, value)
    goal = Goal(
        id="",
        person="",
        session=session,
        text=words(text, longest=_LONGEST),
        made="",
        measure=measure,
        aim=aim,
        value=value,
    )
    return kept.add(scope, goal)


def close_goal(goal: str, *, settings: Settings) -> Goal:
    """Put a goal aside, by its id; it is checked no more.

    :raises StoreError: there is no such goal.
    :raises InputError: it is another's.
    """
    from analyser.store import goals as kept

    return kept.close(scope_of(settings), goal)


def goals_of(person: str, *, settings: Settings) -> tuple[Goal, ...]:
    """A person's goals, the oldest first, for them and for mentors they share a session with."""
    from analyser.store import goals as kept

    return kept.goals(scope_of(settings), person)


def check_goals(session: str, *, settings: Settings) -> tuple[GoalCheck, ...]:
    """Whether a session met each goal that its owner had set after an earlier one, and not closed.

    :raises StoreError: there is no such session.
    """
    from analyser.measures import about_facilitator, measure
    from analyser.store import goals as kept

    scope = scope_of(settings)
    found = scope.session(session)
    before = kept.set_before(scope, found)
    if not before:
        return ()
    analysis = scope.analysis(found.id)
    figures = about_facilitator(analysis, measure(analysis))
    return tuple(checked(goal, figures) for goal in before)


def checked(goal: Goal, figures: Mapping[str, Measure]) -> GoalCheck:
    """Whether figures, by their names, meet a goal."""
    if goal.measure is None or goal.aim is None or goal.value is None:
        return GoalCheck(goal=goal, measure=None, met=None, why=_WORDS)
    measure = figures.get(goal.measure)
    if measure is None or not isinstance(measure.value, int | float):
        note = measure.note if measure is not None and measure.note else _MISSING
        return GoalCheck(goal=goal, measure=measure, met=None, why=note)
    met = _met(goal.aim, goal.value, measure)
    return GoalCheck(goal=goal, measure=measure, met=met, why=_why(goal, measure, met))


def aim_told(goal: Goal) -> str:
    """What a goal's figure is to be: ``Share of open questions: at least 50 %``; else nothing."""
    from analyser.measures import TITLES, UNITS
    from analyser.measures.wording import told

    if goal.measure is None or goal.aim is None or goal.value is None:
        return ""
    unit = UNITS[goal.measure]
    aimed = told(Measure(name=goal.measure, subject="", value=goal.value, unit=unit))
    return f"{TITLES[goal.measure]}: {goal.aim.replace('_', ' ')} {aimed}"


def _met(aim: Aim, value: float, measure: Measure) -> bool | None:
    """Whether the whole interval, or a figure without one, lies where it was to be."""
    figure = float(measure.value or 0.0)
    low = figure if measure.low is None else measure.low
    high = figure if measure.high is None else measure.high
    if aim == "at_least":
        return True if low >= value else False if high < value else None
    return True if high <= value else False if low > value else None


def _why(goal: Goal, measure: Measure, met: bool | None) -> str:
    from analyser.measures.wording import told

    figure = f"It was {told(measure)}; {aim_told(goal)}"
    if met is None:
        return f"{figure}. What is not known for sure reaches to both sides of that."
    return f"{figure}. {'Met' if met else 'Not met'}."


def _check_figure(measure: str | None, aim: Aim | None, value: float | None) -> None:
    """Refuse an aim that no figure can reach.

    :raises InputError: a part is missing, there is no such measure, or its value cannot be so.
    """
    from analyser.measures import UNITS

    if measure is None or aim is None or value is None:
        raise InputError(
            "A goal with a figure needs a measure, an aim and a value.",
            "Give all three, or none for a goal in words.",
        )
    numbers = tuple(name for name, unit in UNITS.items() if unit != "word")
    check_known("measure", measure, numbers)
    check_known("aim", aim, AIMS)
    largest = 1.0 if UNITS[measure] in {"share", "0 to 1"} else math.inf
    if not 0 <= value <= largest or math.isinf(value):
        raise InputError(
            f"{value:g} is no value that this figure can have.",
            "Give a share as a number between 0 and 1: 0.5 for a half.",
        )
