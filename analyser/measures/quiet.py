"""Quiet voices: who hardly speaks, for how long, and whether anybody invites them in."""

from __future__ import annotations

import re

from analyser.domain import Analysis, Measure, milliseconds
from analyser.measures.airtime import listen_to, members_talk
from analyser.measures.casting import Span, span_of
from analyser.measures.common import (
    SET,
    evidence_of,
    figure,
    name_of,
    said_in,
    voices_in,
)
from analyser.measures.once import once
from analyser.measures.turns import gaps
from analyser.measures.wording import minutes, percent

QUIET_PART = 1 / 3

_OPENERS = frozenset({"will", "may", "can"})
"""Names that are also verbs with which a question can begin."""

_UNTOLD_NAME = re.compile(r"(voice|speaker|person|s)[ _]?\d+", re.IGNORECASE)


def measure(analysis: Analysis) -> tuple[Measure, ...]:
    """Each voice's longest silence and invitations, and the members who are quiet."""
    return (
        *_silences_of_voices(analysis),
        *_invitations(analysis),
        _quiet_voices(analysis),
    )


def _silences_of_voices(analysis: Analysis) -> list[Measure]:
    """The longest time in which each voice was not heard."""
    measures = []
    for voice in voices_in(analysis):
        longest = _longest_silence(analysis, voice)
        measures.append(
            figure(
                "longest_silence",
                voice,
                milliseconds(longest[1] - longest[0]),
                evidence=listen_to([longest]),
            )
        )
    return measures


def _longest_silence(analysis: Analysis, voice: str) -> Span:
    """The first of the longest times without this voice; empty where it never stops."""
    own = [(turn.start, turn.end) for turn in analysis.turns if turn.speaker == voice]
    since, until = span_of(analysis)
    silences = gaps(own, until, since=since)
    return max(silences, key=lambda s: milliseconds(s[1] - s[0]), default=(since, since))


@once
def _invitations(analysis: Analysis) -> tuple[Measure, ...]:
    """Who was called by name into the talk, and how often."""
    rows = [r for r in said_in(analysis) if r.is_question or r.act.act == "process"]
    measures = []
    for voice in voices_in(analysis):
        name = first_name(name_of(analysis, voice))
        if name is None:
            note = "Nobody has named this voice yet."
            measures.append(figure("invitations", voice, None, note=note))
            continue
        calls = [
            r for r in rows if r.utterance.speaker != voice and is_called(name, r.utterance.text)
        ]
        measures.append(figure("invitations", voice, len(calls), evidence=evidence_of(calls)))
    return tuple(measures)


def first_name(name: str) -> str | None:
    """The name by which a voice is called; ``None`` without a real name."""
    if _UNTOLD_NAME.fullmatch(name.strip()):
        return None
    first = re.match(r"\W*(\w+)", name)
    return first[1] if first else None


def is_called(name: str, text: str) -> bool:
    """Whether somebody says this first name: "Will?", but not "what will you do?".

    A name begins with a capital, unless the whole text is in lower case. One that is also a verb
    which opens questions counts at the start of a sentence only before a comma or another mark.
    """
    rest = re.escape(name[1:])
    opens = name.lower() in _OPENERS
    if text == text.lower():
        return not opens and bool(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))
    found = re.finditer(rf"\b{re.escape(name[0].upper())}(?i:{rest})\b", text)
    return any(not opens or not _opens_sentence(text, match) for match in found)


def _opens_sentence(text: str, word: re.Match[str]) -> bool:
    """Whether a word is the first of a sentence that goes on without a mark after it."""
    before, after = text[: word.start()].rstrip(" \"“'("), text[word.end() :]
    return (not before or before[-1] in ".?!…:–-") and bool(re.match(r"\s*\w", after))


def _quiet_voices(analysis: Analysis) -> Measure:
    """Members under a third of an even share, with their longest silence and who asked them in."""
    shares = members_talk(analysis)
    if not shares:
        note = "Nobody who was heard has the role of a member."
        return figure("quiet_voices", SET, None, note=note)
    limit = QUIET_PART / len(shares)
    quiet = [voice for voice in voices_in(analysis) if shares.get(voice, limit) < limit]
    invited = {m.subject: m.value for m in _invitations(analysis)}
    silences = [_longest_silence(analysis, voice) for voice in quiet]
    told = [
        f"{name_of(analysis, voice)} spoke for {percent(shares[voice])} of the members'"
        f" talk, was silent for {minutes(end - start)} from {minutes(start)}"
        f" and {_asked_in(invited[voice])}"
        for voice, (start, end) in zip(quiet, silences, strict=True)
    ]
    return figure(
        "quiet_voices", SET, len(quiet), evidence=listen_to(silences), note="; ".join(told)
    )


def _asked_in(times: float | str | None) -> str:
    """How often a voice was invited in, in words."""
    if times is None:
        return "has no name yet by which an invitation could be found"
    if not times:
        return "was not invited in by name"
    return f"was invited in by name {'once' if times == 1 else f'{times} times'}"
