"""Figures about a session: each one a pure function of an ``Analysis``, with doubt and evidence.

One module per family; ``definitions`` holds the one sentence that the screen, the documentation
and the tests share. Nothing here reads a file, runs a model or changes anything.
"""

from __future__ import annotations

from analyser.domain import Analysis, Mark, Measure
from analyser.measures import (
    actions,
    advice,
    airtime,
    creep,
    ground_rule,
    questions,
    quiet,
    reflections,
    waiting,
)
from analyser.measures.agreement import Agreement, Difference, OnAct, compare
from analyser.measures.cautions import warnings
from analyser.measures.creep import Drift, Point, curve, drift
from analyser.measures.definitions import DEFINITIONS, OPT_IN, TITLES, UNITS
from analyser.measures.facilitator import about_facilitator
from analyser.measures.parts import part
from analyser.measures.proposals import propose
from analyser.measures.sentence import first_sentence
from analyser.measures.turns import JoinedTurn, turns_of
from analyser.measures.unsure import Look, please_look
from analyser.measures.wording import told

__all__ = [
    "DEFINITIONS",
    "OPT_IN",
    "TITLES",
    "UNITS",
    "Agreement",
    "Difference",
    "Drift",
    "JoinedTurn",
    "Look",
    "OnAct",
    "Point",
    "about_facilitator",
    "compare",
    "curve",
    "drift",
    "first_sentence",
    "measure",
    "part",
    "please_look",
    "propose",
    "told",
    "turns_of",
    "warnings",
]

_FAMILIES = (
    *(airtime, quiet, questions, waiting, advice, creep, reflections),
    *(ground_rule, actions),
)


def measure(analysis: Analysis, *, within: Mark | None = None) -> tuple[Measure, ...]:
    """Every measure of a session: per voice, per role (``role:NAME``) and for the whole ``set``.

    A ``value`` of ``None`` means "cannot tell", and the ``note`` says why.

    :param within: a round or a stage, of which alone it is told; its evidence has the times of the
        recording.
    """
    told_of = analysis if within is None else part(analysis, within)
    return tuple(figure for family in _FAMILIES for figure in family.measure(told_of))
