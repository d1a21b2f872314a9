"""The cohort in sentences: the first answer, what to know before trusting it, and agreement."""

from __future__ import annotations

from analyser.measures.cohort import FEWEST, Cohort, Spread
from analyser.measures.wording import many
from analyser.report.charts.cohort_words import amount, between, rests

WARNINGS = {
    "voices_split": "One person may have been taken for two voices.",
    "voices_short": "A voice was heard too briefly to be sure whose it is.",
    "voices_unnamed": "Voices have no role yet, so figures by role are missing.",
    "overlap_high": "Much of the talk overlaps, which makes every share less sure.",
    "no_words": "No words were found.",
    "tracks": "The microphones heard one another.",
    "near_silence": "The recording is nearly silent.",
    "quiet": "The recording is quiet.",
    "clipping": "The recording is too loud in places.",
    "not_english": "The talk may not be in English.",
    "other_language": "The talk may be in another language than was said.",
    "several_tracks": "Only one of several sound tracks was used.",
    "gaps": "The recording has gaps.",
    "clock_reset": "The recording's clock jumps.",
    "damaged": "A part of the recording is damaged.",
    "shorter": "The recording is shorter than it says.",
}
"""By code, in words that name nobody: a notice itself may."""

ANOTHER = "Something else about the recording."

_OPEN = "{} of the facilitator’s questions were open (median; half of the sessions lie between {})"
_TALK = "the facilitator spoke for {} of the talk (half lie between {})"
_HEADLINES = (("open_share", _OPEN), ("airtime_share", _TALK))


def answer(cohort: Cohort) -> str:
    """One sentence, with how much it rests on."""
    if not cohort.sessions:
        return "There are no sessions to look at here."
    over = f"In {many(cohort.sessions, 'session')} of {_people(cohort.people)}"
    known = {spread.name: spread for spread in cohort.spreads}
    told = [
        _half(said, known[name])
        for name, said in _HEADLINES
        if name in known and known[name].all.median is not None
    ]
    if not told and cohort.flagged and cohort.people >= FEWEST:
        return f"{over} too few have a recording without a warning to tell a figure."
    if not told:
        return f"{over}: what rests on fewer than {FEWEST} people is withheld."
    return f"{over}, {', and '.join(told)}."


def _half(said: str, spread: Spread) -> str:
    cell = spread.all
    middle = amount(cell.median or 0.0, spread.unit)
    return said.format(middle, between(cell, spread.unit))


def caution(cohort: Cohort) -> str:
    """How many sessions stand apart because of their recordings."""
    if not cohort.flagged:
        return "No recording carries a warning."
    carry = "carries" if cohort.flagged == 1 else "carry"
    return (
        f"{cohort.flagged} of {many(cohort.sessions, 'session')} {carry} a warning about the "
        "recording. They stand apart and are in no median."
    )


def warning_rows(cohort: Cohort) -> list[dict[str, str]]:
    """Each warning with how many sessions carry it; of fewer than five people it is withheld."""
    return [
        {
            "Warning": WARNINGS.get(warned.code, ANOTHER),
            "Sessions": "withheld" if warned.sessions is None else str(warned.sessions),
        }
        for warned in cohort.warnings
    ]


def agreement(cohort: Cohort) -> str:
    """How far people agree who labelled the same session."""
    observers = cohort.observers
    if not observers.sessions:
        return "No session was labelled by two people yet, so agreement cannot be told."
    on = f"{many(observers.sessions, 'session')} of {_people(observers.people)}"
    if observers.kappa is None:
        return f"{on} were labelled by two people; agreement is told from {FEWEST} people on."
    doubt = (
        f" (between {observers.low:.2f} and {observers.high:.2f})"
        if observers.low is not None and observers.high is not None
        else ""
    )
    return f"Cohen’s kappa is {observers.kappa:.2f}{doubt} on average, over {on}."


def rests_on(spread: Spread) -> str:
    """For the table of all figures: sessions and people."""
    return rests(spread.all)


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
