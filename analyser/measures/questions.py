"""Questions: how many, how open, how long, and whether they were left room for an answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from analyser.domain import QUESTIONS, Analysis, Measure, Stretch, Turn
from analyser.measures.casting import length_of
from analyser.measures.common import (
    Group,
    Said,
    evidence_of,
    figure,
    for_each_group,
    middle,
    per_10_min,
    said_in,
)
from analyser.measures.doubt import count_of, share_of
from analyser.measures.once import once_by
from analyser.measures.turns import joined

FEWEST = 5
LONG_WORDS = 25

_MURMURS = frozenset({"mm", "mmm", "mhm", "mmhm", "hm", "hmm", "uh", "um", "er", "erm", "ah", "oh"})
"""Sounds that answer nothing; "yes", "no" and "right" do."""


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """Open and closed questions, the open share, stacks and lengths."""
    figures = partial(_figures, length_of(analysis), stacks(analysis))
    return for_each_group(analysis, figures)


def stacks(analysis: Analysis) -> tuple[tuple[Said, ...], ...]:
    """Two or more questions in a row in one voice's turn with no answer between, each as a run."""
    rows = said_in(analysis)
    runs: list[list[Said]] = []
    for turn in _turns_of_text(rows, _turn_starts(analysis)):
        run: list[Said] = []
        for row in turn:
            if not row.is_question or (run and _answered(run[-1], row, rows)):
                runs.append(run)
                run = []
            run += [row] * row.is_question
        runs.append(run)
    stacked = (tuple(run) for run in runs if len(run) > 1)
    return tuple(sorted(stacked, key=lambda run: run[0].utterance.start))


@once_by(lambda analysis: analysis.utterances)
def _turn_starts(analysis: Analysis) -> Mapping[str, list[float]]:
    """When each voice's turns begin, its utterances joined just as stretches of sound are."""
    told = sorted(analysis.utterances, key=lambda said: (said.start, said.n))
    starts: defaultdict[str, list[float]] = defaultdict(list)
    for turn in joined(Turn(start=u.start, end=u.end, speaker=u.speaker) for u in told):
        starts[turn.speaker].append(turn.start)
    return dict(starts)


def _turns_of_text(rows: Sequence[Said], starts: Mapping[str, list[float]]) -> Iterable[list[Said]]:
    """Each voice's utterances, turn by turn.

    :param starts: when each voice's turns begin.
    """
    turns: defaultdict[tuple[str, int], list[Said]] = defaultdict(list)
    for row in rows:
        voice = row.utterance.speaker
        turns[voice, bisect_right(starts.get(voice, ()), row.utterance.start)].append(row)
    return turns.values()


def _answered(before: Said, after: Said, rows: Iterable[Said]) -> bool:
    """Whether another voice said more than a murmur between two questions."""
    return any(
        row.utterance.end > before.utterance.end
        and row.utterance.start < after.utterance.start
        and row.utterance.speaker != before.utterance.speaker
        and not is_murmur(row.utterance.text)
        for row in rows
    )


def is_murmur(text: str) -> bool:
    """Whether the words are only sounds of listening; a number or a word is more than that."""
    return set(re.findall(r"\w+", text.lower().replace("-", ""))) <= _MURMURS


def _figures(
    duration: float, stacked: Sequence[tuple[Said, ...]], group: Group, rows: Sequence[Said]
) -> Iterable[Measure]:
    """One group's figures."""
    opened = [row for row in rows if row.act.act == "open_question"]
    closed = [row for row in rows if row.act.act == "closed_question"]
    asked = [row for row in rows if row.is_question]
    own_stacks = [run for run in stacked if group.has(run[0].utterance.speaker, run[0].role)]
    subject = group.subject
    yield count_of("open_questions", subject, rows, "open_question")
    yield count_of("closed_questions", subject, rows, "closed_question")
    yield per_10_min("open_questions_per_10_min", subject, opened, duration)
    yield per_10_min("closed_questions_per_10_min", subject, closed, duration)
    yield share_of(
        "open_share",
        subject,
        rows,
        "open_question",
        QUESTIONS,
        at_least=FEWEST,
        missing=f"too few to say: {len(opened)} of {len(asked)}",
    )
    yield figure(
        "stacked_questions", subject, len(own_stacks), evidence=map(_whole_run, own_stacks)
    )
    yield from _lengths(subject, asked)


def _whole_run(run: Sequence[Said]) -> Stretch:
    """From the first question of a stack to the end of its last."""
    first, last = run[0].utterance, run[-1].utterance
    return Stretch(start=first.start, end=max(first.end, last.end), utterance=first.n)


def _lengths(subject: str, asked: Sequence[Said]) -> Iterable[Measure]:
    """The median length in words, and the questions that are too long."""
    long = [row for row in asked if words_in(row) > LONG_WORDS]
    note = "" if asked else "No question was asked."
    yield figure(
        "question_length",
        subject,
        middle([words_in(row) for row in asked]),
        evidence=evidence_of(asked),
        note=note,
    )
    yield figure(
        "long_questions",
        subject,
        len(long),
        evidence=evidence_of(long),
        note=note or ("" if long else "There are no long questions."),
    )


def words_in(row: Said) -> int:
    """How many words an utterance has."""
    return len(row.utterance.text.split())
