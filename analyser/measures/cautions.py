"""What to know before trusting the figures, in plain words."""

from __future__ import annotations

from analyser.domain import Analysis, Notice
from analyser.measures.airtime import airtime_of, shares_of
from analyser.measures.common import name_of, voices_in
from analyser.measures.once import once_by_who_speaks
from analyser.measures.turns import merged, overlap, seconds_of, union
from analyser.measures.wording import listed, percent

SMALL_SHARE = 0.03
SHORT_SECONDS = 10.0
MUCH_OVERLAP = 0.15


@once_by_who_speaks
def warnings(analysis: Analysis) -> tuple[Notice, ...]:
    """What the figures cannot be trusted for, in plain words."""
    found = (
        _split_voices(analysis),
        _short_voices(analysis),
        _much_overlap(analysis),
        _unnamed_voices(analysis),
    )
    return tuple(notice for notice in found if notice is not None)


def _split_voices(analysis: Analysis) -> Notice | None:
    """Two voices under 3 % each are probably one person."""
    small = [voice for voice, part in shares_of(analysis).items() if 0 < part < SMALL_SHARE]
    if len(small) < 2:  # noqa: PLR2004 - it takes two halves
        return None
    names = listed([name_of(analysis, voice) for voice in small])
    text = (
        f"{names} each have less than {percent(SMALL_SHARE)} of the talk: probably one person was"
        " split in two. Listen to them, and merge them if so."
    )
    return Notice(code="voices_split", text=text)


def _short_voices(analysis: Analysis) -> Notice | None:
    """A voice under 10 seconds says little."""
    short = [v for v, seconds in airtime_of(analysis).items() if 0 < seconds < SHORT_SECONDS]
    if not short:
        return None
    names = listed([name_of(analysis, voice) for voice in short])
    were = "was" if len(short) == 1 else "were each"
    text = (
        f"{names} {were} heard for less than {SHORT_SECONDS:.0f} seconds, which is too short to be"
        " sure who it is."
    )
    return Notice(code="voices_short", text=text)


def _much_overlap(analysis: Analysis) -> Notice | None:
    """Much overlap makes every share less sure."""
    stretches = merged(analysis.turns)
    speech = seconds_of(union(s.span for s in stretches))
    both = seconds_of(overlap(stretches))
    if not speech or both / speech <= MUCH_OVERLAP:
        return None
    text = (
        f"In at least {percent(both / speech)} of the talk several people speak at once, so words"
        " and shares are less sure than usual."
    )
    return Notice(code="overlap_high", text=text)


def _unnamed_voices(analysis: Analysis) -> Notice | None:
    """Without roles nobody is counted as facilitator, presenter or member."""
    unnamed = [voice for voice in voices_in(analysis) if analysis.role_of(voice) == "unnamed"]
    if not unnamed:
        return None
    who = "One voice has" if len(unnamed) == 1 else f"{len(unnamed)} voices have"
    text = f"{who} no role yet. Say who is who, and the figures for each role will appear."
    return Notice(code="voices_unnamed", text=text)
