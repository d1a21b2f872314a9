"""Actions: what the presenter says that they will do, in the presenter's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyser.domain import Analysis, Measure
from analyser.measures.casting import Marks
from analyser.measures.common import SET, Said, evidence_of, figure, said_in, voices_with

FEWEST_WORDS = 4
"""Fewer words than this agree to something ("I will, yeah") and do not say what."""

_DAY = (
    r"(?:tomorrow|tonight|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:next|this) \w+"
    r"|before|after|on my own)"
)
_WILL = (
    r"i(?:'ll| will| shall| shan't| won't)"
    r"(?! (?:be honest|never|admit|see\b|think\b|need|miss|take that|have to))"
    r"|i(?:'m| am) (?:going to|gonna|gonnae|gunna|aiming to|planning to)(?! (?:be honest|cry|miss))"
    r"|i(?:'m| am) going (?:up|down|in|round|over|back|home)\b"
    rf"|i(?:'m| am) \w+ing\b(?=.*\b{_DAY}\b)|i can \w+(?=.*\b{_DAY}\b)"
    r"|i(?:'ve got to|'ve gotta| need to| plan to| intend to| promise to| mean to| want to)"
    r"|my (?:first |next |one )?(?:action|step|plan|promise) is"
)
_COMMITS = re.compile(rf"\b(?:{_WILL})\b")
_DOUBTS = re.compile(r"\b(?:maybe|perhaps|i don't know|i dunno|not sure|i might|would you)\b")


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """How many commitments the presenters made, each of them to listen to."""
    if all(mark.stage != "actions" for mark in Marks.of(analysis, "stage").rows):
        note = "Nobody has marked the stage of the actions."
        return (figure("actions", SET, None, note=note),)
    if not voices_with(analysis, "presenter"):
        note = "Nobody has the role of the presenter."
        return (figure("actions", SET, None, note=note),)
    made = actions(said_in(analysis))
    note = "; ".join(f"“{row.utterance.text}”" for row in made) or "No commitment was found."
    return (figure("actions", SET, len(made), evidence=evidence_of(made), note=note),)


def actions(rows: Iterable[Said]) -> tuple[Said, ...]:
    """What a presenter said in a stage of actions and committed to."""
    return tuple(
        row
        for row in rows
        if row.role == "presenter" and row.stage == "actions" and commits(row.utterance.text)
    )


def commits(text: str) -> bool:
    """Whether somebody says what they will do: "I'll ring her on Monday", "my action is …"."""
    plain = " ".join(text.lower().replace("’", "'").split())
    if len(plain.split()) < FEWEST_WORDS or plain.endswith("?") or _DOUBTS.search(plain):
        return False
    return bool(_COMMITS.search(plain))
