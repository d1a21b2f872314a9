"""Airtime: who spoke for how long, how evenly, in what turns; from the sound, not from the text."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analyser.domain import Analysis, Measure, Stretch, milliseconds
from analyser.measures.common import (
    SET,
    figure,
    groups_in,
    middle,
    voices_in,
    voices_with,
)
from analyser.measures.turns import (
    JoinedTurn,
    Span,
    gaps,
    merged,
    overlap,
    seconds_of,
    turns_of,
    union,
)
from analyser.measures.wording import minutes

RESAMPLES = 1000
FEWEST_TURNS = 5
"""With fewer turns than this a bootstrap would promise a certainty that is not there."""


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """Airtime, shares, turns, silence, overlap and evenness."""
    turns = turns_of(analysis)
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


def _talk(analysis: Analysis, turns: Sequence[JoinedTurn]) -> list[Measure]:
    """Airtime for everybody and each one's share of it, with a bootstrap interval."""
    heard = airtime_of(analysis)
    total = milliseconds(sum(heard.values()))
    draws = _resampled(turns)
    measures = []
    for group in groups_in(analysis):
        own = [turn for turn in turns if turn.speaker in group.voices]
        seconds = milliseconds(sum(heard[voice] for voice in group.voices))
        evidence = [turn.stretch for turn in own]
        measures.append(figure("airtime", group.subject, seconds, evidence=evidence))
        if group.subject == SET:
            continue
        if not total:
            note = "Nobody was heard, so there is nothing to share."
            measures.append(figure("airtime_share", group.subject, None, note=note))
            continue
        mine = np.array([turn.speaker in group.voices for turn in turns])
        measures.append(
            figure(
                "airtime_share",
                group.subject,
                seconds / total,
                interval=_interval(draws, turns, mine),
                evidence=evidence,
                note=f"{minutes(seconds)} of {minutes(total)} of talk",
            )
        )
    return measures


def _resampled(turns: Sequence[JoinedTurn]) -> npt.NDArray[np.float64] | None:
    """How often each turn was drawn in each resample, shape ``(RESAMPLES, turns)``."""
    if len(turns) < FEWEST_TURNS:
        return None
    chance = np.full(len(turns), 1 / len(turns))
    drawn = np.random.default_rng(0).multinomial(len(turns), chance, size=RESAMPLES)
    return drawn.astype(np.float64)


def _interval(
    draws: npt.NDArray[np.float64] | None,
    turns: Sequence[JoinedTurn],
    mine: npt.NDArray[np.bool_],
) -> tuple[float, float] | None:
    """The middle 95 % of a share over resampled turns (Efron 1979, Ann. Stat. 7:1-26)."""
    if draws is None:
        return None
    seconds = np.array([turn.airtime for turn in turns])
    shares = draws @ (seconds * mine) / (draws @ seconds)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(low), float(high)


def _turn_lengths(analysis: Analysis, turns: Sequence[JoinedTurn]) -> list[Measure]:
    """The number of turns, the longest and the median one."""
    measures = []
    for group in groups_in(analysis):
        own = [turn for turn in turns if turn.speaker in group.voices]
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
    duration = analysis.recording.duration
    stretches = merged(analysis.turns)
    speech = seconds_of(union(s.span for s in stretches))
    quiet, crossed = gaps([s.span for s in stretches], duration), overlap(stretches)
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


def _evenness(analysis: Analysis, turns: Sequence[JoinedTurn]) -> Measure:
    """Shannon entropy of the members' shares over its largest value; their turns are evidence."""
    members = voices_with(analysis, "member")
    heard = airtime_of(analysis)
    total = sum(heard[voice] for voice in members)
    if len(members) < 2 or not total:  # noqa: PLR2004 - one voice cannot be even
        note = "Fewer than two voices have the role of a member and were heard."
        return figure("evenness", "role:member", None, note=note)
    parts = [heard[voice] / total for voice in members if heard[voice]]
    entropy = math.fsum(-part * math.log(part) for part in parts)
    value = min(1.0, entropy / math.log(len(members)))
    return figure(
        "evenness",
        "role:member",
        value,
        evidence=[turn.stretch for turn in turns if turn.speaker in members],
        note=f"{len(members)} members",
    )


def listen_to(spans: Sequence[Span]) -> list[Stretch]:
    """Where to listen to these spans."""
    return [Stretch(start=milliseconds(start), end=milliseconds(end)) for start, end in spans]
