"""Please look at these: the least certain labels that matter most to a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyser.domain import ACTS, QUESTIONS, Act, ActName, Analysis, Utterance
from analyser.measures.common import CONTRIBUTIONS, Said, said_in, voices_with
from analyser.measures.course import course_of
from analyser.measures.doubt import mistakes

MOST = 10
SURE = 0.9
"""A label with this confidence needs no second look: the project's own limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A label that is worth a look.

    ``figure`` names the measure that it may move most; ``moves`` is by how much the headline
    figures are expected to move because it may be wrong (shares, added up).
    """

    utterance: Utterance
    act: Act
    figure: str
    moves: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headline:
    """A share that is looked at first: the utterances that count in it, by their ``n``.

    ``moves`` says for each act how far the share is expected to move if that label is wrong.
    """

    name: str
    members: frozenset[int]
    moves: dict[ActName, float]


def please_look(analysis: Analysis, *, most: int = MOST) -> tuple[Look, ...]:
    """At most so many labels to look at, the weightiest first.

    A label weighs ``(1 - confidence) × Σ P(true act | wrong) × |change of each headline figure|``.
    The figures are the open share of the facilitator (of everybody while nobody is), the advice
    share, and advice creep as the last third's advice share less the first's. What a person has
    said is certain, and is never among them.
    """
    rows = said_in(analysis)
    headlines = _headlines(analysis, rows)
    found = (_look(row, headlines) for row in rows if row.act.confidence < SURE)
    weighty = (look for look in found if look.moves > 0)
    return tuple(sorted(weighty, key=lambda look: -look.moves)[:most])


def _headlines(analysis: Analysis, rows: Sequence[Said]) -> tuple[_Headline, ...]:
    """The headline figures with what moves them."""
    own = [row for row in rows if row.role == "facilitator"]
    own = own if voices_with(analysis, "facilitator") else list(rows)
    giving = [row for row in rows if row.may_contribute]
    course = course_of(analysis)
    first, last = ([row for row in course.third(n) if row.may_contribute] for n in (0, 2))
    return (
        _headline("open_share", own, "open_question", QUESTIONS),
        _headline("advice_share", giving, "advice", CONTRIBUTIONS),
        _headline("advice_creep", first, "advice", CONTRIBUTIONS),
        _headline("advice_creep", last, "advice", CONTRIBUTIONS),
    )


def _headline(name: str, rows: Iterable[Said], part: ActName, whole: frozenset[str]) -> _Headline:
    """A share over some rows."""
    counted = list(rows)
    counts = (
        sum(row.act.act == part for row in counted),
        sum(row.act.act in whole for row in counted),
    )

    def change(said: ActName, true: ActName) -> float:
        after = (
            counts[0] - (said == part) + (true == part),
            counts[1] - (said in whole) + (true in whole),
        )
        return abs(after[0] / after[1] - counts[0] / counts[1]) if counts[1] and after[1] else 0.0

    moves = {
        said: sum(
            chance * change(said, true)
            for true, chance in zip(ACTS, mistakes()[place], strict=True)
        )
        for place, said in enumerate(ACTS)
    }
    return _Headline(name=name, members=frozenset(row.utterance.n for row in counted), moves=moves)


def _look(row: Said, headlines: Sequence[_Headline]) -> Look:
    """How much one label matters, and to what most."""
    doubt = 1.0 - row.act.confidence
    moves: dict[str, float] = {}
    for headline in headlines:
        if row.utterance.n in headline.members:
            moved = doubt * headline.moves[row.act.act]
            moves[headline.name] = moves.get(headline.name, 0.0) + moved
    return Look(
        utterance=row.utterance,
        act=row.act,
        figure=max(moves, key=lambda name: moves[name], default=""),
        moves=float(sum(moves.values())),
    )
