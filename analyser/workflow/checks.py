"""What a person names when they put something right: voices, moments, stretches; found or refused.

Everything here raises ``InputError`` in words where it does not find what was meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from analyser.domain import Analysis, Speaker
from analyser.errors import InputError
from analyser.workflow.common import short

Span = tuple[float, float]
"""Seconds, ``[start, end)``."""


def seconds_of(time: str) -> float:
    """Seconds from ``75``, ``1:15`` or ``0:01:15``.

    :raises InputError: it is none of them.
    """
    parts = time.split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if not numbers or len(numbers) > len("HMS") or not all(0 <= n < float("inf") for n in numbers):
        raise InputError(f"'{time}' is no time.", "Give seconds, M:SS or H:MM:SS.")
    return sum(number * 60.0**place for place, number in enumerate(reversed(numbers)))


def day_of(day: str) -> str:
    """A day, ISO 8601, or nothing.

    :raises InputError: it is neither.
    """
    if not day:
        return ""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise InputError(f"'{day}' is no day.", "Give it like 2026-03-14.") from error


def within(analysis: Analysis, span: Span) -> Span:
    """A stretch as far as it lies in the recording.

    :raises InputError: it ends before it begins, or lies outside.
    """
    start, end = max(0.0, span[0]), min(analysis.recording.duration, span[1])
    if not start < end:
        raise InputError(
            f"From {span[0]:g} s to {span[1]:g} s is no stretch of this recording.",
            f"Give seconds between 0 and {analysis.recording.duration:.0f}, the earlier one first.",
        )
    return start, end


def voice_at(analysis: Analysis, moment: float) -> str:
    """The one voice that is heard at a moment, or in whose turn's pause the moment lies.

    :raises InputError: nobody speaks there, or several people do.
    """
    from analyser.measures import turns_of
    from analyser.measures.wording import minutes

    sounding = {t.speaker for t in analysis.turns if t.start <= moment < t.end}
    voices = sounding or {t.speaker for t in turns_of(analysis) if t.start <= moment < t.end}
    if len(voices) == 1:
        return voices.pop()
    who = "Several people speak" if voices else "Nobody speaks"
    raise InputError(f"{who} at {minutes(moment)}.", "Choose a moment at which one person speaks.")


def turn_at(analysis: Analysis, moment: float) -> tuple[str, Span]:
    """The voice that is heard at a moment, and its whole turn there.

    :raises InputError: nobody speaks there, or several people do.
    """
    from analyser.measures import turns_of

    voice = voice_at(analysis, moment)
    return next(
        (voice, turn.span)
        for turn in turns_of(analysis)
        if turn.speaker == voice and turn.start <= moment < turn.end
    )


def voices_of(analysis: Analysis) -> dict[str, Speaker]:
    """Every voice by its id."""
    return {speaker.id: speaker for speaker in analysis.speakers}


def known_voice(voices: Iterable[str], speaker: str) -> str:
    """A voice's id, if it is one of ``voices``.

    :raises InputError: it is not.
    """
    known = list(voices)
    if speaker not in known:
        raise InputError(
            f"There is no voice '{speaker}' in this session.", f"Its voices: {', '.join(known)}."
        )
    return speaker


def check_known(what: str, given: str, known: tuple[str, ...]) -> None:
    """Refuse what is not one of the ``known``.

    :raises InputError: it is not.
    """
    if given not in known:
        raise InputError(f"There is no {what} '{given}'.", f"Choose one of: {', '.join(known)}.")


def needed(name: str) -> str:
    """A name on one line.

    :raises InputError: it is empty.
    """
    kept = short(name)
    if not kept:
        raise InputError("A voice needs a name.", "Type one, or leave it as it is.")
    return kept
