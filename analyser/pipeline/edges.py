"""Turns drawn in to where the sound begins and ends.

A network that hears speech in windows blurs its edges: turns begin a little early, and a short
pause between two people counts as talk, the more so where a room echoes. The level of the sound
knows better. Where one voice takes over from another the change is moved to the quietest moment
near it; then each edge is drawn in to the first sound that stands out from the noise around.

Left as it is: an edge under somebody else's talk, where the level says nothing about this voice,
and a pause in one voice's own talk, which counts as talk by the custom of the field.

The figures stand on a plateau that was measured on made and on real recordings (ADR 2).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d

from analyser.domain import Turn, milliseconds
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.levels import FRAMES_PER_SECOND, Levels, levels_of, smoothed

REACH = 0.5
"""An edge is drawn in by at most so many seconds."""
STANDS_OUT = 0.3
"""How far above the noise a sound must be to count, as a share of the way to the voice's own level
in decibels."""
MARGIN = 0.02
"""Seconds that are left beside the first and the last such sound."""
NEAR, PULL, DEEPER = 0.2, 6.0, 3.0
"""A change of voices is moved by at most so many seconds; a moment at that distance must be so many
decibels quieter than one here; and the quietest so many below the level at the change itself."""

ID = f"edges-1({REACH:g},{STANDS_OUT:g},{MARGIN:g},{NEAR:g},{PULL:g},{DEEPER:g})"

_STEP = 1 / FRAMES_PER_SECOND
_READ = 6_000
_SMOOTH, _SMOOTHER = 3, 10  # frames, as all that is no fraction here
_AROUND, _OWN = 1_000, 150  # the noise is looked for so far around, the voice's level so far inside
_NOISE, _VOICE = 5, 90  # percentiles of the levels there
_LEAST_RANGE = 6.0  # decibels from noise to voice, below which nothing is drawn in
_SHORTEST, _LEAST_LEFT = 20, 10  # a shorter turn is left alone, and so much of a longer one
_TOUCH, _UNDER = 0.03, 0.02
_GOES_ON = 0.6  # seconds within which a voice is taken to go on


def drawn_in(turns: Sequence[Turn], audio: Audio) -> tuple[Turn, ...]:
    """The same turns with edges where the sound begins and ends, in order of their start."""
    level = levels(audio)
    parted = _parted_at_the_quietest(turns, level)
    company = _company(parted, len(level))
    drawn = [_drawn(turn, company, level) for turn in parted]
    return tuple(sorted(drawn, key=lambda turn: (turn.start, turn.end)))


def levels(audio: Audio) -> Levels:
    """How loud the sound is, in dBFS, each hundredth of a second; an odd end is passed over."""
    part = _READ * SAMPLE_RATE // FRAMES_PER_SECOND
    parts = [levels_of(audio.between(at, at + part)) for at in range(0, audio.length, part)]
    return smoothed(np.concatenate([np.zeros(0, dtype=np.float32), *parts]), _SMOOTH)


def _parted_at_the_quietest(turns: Sequence[Turn], level: Levels) -> list[Turn]:
    """The turns, in order of their start, each change of voices at the quietest moment near it."""
    parted = sorted(turns, key=lambda turn: (turn.start, turn.end))
    smooth = uniform_filter1d(level, _SMOOTHER) if len(level) else level
    for n in range(len(parted) - 1):
        one, other = parted[n], parted[n + 1]
        if one.speaker != other.speaker and abs(other.start - one.end) <= _TOUCH:
            change = _quietest(one, other, smooth)
            if change != one.end:
                parted[n], parted[n + 1] = replace(one, end=change), replace(other, start=change)
    return parted


def _quietest(one: Turn, other: Turn, level: Levels) -> float:
    """The quietest moment near the change from one turn to another, the nearer the better."""
    at, reach = _frame(one.end), _frame(NEAR)
    first = max(_frame(one.start) + _SHORTEST, at - reach)
    last = min(_frame(other.end) - _SHORTEST, at + reach, len(level) - 1)
    if first > last:
        return one.end
    near = np.arange(first, last + 1)
    best = int(near[np.argmin(level[near] + PULL * np.abs(near - at) / reach)])
    here = level[min(at, len(level) - 1)]
    return milliseconds(best * _STEP) if level[best] < here - DEEPER else one.end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Company:
    """What is said around a turn.

    All turns by their start and by their end, and how many are heard in each frame.
    """

    starting: Sequence[Turn]
    ending: Sequence[Turn]
    voices: npt.NDArray[np.int16]

    def hides_end(self, turn: Turn) -> bool:
        """Whether somebody else talks on over the end of a turn."""
        return self._hides(inside=_frame(turn.end - _UNDER), outside=_frame(turn.end))

    def hides_start(self, turn: Turn) -> bool:
        """Whether somebody else talks already at the start of a turn."""
        return self._hides(inside=_frame(turn.start + _UNDER), outside=_frame(turn.start) - 1)

    def _hides(self, *, inside: int, outside: int) -> bool:
        known = range(len(self.voices))
        return (
            inside in known
            and outside in known
            and bool(self.voices[inside] > 1 and self.voices[outside] > 0)
        )

    def goes_on(self, turn: Turn) -> bool:
        """Whether the same voice is the next to be heard, soon."""
        n = bisect_left(self.starting, turn.end, key=lambda one: one.start)
        return n < len(self.starting) and _follows(turn, self.starting[n])

    def went_on(self, turn: Turn) -> bool:
        """Whether the same voice was the last to be heard, a moment ago."""
        n = bisect_right(self.ending, turn.start, key=lambda one: one.end)
        return n > 0 and _follows(self.ending[n - 1], turn)


def _follows(one: Turn, other: Turn) -> bool:
    return one.speaker == other.speaker and other.start - one.end < _GOES_ON


def _company(turns: Sequence[Turn], frames: int) -> _Company:
    voices = np.zeros(frames, dtype=np.int16)
    for turn in turns:
        voices[_frame(turn.start) : _frame(turn.end)] += 1
    return _Company(
        starting=sorted(turns, key=lambda turn: turn.start),
        ending=sorted(turns, key=lambda turn: turn.end),
        voices=voices,
    )


def _drawn(turn: Turn, company: _Company, level: Levels) -> Turn:
    """One turn with its edges where its sound begins and ends."""
    first, last = _frame(turn.start), min(_frame(turn.end), len(level))
    own = level[first:last]
    if len(own) < _SHORTEST:
        return turn
    noise = float(np.percentile(level[max(0, first - _AROUND) : last + _AROUND], _NOISE))
    start, end = turn.start, turn.end
    if not company.hides_start(turn) and not company.went_on(turn):
        start += _quiet(own[::-1], noise)
    if not company.hides_end(turn) and not company.goes_on(turn):
        end -= _quiet(own, noise)
    return replace(turn, start=milliseconds(start), end=milliseconds(end))


def _quiet(own: Levels, noise: float) -> float:
    """Seconds by which an edge is drawn in, the edge being the end of a turn's levels.

    Nothing where the voice hardly stands out, or where nothing does within reach.
    """
    voice = float(np.percentile(own[-_OWN:], _VOICE))
    reach = min(_frame(REACH), (len(own) - _LEAST_LEFT) // 2)
    heard = np.flatnonzero(own[-reach:] > noise + STANDS_OUT * (voice - noise))
    if voice - noise < _LEAST_RANGE or not len(heard):
        return 0.0
    return max(0.0, (reach - 1 - int(heard[-1])) * _STEP - MARGIN)


def _frame(seconds: float) -> int:
    return round(seconds / _STEP)
