"""The first answer: one sentence that says what the figures say, with their doubt."""

from __future__ import annotations

from collections.abc import Sequence

from analyser.domain import Analysis, Measure
from analyser.measures.casting import length_of
from analyser.measures.common import SET, name_of, voices_with
from analyser.measures.creep import Drift, drift
from analyser.measures.wording import about, counted, many, percent

_DRIFTS = {
    "creeping": "advice crept up",
    "receding": "advice fell back",
    "steady": "advice stayed about the same",
}


def first_sentence(analysis: Analysis, measures: Sequence[Measure]) -> str:
    """Who spoke for how long, what was asked and how openly, and whether advice crept in.

    It works while nobody is named; it never gives a word on creep without its counts.
    """
    if not analysis.turns:
        return "Nobody was heard speaking in this recording."
    talk = _talk(analysis)
    if not analysis.utterances:
        return f"{talk}; no words were made out, so nothing can be told about questions or advice."
    return f"{talk}; {_questions(analysis, measures)}; {_advice(drift(analysis))}."


def _talk(analysis: Analysis) -> str:
    """How many spoke, and in how long a time."""
    voices = len({turn.speaker for turn in analysis.turns})
    people = "person" if voices == 1 else "people"
    return f"In {about(length_of(analysis))} {counted(voices)} {people} spoke"


def _questions(analysis: Analysis, measures: Sequence[Measure]) -> str:
    """What the facilitator asked, or everybody while it is not known who that is."""
    facilitators = voices_with(analysis, "facilitator")
    subject = next(iter(facilitators)) if len(facilitators) == 1 else SET
    who = "together they" if subject == SET else name_of(analysis, subject)
    known = {measure.name: measure for measure in measures if measure.subject == subject}
    opened, closed = _count(known["open_questions"]), _count(known["closed_questions"])
    if not opened + closed:
        return f"{who} asked no question"
    asked = f"{who} asked {many(opened + closed, 'question')}, {opened or 'none'} of them open"
    return f"{asked} ({_doubt(known['open_share'])})"


def _count(measure: Measure) -> int:
    """A count as a whole number."""
    return int(measure.value) if isinstance(measure.value, int | float) else 0


def _doubt(share: Measure) -> str:
    """A share with its interval, or that there is too little for one."""
    if not isinstance(share.value, float) or share.low is None or share.high is None:
        return "too few to say more"
    return f"{percent(share.value)}, between {percent(share.low)} and {percent(share.high)}"


def _advice(found: Drift) -> str:
    """Whether advice drifted, with counts in every case."""
    made = many(found.contributions, "contribution")
    if not found.contributions:
        return "nobody asked, advised or reflected"
    if not found.advice:
        return f"nobody gave advice in {made}"
    if found.verdict == "too little to tell":
        pieces = "one piece" if found.advice == 1 else f"{found.advice} pieces"
        return f"there is too little to tell whether advice creeps in: {pieces} of it in {made}"
    advice, first = found.first
    late_advice, last = found.last
    if not first or not last:
        went_on = f"{_DRIFTS[found.verdict]} as time went on"
        return f"{went_on}, {found.advice} in {made} in all{found.looked_at}"
    return (
        f"{_DRIFTS[found.verdict]}, from {advice} in {many(first, 'contribution')} in the first"
        f" third to {late_advice} in {last} in the last{found.looked_at}"
    )
