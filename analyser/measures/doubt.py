"""How far figures may be off because labels are: what an utterance may really be, and intervals.

A label is right with its confidence; one that a person gave has the confidence 1. Where a label is
wrong, it is another one as often as ``mistakes.toml`` counted. Utterances err independently of one
another. All of it is worked out, nothing is drawn, so that the same labels give the same figures.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from math import ceil, floor, sqrt

import numpy as np
import numpy.typing as npt

from analyser.domain import ACTS, ActName, Measure
from analyser.measures.common import Said, evidence_of, figure

Chances = npt.NDArray[np.float64]

_Z = 1.959964
"""The normal distribution holds 95 % within so many standard deviations."""
_PLACE = {act: place for place, act in enumerate(ACTS)}


@cache
def mistakes() -> Chances:
    """What a wrong label is instead: rows are what was said, columns what is true, shape (6, 6).

    Each row adds up to 1. Every count is taken one higher (Laplace), so that nothing is impossible.
    """
    text = files("analyser.measures").joinpath("mistakes.toml").read_text(encoding="utf-8")
    counts = tomllib.loads(text)
    table = np.array(
        [[0.0 if said == true else counts[said][true] + 1.0 for true in ACTS] for said in ACTS]
    )
    shares: Chances = table / table.sum(axis=1, keepdims=True)
    return shares


def chances(rows: Sequence[Said]) -> Chances:
    """What each utterance may really be, in the order of ``ACTS``, shape ``(n, 6)``."""
    said = np.array([_PLACE[row.act.act] for row in rows], dtype=np.intp)
    sure = np.array([row.act.confidence for row in rows], dtype=np.float64)
    found: Chances = mistakes()[said] * (1.0 - sure)[:, None]
    found[np.arange(len(rows)), said] = sure
    return found


def count_of(name: str, subject: str, rows: Sequence[Said], act: ActName) -> Measure:
    """How many of the rows are an act, with an interval where any label is in doubt."""
    those = [row for row in rows if row.act.act == act]
    interval = count_interval(_chance_of(rows, {act}))
    return figure(name, subject, len(those), interval=interval, evidence=evidence_of(those))


def share_of(
    name: str,
    subject: str,
    rows: Sequence[Said],
    part: ActName,
    whole: frozenset[str],
    *,
    missing: str,
    at_least: int = 1,
) -> Measure:
    """An act's share of several acts, with an interval for both the sample and the labels.

    :param rows: all that may be among them, whatever their label is now.
    :param missing: the note where there are fewer than ``at_least`` and the value is ``None``.
    """
    those = [row for row in rows if row.act.act == part]
    among = sum(row.act.act in whole for row in rows)
    evidence = evidence_of(those)
    if among < at_least:
        return figure(name, subject, None, evidence=evidence, note=missing)
    interval = share_interval(_chance_of(rows, {part}), _chance_of(rows, whole))
    note = f"{len(those)} of {among}"
    return figure(
        name, subject, len(those) / among, interval=interval, evidence=evidence, note=note
    )


def count_interval(chance: Chances) -> tuple[float, float] | None:
    """The 95 % interval of how many of some events happen; ``None`` where all are certain.

    A sum of independent events of unequal chances is Poisson binomial; its normal approximation
    (Hong 2013, Comput. Stat. Data Anal. 59:41-51) has the mean Σp and the variance Σp(1-p). The
    ends are rounded outwards to whole numbers; they lie between what is certain and what can be.

    :param chance: of each event, 0-1.
    """
    variance = float((chance * (1.0 - chance)).sum())
    if not variance:
        return None
    mean, reach = float(chance.sum()), _Z * sqrt(variance)
    certain, possible = float((chance == 1.0).sum()), float((chance > 0.0).sum())
    return max(certain, float(floor(mean - reach))), min(possible, float(ceil(mean + reach)))


def share_interval(part: Chances, whole: Chances) -> tuple[float, float]:
    """The 95 % interval of a share whose counts are in doubt themselves.

    The true labels are taken for missing data of which the confidences tell the distribution. Then
    it is Wilson's interval for multiple imputation (Lott & Reiter 2020, Am. Stat. 74:109-115), in
    the limit of endlessly many imputations: Wilson's, with ``n / (1 + B / U)`` for ``n``. ``U`` is
    the sampling variance ``q(1-q)/n`` and ``B`` how much the share varies with the labels; as both
    of its counts do, ``B`` is linearised: Σ Var(part - q whole) / n² (Cochran 1977, Sampling
    Techniques, ch. 6). Where every label is certain, it is Wilson's interval itself.

    :param part: the chance of each utterance to count above the line, of those in ``whole``.
    :param whole: its chance to count below the line; their sum, ``n``, is more than 0.
    """
    expected = float(whole.sum())
    share = min(1.0, float(part.sum()) / expected)
    sampling = share * (1.0 - share) / expected
    spread = part * (1.0 - share) ** 2 + (whole - part) * share**2 - (part - share * whole) ** 2
    labels = max(0.0, float(spread.sum())) / expected**2
    enough = sampling > 0
    return score_interval(share, expected / (1.0 + labels / sampling) if enough else expected)


def score_interval(share: float, size: float) -> tuple[float, float]:
    """Wilson's 95 % score interval for a share of ``size``, which need not be a whole number."""
    squared = _Z**2 / size
    middle = (share + squared / 2) / (1 + squared)
    reach = sqrt(squared * (share * (1 - share) + squared / 4)) / (1 + squared)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _chance_of(rows: Sequence[Said], acts: Iterable[str]) -> Chances:
    """Each utterance's chance to be one of some acts, shape ``(n,)``."""
    columns = [place for act, place in _PLACE.items() if act in set(acts)]
    chance: Chances = np.minimum(1.0, chances(rows)[:, columns].sum(axis=1))
    return chance
