"""Which stage a set is in, utterance by utterance: a hidden Markov model of a set's course.

What is seen of an utterance is who speaks (who runs the set, who holds the floor, somebody else),
its act, whether it is long, and which cues are in it and in the one before. How often each is seen
where a stage begins and in its midst was counted on the project's corpus (``stages.toml``). The
likeliest course of stages is Viterbi's (Rabiner 1989, Proc. IEEE 77:257-286).
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.domain import ACTS, SetStage
from analyser.measures.common import Said
from analyser.measures.stage_cues import CUED, cues_in

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

COURSE: tuple[SetStage, ...] = (
    *("check_in", "presenting", "questions"),
    *("reflection", "actions", "review"),
)
"""The stages that are told apart; nothing is known of how others sound."""

FOLLOWS: dict[SetStage, tuple[SetStage, ...]] = {
    "check_in": ("presenting",),
    "presenting": ("questions",),
    "questions": ("reflection", "actions", "review"),
    "reflection": ("actions", "review"),
    "actions": ("presenting", "review"),
    "review": ("check_in", "presenting"),
}
"""What may come after a stage; another round begins with its check-in or its presenting."""

WHO = ("runs", "holds", "other")
LONG_WORDS = 12
HELD_OVER = 15
"""Who holds the floor is who says most in so many utterances before and after."""
KNOWN_LENGTH = 150
"""In the corpus a set has about so many utterances; the middle of a longer one weighs no more."""
_CELLS = len(WHO) * len(ACTS) * 2
_NO_CUE = (False,) * len(CUED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is seen of the utterances: a cell of (who, act, long) for each, and its cues.

    ``cells`` has the shape ``(n,)``; ``cues`` ``(n, 2 * len(CUED))``, first those of the utterance
    itself and then those of the one before. ``runs`` names the voice that runs the set.
    """

    cells: Places
    cues: Numbers
    runs: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Log chances; the first axis is the stage, the second whether it begins or goes on."""

    cells: Numbers
    cued: Numbers
    uncued: Numbers
    first: Numbers
    then: Numbers
    last: Numbers


def seen_in(rows: Sequence[Said]) -> Seen:
    """What is seen of utterances, in order of time.

    Who runs the set is who has the role of the facilitator; while nobody has, it is the voice that
    makes most of the remarks that run a session.
    """
    runs = _who_runs(rows)
    who = _who_speaks(rows, runs)
    words = np.array([len(row.utterance.text.split()) for row in rows])
    acts = np.array([ACTS.index(row.act.act) for row in rows])
    cues = np.array(
        [
            cues_in(row.utterance.text) if _may_lead(row, speaks) else _NO_CUE
            for row, speaks in zip(rows, who, strict=True)
        ],
        dtype=np.float64,
    ).reshape(-1, len(CUED))
    before = np.vstack([np.zeros((1, len(CUED))), cues[:-1]])
    cells = ((who * len(ACTS) + acts) * 2 + (words >= LONG_WORDS)).astype(np.intp)
    return Seen(cells=cells, cues=np.hstack([cues, before]), runs=runs)


def likeliest_course(seen: Seen) -> list[SetStage]:
    """The likeliest stage of each utterance."""
    table = _table()
    begins, goes_on = _chances(seen, table)
    n = len(begins)
    best, came = table.first + begins[0], []
    for place in range(1, n):
        moved = best[:, None] + table.then - log(n)
        source = moved.argmax(axis=0)
        fresh, stays = moved.max(axis=0) + begins[place], best + goes_on[place]
        came.append(np.where(stays >= fresh, np.arange(len(COURSE)), source))
        best = np.maximum(stays, fresh)
    path = [int((best + table.last).argmax())]
    for sources in reversed(came):
        path.append(int(sources[path[-1]]))
    return [COURSE[stage] for stage in reversed(path)]


def counted(sets: Iterable[tuple[Seen, Sequence[str], Sequence[bool]]]) -> dict[str, Any]:
    """The table of ``stages.toml``, counted on sets whose stages are known.

    :param sets: what is seen, each utterance's stage, and whether it begins there.
    """
    rows = {f"{stage}_{part}": _Tally() for stage in COURSE for part in ("begins", "goes_on")}
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    then: Counter[tuple[str, str]] = Counter()
    for seen, stages, begins in sets:
        first[stages[0]] += 1
        last[stages[-1]] += 1
        for place, (stage, fresh) in enumerate(zip(stages, begins, strict=True)):
            rows[f"{stage}_{'begins' if fresh else 'goes_on'}"].add(seen, place)
            if place and fresh:
                then[stages[place - 1], stage] += 1
    return {
        "first": {stage: first[stage] for stage in COURSE},
        "last": {stage: last[stage] for stage in COURSE},
        "then": {a: {b: then[a, b] for b in FOLLOWS[a]} for a in COURSE},
        **{name: tally.told() for name, tally in rows.items()},
    }


class _Tally:
    """How often each cell and each cue was seen."""

    def __init__(self) -> None:
        self.cells = np.zeros(_CELLS, dtype=int)
        self.cues = np.zeros(2 * len(CUED), dtype=int)

    def add(self, seen: Seen, place: int) -> None:
        self.cells[seen.cells[place]] += 1
        self.cues += seen.cues[place].astype(int)

    def told(self) -> dict[str, list[int]]:
        return {"cells": self.cells.tolist(), "cues": self.cues.tolist()}


def _chances(seen: Seen, table: _Table) -> tuple[Numbers, Numbers]:
    """Log chances of what is seen where each stage begins and goes on, shape ``(n, stages)``.

    The midst of a long set is weighed down: its utterances tell the same thing over and over.
    """
    cells = table.cells[:, :, seen.cells]
    cues = np.einsum("spc,nc->spn", table.cued, seen.cues)
    none = np.einsum("spc,nc->spn", table.uncued, 1.0 - seen.cues)
    full: Numbers = cells + cues + none
    goes_on = full[:, 1].T * min(1.0, KNOWN_LENGTH / len(seen.cells))
    begins = goes_on + (full[:, 0] - full[:, 1]).T
    return begins, goes_on


@cache
def _table() -> _Table:
    """The table as log chances; every count is taken a little higher, so nothing is impossible."""
    text = files("analyser.measures").joinpath("stages.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    parts = [[raw[f"{stage}_{part}"] for part in ("begins", "goes_on")] for stage in COURSE]
    cells = np.array([[row["cells"] for row in pair] for pair in parts]) + 0.3
    cues = np.array([[row["cues"] for row in pair] for pair in parts]) + 0.5
    rows = np.array([[sum(row["cells"]) for row in pair] for pair in parts]) + 1.0
    ways = np.array([[_ways(raw, a, b) for b in COURSE] for a in COURSE])
    last = np.array([raw["last"][stage] + 0.5 for stage in COURSE])
    first = np.array([raw["first"][stage] + 0.5 for stage in COURSE])
    leaves = ways.sum(axis=1) + last
    with np.errstate(divide="ignore"):
        return _Table(
            cells=np.log(cells / cells.sum(axis=2, keepdims=True)),
            cued=np.log(cues / rows[:, :, None]),
            uncued=np.log(1.0 - cues / rows[:, :, None]),
            first=np.log(first / first.sum()),
            then=np.log(ways / leaves[:, None]),
            last=np.log(last / leaves),
        )


def _ways(raw: Mapping[str, Any], before: SetStage, after: SetStage) -> float:
    """How often one stage followed another; 0 where it cannot."""
    return raw["then"][before][after] + 0.5 if after in FOLLOWS[before] else 0.0


def _may_lead(row: Said, speaks: int) -> bool:
    """Whether somebody leads the set with this: who holds the floor only where it is process."""
    return WHO[speaks] != "holds" or row.act.act == "process"


def _who_runs(rows: Sequence[Said]) -> frozenset[str]:
    """The voices that run the set."""
    known = frozenset(row.utterance.speaker for row in rows if row.role == "facilitator")
    led = Counter(row.utterance.speaker for row in rows if row.act.act == "process")
    return known or frozenset(voice for voice, _times in led.most_common(1))


def _who_speaks(rows: Sequence[Said], runs: frozenset[str]) -> Places:
    """For each utterance the place in ``WHO`` of the voice that speaks, shape ``(n,)``."""
    voices = sorted({row.utterance.speaker for row in rows} - runs)
    spoke = np.zeros((len(rows) + 1, len(voices)))
    for place, row in enumerate(rows):
        if row.utterance.speaker not in runs and row.act.act == "other":
            said = len(row.utterance.text.split())
            spoke[place + 1, voices.index(row.utterance.speaker)] = said
    told = spoke.cumsum(axis=0)
    places = np.arange(len(rows))
    until, since = np.minimum(places + HELD_OVER + 1, len(rows)), np.maximum(places - HELD_OVER, 0)
    near = told[until] - told[since]
    holders = [voices[one.argmax()] if one.any() else None for one in near]
    return np.array(
        [
            _place(row.utterance.speaker, runs, holder)
            for row, holder in zip(rows, holders, strict=True)
        ],
        dtype=np.intp,
    )


def _place(speaker: str, runs: frozenset[str], holder: str | None) -> int:
    if speaker in runs:
        return WHO.index("runs")
    return WHO.index("holds" if speaker == holder else "other")
