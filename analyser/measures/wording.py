"""Figures in plain words, as the command line and the pages show them.

Seconds are never told finer than a quarter of a second, and shares are told in whole percent: the
models that they come from know no better.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyser.domain import Measure

FINEST_SECONDS = 0.25

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_LARGEST_RATIO = 100.0


def told(measure: Measure) -> str:
    """A measure's value with its interval, or "cannot tell"."""
    if measure.value is None:
        return "cannot tell"
    if isinstance(measure.value, str):
        return measure.value
    value = _amount(measure.value, measure.unit)
    if measure.low is None or measure.high is None:
        return value
    low, high = _amount(measure.low, measure.unit), _amount(measure.high, measure.unit)
    return f"{value} ({low} to {high})"


def _amount(value: float, unit: str) -> str:
    """One number in its unit."""
    if unit == "s":
        return minutes(value)
    if unit == "share":
        return percent(value)
    if unit == "per 10 min":
        return f"{value:.1f} per 10 min"
    if unit == "words":
        return f"{value:g} words"
    if unit == "count":
        return f"{value:.0f}"
    return ratio(value)


def ratio(value: float) -> str:
    """A ratio with two places: ``1.85``; an extreme one only as a bound: ``over 100``."""
    if value > _LARGEST_RATIO:
        return f"over {_LARGEST_RATIO:.0f}"
    if 0 < value < 1 / _LARGEST_RATIO:
        return f"under {1 / _LARGEST_RATIO:g}"
    return f"{value:.2f}"


def percent(share: float) -> str:
    """A share in whole percent; a small one that is not nothing is told as below 1 %."""
    if 0 < share < 0.01:  # noqa: PLR2004 - one percent
        return "under 1 %"
    return f"{round(share * 100)} %"


def minutes(seconds: float) -> str:
    """Seconds in words: ``2.25 s`` below a minute, ``3 min 20 s`` or ``1 h 5 min`` above."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{round(seconds / FINEST_SECONDS) * FINEST_SECONDS:g} s"
    whole_minutes, rest = divmod(round(seconds), 60)
    hours, left = divmod(whole_minutes, 60)
    parts = [(hours, "h"), (left, "min"), (0 if hours else rest, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def about(seconds: float) -> str:
    """A length of time for a sentence: ``12 minutes``, ``40 seconds``, ``2 hours 5 minutes``."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return many(round(seconds), "second")
    hours, left = divmod(round(seconds / 60), 60)
    parts = [many(hours, "hour")] * bool(hours) + [many(left, "minute")] * bool(left)
    return " ".join(parts)


def many(number: int, thing: str) -> str:
    """``1 question``, ``14 questions``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def counted(number: int) -> str:
    """A number as a word up to twelve, in figures above."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(names) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
