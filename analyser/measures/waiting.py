"""Listening room: how long it stays quiet after a question, and after the presenter stops."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from math import inf

import numpy as np

from analyser.domain import Analysis, Measure, Role, Stretch, Utterance, milliseconds
from analyser.measures.casting import Span
from analyser.measures.common import figure, groups_in, middle, said_in, share, voices_with
from analyser.measures.turns import BACK_CHANNEL_SECONDS, JoinedTurn, turns_in_roles

NO_WAIT_SECONDS = 0.25
BREAK_SECONDS = 60.0
LONG_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A silence: whose it is, in which role, where to listen to it, and how long it counts."""

    speaker: str
    role: Role
    stretch: Stretch
    seconds: float


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """Medians and shares of long waits, after questions and after the presenter."""
    after_questions = waits_after_questions(analysis)
    after_presenter = waits_after_presenter(analysis)
    no_presenter = not voices_with(analysis, "presenter")
    measures: list[Measure] = []
    for group in groups_in(analysis):
        asked = [wait for wait in after_questions if group.has(wait.speaker, wait.role)]
        broke = [wait for wait in after_presenter if group.has(wait.speaker, wait.role)]
        missing = "Nobody has the role of the presenter." if no_presenter else "No such wait."
        measures += _figures("after_question", group.subject, asked, "No such wait.")
        measures += _figures("after_presenter", group.subject, broke, missing)
    return tuple(measures)


def waits_after_questions(analysis: Analysis) -> tuple[Wait, ...]:
    """From the end of each question to the next speech of anybody, told for who asked."""
    rows = said_in(analysis)
    heard: defaultdict[str, list[Span]] = defaultdict(list)
    for turn in analysis.turns:
        heard[turn.speaker].append((turn.start, turn.end))
    first_of = {voice: _first_reaching(spans) for voice, spans in heard.items()}
    first_written = _first_reaching((r.utterance.start, r.utterance.end) for r in rows)
    begun = [*sorted(turn.start for turn in analysis.turns), inf]
    waits = []
    for row in rows:
        if not row.is_question:
            continue
        speaker, end = row.utterance.speaker, row.utterance.end
        others = (first(end) for voice, first in first_of.items() if voice != speaker)
        first = min(first_written(end), begun[bisect_left(begun, end)], *others)
        waits.append(_wait(speaker, row.role, end, [first] * (first < inf), row.utterance.n))
    return tuple(wait for wait in waits if wait is not None)


def _first_reaching(spans: Iterable[Span]) -> Callable[[float], float]:
    """Tells the earliest start among those spans that end after a moment; ``inf`` without any."""
    ordered = sorted(spans, key=lambda span: span[1])
    ends = [end for _start, end in ordered]
    starts = (start for start, _end in reversed(ordered))
    earliest = list(accumulate(starts, min, initial=inf))
    return lambda moment: earliest[len(ends) - bisect_right(ends, moment)]


def waits_after_presenter(analysis: Analysis) -> tuple[Wait, ...]:
    """From the presenter's last sound to the next turn of another voice, told for that voice.

    A presenter who goes on after a pause has not stopped. Another voice's turn under 1 second in
    which nothing is asked, advised, reflected or steered is a back-channel, and the wait goes on.
    """
    turns = turns_in_roles(analysis)
    takes_over = _taking_over(analysis)
    stops = [turn for turn, role in turns if role == "presenter"]
    others = [(turn, role) for turn, role in turns if role != "presenter" and takes_over(turn)]
    ends = np.array([turn.end for turn, _role in others])
    waits = []
    for stop, goes_on in zip_longest(stops, stops[1:]):
        after = np.flatnonzero(ends > stop.end)
        if not after.size:
            continue
        following, role = others[after[0]]
        if goes_on is None or goes_on.start >= following.start:
            waits.append(_wait(following.speaker, role, stop.end, [following.start], None))
    return tuple(wait for wait in waits if wait is not None)


def _taking_over(analysis: Analysis) -> Callable[[JoinedTurn], bool]:
    """Tells a turn that ends the presenter's room from a back-channel.

    A short turn ends it if something is said in it that is labelled as more than ``other``.
    """
    said: defaultdict[str, list[Utterance]] = defaultdict(list)
    for row in said_in(analysis):
        if row.act.act != "other":
            said[row.utterance.speaker].append(row.utterance)

    def takes_over(turn: JoinedTurn) -> bool:
        return turn.length >= BACK_CHANNEL_SECONDS or any(
            row.start < turn.end and row.end > turn.start for row in said[turn.speaker]
        )

    return takes_over


def _wait(
    speaker: str, role: Role, end: float, starts: Sequence[float], utterance: int | None
) -> Wait | None:
    """From ``end`` to the first of ``starts``; ``None`` for a break or at the session's end."""
    if not starts:
        return None
    until = max(end, min(starts))
    seconds = milliseconds(until - end)
    if seconds > BREAK_SECONDS:
        return None
    return Wait(
        speaker=speaker,
        role=role,
        stretch=Stretch(start=end, end=until, utterance=utterance),
        seconds=seconds if seconds >= NO_WAIT_SECONDS else 0.0,
    )


def _figures(name: str, subject: str, waits: Sequence[Wait], missing: str) -> list[Measure]:
    """The median wait and the share of long ones."""
    long = [wait for wait in waits if wait.seconds >= LONG_SECONDS]
    return [
        figure(
            f"wait_{name}",
            subject,
            middle([wait.seconds for wait in waits]),
            evidence=[wait.stretch for wait in waits],
            note=f"{len(waits)} waits" if waits else missing,
        ),
        share(
            f"long_waits_{name}",
            subject,
            len(long),
            len(waits),
            evidence=[wait.stretch for wait in long],
            missing=missing,
        ),
    ]
