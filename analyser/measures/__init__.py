"""Figures about a session: each one a pure function of an ``Analysis``, with doubt and evidence.

One module per family; ``definitions`` holds the one sentence that the screen, the documentation
and the tests share. Nothing here reads a file, runs a model or remembers anything.
"""

from __future__ import annotations

from analyser.domain import Analysis, Measure
from analyser.measures import advice, airtime, creep, questions, quiet, reflections, waiting
from analyser.measures.agreement import Agreement, Difference, OnAct, compare
from analyser.measures.cautions import warnings
from analyser.measures.creep import Drift, Point, curve, drift
from analyser.measures.definitions import DEFINITIONS, TITLES, UNITS
from analyser.measures.sentence import first_sentence
from analyser.measures.turns import JoinedTurn, turns_of
from analyser.measures.unsure import Look, please_look
from analyser.measures.wording import told

__all__ = [
    "DEFINITIONS",
    "TITLES",
    "UNITS",
    "Agreement",
    "Difference",
    "Drift",
    "JoinedTurn",
    "Look",
    "OnAct",
    "Point",
    "compare",
    "curve",
    "drift",
    "first_sentence",
    "measure",
    "please_look",
    "told",
    "turns_of",
    "warnings",
]

_FAMILIES = (airtime, quiet, questions, waiting, advice, creep, reflections)


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """Every measure of a session: per voice, per role (``role:NAME``) and for the whole ``set``.

    A ``value`` of ``None`` means "cannot tell", and the ``note`` says why.
    """
    return tuple(figure for family in _FAMILIES for figure in family.measure(analysis))
