"""How far two raters agree on the acts of a session: two people, or a person and the machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyser.domain import ACTS, ActName, Utterance

FEWEST = 10
"""On fewer utterances kappa is not told: the project's own limit."""

Labels = Mapping[int, ActName]
"""What a rater says, by the utterance's ``n``; what the rater did not label is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An utterance that the two raters call differently."""

    utterance: Utterance
    first: ActName
    second: ActName


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAct:
    """Agreement on one act against all the rest.

    ``first`` and ``second`` count how often each rater used it, ``both`` how often they did so
    together; ``same`` is the share of utterances on which both say it or neither does.
    """

    act: ActName
    first: int
    second: int
    both: int
    same: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two raters on one session; ``None`` where kappa, or a share, cannot be told.

    ``compared`` of ``utterances`` were labelled by both. ``table`` counts pairs in the order of
    ``ACTS``: a row for each act of the first rater, a column for each of the second.
    """

    utterances: int
    compared: int
    same: float | None
    kappa: float | None
    acts: tuple[OnAct, ...]
    table: tuple[tuple[int, ...], ...]
    differences: tuple[Difference, ...]


def compare(utterances: Sequence[Utterance], first: Labels, second: Labels) -> Agreement:
    """Compare two raters on the utterances that both have labelled."""
    both = [spoken for spoken in utterances if spoken.n in first and spoken.n in second]
    one, other = ([labels[spoken.n] for spoken in both] for labels in (first, second))
    pairs = list(zip(one, other, strict=True))
    counts = Counter(pairs)
    return Agreement(
        utterances=len(utterances),
        compared=len(both),
        same=_same(one, other),
        kappa=kappa(one, other),
        acts=tuple(_on_act(act, one, other) for act in ACTS),
        table=tuple(tuple(counts[row, column] for column in ACTS) for row in ACTS),
        differences=tuple(
            Difference(utterance=spoken, first=says, second=holds)
            for spoken, (says, holds) in zip(both, pairs, strict=True)
            if says != holds
        ),
    )


def kappa(first: Sequence[object], second: Sequence[object]) -> float | None:
    """Cohen's kappa (1960, Educ. Psychol. Meas. 20:37-46): agreement beyond chance, 1 at most.

    ``None`` below ten labels, or where both raters say one and the same thing throughout: then
    chance alone would agree as well.
    """
    from sklearn.metrics import cohen_kappa_score

    if len(first) < FEWEST or len({*first, *second}) < len(("one", "another")):
        return None
    return float(cohen_kappa_score(list(first), list(second)))


def _on_act(act: ActName, first: Sequence[ActName], second: Sequence[ActName]) -> OnAct:
    """One act against the rest."""
    one, other = [a == act for a in first], [a == act for a in second]
    return OnAct(
        act=act,
        first=sum(one),
        second=sum(other),
        both=sum(a and b for a, b in zip(one, other, strict=True)),
        same=_same(one, other),
        kappa=kappa(one, other),
    )


def _same(first: Sequence[object], second: Sequence[object]) -> float | None:
    """The share of pairs that are equal; ``None`` where there are none."""
    pairs = list(zip(first, second, strict=True))
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None
