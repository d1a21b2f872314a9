"""Airtime: who spoke for how long, how evenly, in what turns; from the sound, not from the text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from analyser.domain import Analysis, Measure, Role, Stretch, milliseconds
from analyser.measures.casting import Span, span_of
from analyser.measures.common import SET, Group, figure, groups_in, middle, seconds_as, voices_in
from analyser.measures.once import once_by_who_speaks
from analyser.measures.turns import (
    JoinedTurn,
    gaps,
    merged,
    overlap,
    seconds_of,
    turns_in_roles,
    union,
)
from analyser.measures.wording import minutes

RESAMPLES = 1000
FEWEST_TURNS = 5
"""With fewer turns than this a bootstrap would promise a certainty that is not there."""
LEAST_PART = 0.1
"""Nobody counts as a member who is one for a smaller part of the time: the project's own limit."""

InRole = tuple[JoinedTurn, Role]


@once_by_who_speaks
def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """Airtime, shares, turns, silence, overlap and evenness."""
    turns = turns_in_roles(analysis)
    return (
        *_talk(analysis, turns),
        *_turn_lengths(analysis, turns),
        *_silence_and_overlap(analysis),
        _evenness(analysis, turns),
    )


def airtime_of(analysis: Analysis) -> dict[str, float]:
    """Seconds of sound for each voice; 0 for a voice that is known and never heard."""
    heard = dict.fromkeys(voices_in(analysis), 0.0)
    for stretch in merged(analysis.turns):
        heard[stretch.speaker] += stretch.airtime
    return {voice: milliseconds(seconds) for voice, seconds in heard.items()}


def shares_of(analysis: Analysis) -> dict[str, float]:
    """Each voice's part of all airtime, adding up to 1; empty where nobody was heard."""
    heard = airtime_of(analysis)
    total = sum(heard.values())
    return {voice: seconds / total for voice, seconds in heard.items()} if total else {}


@once_by_who_speaks
def members_talk(analysis: Analysis) -> dict[str, float]:
    """Each member's part of the members' talk, adding up to 1; empty where none was heard.

    Where a voice is a member in some rounds only, it is its talk for each minute as one that
    counts; whoever is one for less than a tenth of the longest such time is left out.
    """
    times = seconds_as(analysis, "member")
    longest = max(times.values(), default=0.0)
    members = [voice for voice, seconds in times.items() if seconds >= LEAST_PART * longest]
    talk = dict.fromkeys(members, 0.0)
    for turn, role in turns_in_roles(analysis):
        if role == "member" and turn.speaker in talk:
            talk[turn.speaker] += turn.airtime
    rates = {v: talk[v] * (longest / times[v] if times[v] else 1.0) for v in members}
    total = sum(rates.values())
    return {voice: rate / total for voice, rate in rates.items()} if total else {}


def _talk(analysis: Analysis, turns: Sequence[InRole]) -> list[Measure]:
    """Airtime for everybody and each one's share of it, with a bootstrap interval."""
    total = milliseconds(sum(turn.airtime for turn, _role in turns))
    groups = groups_in(analysis)
    own = [[turn for turn, role in turns if group.has(turn.speaker, role)] for group in groups]
    intervals = _intervals(turns, groups)
    measures = []
    for group, heard, interval in zip(groups, own, intervals, strict=True):
        seconds = milliseconds(sum(turn.airtime for turn in heard))
        evidence = [turn.stretch for turn in heard]
        measures.append(figure("airtime", group.subject, seconds, evidence=evidence))
        if group.subject == SET:
            continue
        if not total:
            note = "Nobody was heard, so there is nothing to share."
            measures.append(figure("airtime_share", group.subject, None, note=note))
            continue
        measures.append(
            figure(
                "airtime_share",
                group.subject,
                seconds / total,
                interval=interval,
                evidence=evidence,
                note=f"{minutes(seconds)} of {minutes(total)} of talk",
            )
        )
    return measures


def _intervals(
    turns: Sequence[InRole], groups: Sequence[Group]
) -> list[tuple[float, float] | None]:
    """The middle 95 % of each group's share over resampled turns (Efron 1979, Ann. Stat. 7:1-26).

    ``None`` for each where there are too few turns to draw from.
    """
    if len(turns) < FEWEST_TURNS:
        return [None] * len(groups)
    seconds = np.array([turn.airtime for turn, _role in turns])
    own = np.array([[g.has(turn.speaker, role) for g in groups] for turn, role in turns])
    draws = _drawn(len(turns)).astype(np.float64)
    parts = draws @ (own * seconds[:, None])
    shares = np.minimum(1.0, parts / (draws @ seconds)[:, None])
    lows, highs = np.quantile(shares, [0.025, 0.975], axis=0)
    return list(zip(lows.tolist(), highs.tolist(), strict=True))


@lru_cache(maxsize=1)
def _drawn(turns: int) -> npt.NDArray[np.int16]:
    """The draws themselves, always the same for so many turns: 5 MB for 3 hours."""
    chance = np.full(turns, 1 / turns)
    drawn = np.random.default_rng(0).multinomial(turns, chance, size=RESAMPLES)
    return drawn.astype(np.int16)


def _turn_lengths(analysis: Analysis, turns: Sequence[InRole]) -> list[Measure]:
    """The number of turns, the longest and the median one."""
    measures = []
    for group in groups_in(analysis):
        own = [turn for turn, role in turns if group.has(turn.speaker, role)]
        note = "" if own else "No turn was heard."
        longest = max(own, key=lambda turn: turn.length, default=None)
        measures += [
            figure("turns", group.subject, len(own), evidence=[turn.stretch for turn in own]),
            figure(
                "longest_turn",
                group.subject,
                longest.length if longest else None,
                evidence=[longest.stretch] if longest else [],
                note=note,
            ),
            figure(
                "median_turn",
                group.subject,
                middle([turn.length for turn in own]),
                evidence=[turn.stretch for turn in own],
                note=note,
            ),
        ]
    return measures


def _silence_and_overlap(analysis: Analysis) -> list[Measure]:
    """Where nobody and where more than one voice was heard, in seconds and as shares."""
    start, end = span_of(analysis)
    duration = end - start
    stretches = merged(analysis.turns)
    speech = seconds_of(union(s.span for s in stretches))
    quiet, crossed = gaps([s.span for s in stretches], end, since=start), overlap(stretches)
    silence, both = seconds_of(quiet), seconds_of(crossed)
    return [
        figure("silence", SET, silence, evidence=listen_to(quiet)),
        figure(
            "silence_share",
            SET,
            silence / duration if duration > 0 else None,
            evidence=listen_to(quiet),
            note="" if duration > 0 else "The recording has no length.",
        ),
        figure("overlap", SET, both, evidence=listen_to(crossed), note="at least"),
        figure(
            "overlap_share",
            SET,
            both / speech if speech else None,
            evidence=listen_to(crossed),
            note="at least" if speech else "Nobody was heard.",
        ),
    ]


def _evenness(analysis: Analysis, turns: Sequence[InRole]) -> Measure:
    """Shannon entropy of the members' shares over its largest value; their turns are evidence."""
    shares = members_talk(analysis)
    if len(shares) < 2:  # noqa: PLR2004 - one voice cannot be even
        note = "Fewer than two voices have the role of a member and were heard."
        return figure("evenness", "role:member", None, note=note)
    entropy = math.fsum(-part * math.log(part) for part in shares.values() if part)
    return figure(
        "evenness",
        "role:member",
        min(1.0, entropy / math.log(len(shares))),
        evidence=[t.stretch for t, role in turns if role == "member" and t.speaker in shares],
        note=f"{len(shares)} members",
    )


def listen_to(spans: Sequence[Span]) -> list[Stretch]:
    """Where to listen to these spans."""
    return [Stretch(start=milliseconds(start), end=milliseconds(end)) for start, end in spans]
