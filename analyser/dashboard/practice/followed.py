"""Which figures a trainee follows over sessions, and the rows and sentences made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analyser.dashboard.dates import day
from analyser.domain import Measure, Notice, Session
from analyser.measures import told
from analyser.measures.over_time import Change, change
from analyser.measures.wording import counted, listed, many

_SHORT_NOTE = 16
_OF_THE_TRAINEE = {"your": "their", "Your": "Their", "you": "they", "yours": "theirs"}
_TO_THE_TRAINEE = re.compile(rf"\b({'|'.join(_OF_THE_TRAINEE)})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A figure that is followed: ``title`` heads its panel, ``said`` names it in a sentence."""

    name: str
    title: str
    said: str

    def of(self, held: Held) -> Measure | None:
        """The figure in a session, if it is there: the facilitator's own, or else the set's."""
        return next((measure for measure in held.measures if measure.name == self.name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A session that was held, with its figures and what to know before trusting them."""

    session: Session
    measures: tuple[Measure, ...]
    cautions: tuple[Notice, ...]

    @property
    def day(self) -> str:
        """The day of the set, ISO 8601; where nobody said, the day on which it was handed in."""
        return (self.session.held or self.session.created)[:10]


FOLLOWED = (
    Followed(
        name="airtime_share",
        title="Your share of the talk",
        said="your share of the talk",
    ),
    Followed(
        name="open_share",
        title="Your open questions, of all you asked",
        said="the open share of your questions",
    ),
    Followed(
        name="open_questions_per_10_min",
        title="Your open questions in 10 minutes",
        said="how often you asked an open question",
    ),
    Followed(
        name="advice_share",
        title="Your advice, of all you contributed",
        said="the advice among what you contributed",
    ),
    Followed(
        name="wait_after_question",
        title="Wait after your questions",
        said="the wait after your questions",
    ),
    Followed(
        name="reflections_to_questions",
        title="Your reflections for each question",
        said="your reflections for each question",
    ),
    Followed(
        name="advice_creep",
        title="Advice creep in the set",
        said="advice creep in the set",
    ),
    Followed(
        name="steer_back",
        title="Advice that was steered back",
        said="the advice that was steered back",
    ),
    Followed(
        name="long_waits_after_presenter",
        title="Room after the presenter stops",
        said="the room after the presenter stops",
    ),
)
"""Neutral on purpose: which way is better depends on the set, and the trainee's goals say it."""


def spoken_of(text: str, *, own: bool) -> str:
    """A text that speaks to the trainee, for the trainee or for somebody else who reads it."""
    return text if own else _TO_THE_TRAINEE.sub(lambda said: _OF_THE_TRAINEE[said[0]], text)


def in_order(held: Sequence[Held]) -> tuple[Held, ...]:
    """Sessions in the order in which they were held."""
    return tuple(sorted(held, key=lambda one: (one.day, one.session.created, one.session.id)))


def moved(followed: Followed, held: Sequence[Held]) -> Change:
    """Whether a figure changed over the sessions, which are in order."""
    return change([figure for one in held if (figure := followed.of(one)) is not None])


def rows(followed: Followed, held: Sequence[Held]) -> pd.DataFrame:
    """One row for each session, in order, whether or not the figure can be told.

    Columns: ``session``, ``name``, ``day`` (ISO), ``value``, ``low``, ``high``, ``told``, ``note``
    and ``cautions`` (how many things there are to know before trusting it).
    """
    return pd.DataFrame(
        [_row(followed.of(one), one) for one in held],
        columns=["session", "name", "day", "value", "low", "high", "told", "note", "cautions"],
    )


def _row(figure: Measure | None, held: Held) -> dict[str, object]:
    return {
        "session": held.session.id,
        "name": held.session.name,
        "day": held.day,
        "value": figure.value if figure else None,
        "low": figure.low if figure else None,
        "high": figure.high if figure else None,
        "told": told(figure) if figure else "cannot tell",
        "note": figure.note if figure else "Nobody is named as the facilitator.",
        "cautions": len(held.cautions),
    }


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The same to read."""
    return pd.DataFrame(
        {
            "Held on": frame["day"].map(day),
            "Session": frame["name"],
            "Value": frame["told"],
            "Rests on": frame["note"],
            "To know first": [many(n, "thing") if n else "" for n in frame["cautions"]],
        }
    )


def words(found: Change) -> str:
    """A panel's sentence: a change is called one only where the interval says so."""
    first, last = found.first, found.last
    if first is None or last is None:
        return "Cannot tell in any session yet."
    if found.sessions == 1:
        return f"{told(last)} in the one session in which it can be told."
    step = f"{_short(first)} in the first session, {_short(last)} in the last"
    verb = {"up": "It rose", "down": "It fell"}.get(found.direction)
    if verb:
        return f"{verb}: {step}."
    return f"No change that can be told: {step}."


def answer(held: Sequence[Held]) -> str:
    """How the practice goes, in a sentence or two, with its doubt."""
    if not held:
        return "No session of yours has been analysed yet."
    if len(held) == 1:
        return f"One session so far: {_now(held[-1])}. A change can be told from the second on."
    changes = [(one, moved(one, held)) for one in FOLLOWED]
    up = [one.said for one, found in changes if found.direction == "up"]
    down = [one.said for one, found in changes if found.direction == "down"]
    moves = [f"{listed(up)} rose"] * bool(up) + [f"{listed(down)} fell"] * bool(down)
    over = f"Over {counted(len(held))} sessions"
    if not moves:
        return f"{over} no figure changed by more than its doubt. In the last one {_now(held[-1])}."
    rest = "" if len(up) + len(down) == len(FOLLOWED) else " Of the others no change can be told."
    return f"{over} {', and '.join(moves)}.{rest} In the last one {_now(held[-1])}."


def _now(held: Held) -> str:
    """The last session's two headline figures."""
    share, talk = FOLLOWED[1].of(held), FOLLOWED[0].of(held)
    if share is None or talk is None:
        return "nobody is named as the facilitator yet"
    asked = (
        f"{told(share)} of your questions were open"
        if share.value is not None
        else "you asked too few questions to say how open they were"
    )
    spoke = (
        f"you spoke for {told(talk)} of the talk"
        if talk.value is not None
        else "it cannot be told how much you spoke"
    )
    return f"{asked}, and {spoke}"


def _short(figure: Measure) -> str:
    """A value without its interval, which the panel draws; with its counts where they are short."""
    value = told(figure).partition(" (")[0]
    return f"{value} ({figure.note})" if 0 < len(figure.note) <= _SHORT_NOTE else value
