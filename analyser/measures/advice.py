"""Advice: how much, by whom, openly or in disguise, and whether the facilitator steered back."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import partial

from analyser.domain import Analysis, Measure, Stretch, Utterance, milliseconds
from analyser.measures.casting import Span, span_of
from analyser.measures.common import (
    CONTRIBUTIONS,
    SET,
    Group,
    Said,
    evidence_of,
    figure,
    for_each_group,
    per_10_min,
    said_in,
    share,
    voices_with,
)
from analyser.measures.doubt import count_of, share_of
from analyser.measures.pleas import asks_for_advice

CASCADE_PIECES = 3
CASCADE_PEOPLE = 2
STEER_BACK_SECONDS = 60.0
INVITED_SECONDS = 120.0


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """Advice of all kinds, contributions, the advice share, cascades and steering back."""
    rows = said_in(analysis)
    known = voices_with(analysis, "presenter") or all(map(_is_known, advice_in(rows)))
    invited = invited_advice(rows) if known and rows else None
    figures = partial(_figures, span_of(analysis), invited)
    return (
        *for_each_group(analysis, figures),
        _cascades(rows),
        _steer_back(rows, bool(voices_with(analysis, "facilitator"))),
    )


def advice_in(rows: Iterable[Said]) -> list[Said]:
    """The pieces of advice."""
    return [row for row in rows if row.act.act == "advice"]


def contributions_in(rows: Iterable[Said]) -> list[Said]:
    """Questions, advice and reflections by anybody but the presenter."""
    return [row for row in rows if row.is_contribution]


def cascades(rows: Sequence[Said]) -> tuple[tuple[Said, ...], ...]:
    """Runs of at least 3 pieces of advice by 2 people, with no question or reflection between."""
    runs: list[list[Said]] = [[]]
    for row in rows:
        if row.is_question or row.act.act == "reflection":
            runs.append([])
        elif row.act.act == "advice":
            runs[-1].append(row)
    return tuple(
        tuple(run)
        for run in runs
        if len(run) >= CASCADE_PIECES
        and len({row.utterance.speaker for row in run}) >= CASCADE_PEOPLE
    )


def invited_advice(rows: Sequence[Said]) -> tuple[Said, ...]:
    """Advice that was asked for.

    What a person said about a piece stands. Else advice in a stage that is marked as resources was
    asked for, and so was what another voice gave within 2 minutes after the presenter asked.

    :param rows: in order of time.
    """
    asks = [
        row.utterance
        for row in rows
        if row.role == "presenter" and asks_for_advice(row.utterance.text, question=row.is_question)
    ]
    longest = max((ask.end - ask.start for ask in asks), default=0.0)
    return tuple(row for row in advice_in(rows) if _is_invited(row, asks, longest))


def _is_invited(row: Said, asks: Sequence[Utterance], longest: float) -> bool:
    """Whether advice was asked for; ``asks`` in order of time, none longer than ``longest``."""
    if _is_known(row):
        return row.act.invited is not False
    given = row.utterance
    first = bisect_left(asks, given.start - INVITED_SECONDS - longest - 1, key=_start)
    return any(
        ask.speaker != given.speaker and milliseconds(given.start - ask.end) <= INVITED_SECONDS
        for ask in asks[first : bisect_right(asks, given.start, key=_start)]
    )


def _is_known(row: Said) -> bool:
    """Whether it can be told without a presenter that advice was, or was not, asked for."""
    return row.act.invited is not None or row.stage == "resources"


def _start(row: Utterance) -> float:
    return row.start


def steered_back(rows: Sequence[Said]) -> tuple[tuple[Said, Said], ...]:
    """Pieces of advice with the facilitator's move that answered each of them.

    :param rows: in order of time.
    """
    given = advice_in(rows)
    until = [*(row.utterance.start for row in given[1:]), math.inf]
    moves = [
        row
        for row in rows
        if row.role == "facilitator" and row.act.act in {"process", "open_question"}
    ]
    starts = [move.utterance.start for move in moves]
    found = []
    for piece, next_advice in zip(given, until, strict=False):
        place = bisect_right(starts, piece.utterance.start)
        if place < len(moves) and _answers(piece, moves[place], next_advice):
            found.append((piece, moves[place]))
    return tuple(found)


def _answers(piece: Said, move: Said, next_advice: float) -> bool:
    """Whether the next move comes soon after a piece of advice, and before the next piece."""
    after = milliseconds(move.utterance.start - piece.utterance.end)
    return move.utterance.start < next_advice and after <= STEER_BACK_SECONDS


def _figures(
    span: Span, invited: Sequence[Said] | None, group: Group, rows: Sequence[Said]
) -> Iterable[Measure]:
    """One group's figures."""
    subject = group.subject
    given = advice_in(rows)
    direct = [row for row in given if row.act.form == "direct"]
    disguised = [row for row in given if row.act.form == "disguised"]
    seconds = milliseconds(sum(row.utterance.end - row.utterance.start for row in given))
    yield count_of("advice", subject, rows, "advice")
    yield figure("advice_seconds", subject, seconds, evidence=evidence_of(given))
    yield figure("direct_advice", subject, len(direct), evidence=evidence_of(direct))
    yield figure("disguised_advice", subject, len(disguised), evidence=evidence_of(disguised))
    yield per_10_min("advice_per_10_min", subject, given, span[1] - span[0])
    yield figure(
        "first_advice_at",
        subject,
        milliseconds(given[0].utterance.start - span[0]) if given else None,
        evidence=evidence_of(given[:1]),
        note="" if given else "No advice was given.",
    )
    yield _invited(subject, invited, given)
    yield from _share(subject, rows)


def _invited(subject: str, invited: Sequence[Said] | None, given: Sequence[Said]) -> Measure:
    """How much of the advice was asked for; cannot tell while nobody is the presenter."""
    if invited is None:
        return figure("invited_advice", subject, None, note="Nobody has the role of the presenter.")
    asked_for = {row.utterance.n for row in invited}
    own = [row for row in given if row.utterance.n in asked_for]
    return figure("invited_advice", subject, len(own), evidence=evidence_of(own))


def _share(subject: str, rows: Sequence[Said]) -> Iterable[Measure]:
    """Contributions, and advice among them."""
    made = contributions_in(rows)
    yield figure("contributions", subject, len(made), evidence=evidence_of(made))
    yield advice_share("advice_share", subject, rows, missing="No contribution was made.")


def advice_share(name: str, subject: str, rows: Iterable[Said], *, missing: str) -> Measure:
    """Advice among the contributions, with an interval for both the sample and the labels."""
    those = [row for row in rows if row.may_contribute]
    return share_of(name, subject, those, "advice", CONTRIBUTIONS, missing=missing)


def _cascades(rows: Sequence[Said]) -> Measure:
    """The number of cascades, each from its first piece to its last."""
    runs = cascades(rows)
    return figure("cascades", SET, len(runs), evidence=[_whole_run(run) for run in runs])


def _whole_run(run: Sequence[Said]) -> Stretch:
    first = run[0].utterance
    return Stretch(start=first.start, end=max(row.utterance.end for row in run), utterance=first.n)


def _steer_back(rows: Sequence[Said], has_facilitator: bool) -> Measure:
    """The share of advice that the facilitator answered."""
    if not has_facilitator:
        return figure("steer_back", SET, None, note="Nobody has the role of the facilitator.")
    answered = steered_back(rows)
    return share(
        "steer_back",
        SET,
        len(answered),
        len(advice_in(rows)),
        evidence=evidence_of(move for _piece, move in answered),
        missing="No advice was given.",
    )
