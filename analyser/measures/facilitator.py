"""The figures of one person's practice: the facilitator's own, and those of the whole set."""

from __future__ import annotations

from collections.abc import Iterable

from analyser.domain import Analysis, Measure
from analyser.measures.common import SET, figure, voices_in, voices_with


def about_facilitator(analysis: Analysis, measures: Iterable[Measure]) -> dict[str, Measure]:
    """By name: the facilitator's figure where voices have one of their own, else the set's.

    A figure of a voice is "cannot tell" while it is not known which single voice the facilitator's
    is.
    """
    known = list(measures)
    voices = frozenset(voices_in(analysis))
    own = voices_with(analysis, "facilitator")
    one = next(iter(own)) if len(own) == 1 else None
    found = {row.name: row for row in known if row.subject not in voices}  # of members alone, too
    found |= {row.name: row for row in known if row.subject == SET}
    for row in known:
        if row.subject in voices:
            found[row.name] = figure(row.name, "role:facilitator", None, note=_whose(len(own)))
    return found | {row.name: row for row in known if row.subject == one}


def _whose(facilitators: int) -> str:
    if not facilitators:
        return "It is not known yet which voice is the facilitator's."
    return f"{facilitators} voices are facilitators', so it is nobody's alone."
