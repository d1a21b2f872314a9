"""From pyannote's windows to stretches of one voice, and back to who is heard when.

pyannote marks up to three local speakers in each of many overlapping windows. Local speaker 1 of
one window need not be local speaker 1 of the next, and two people with similar voices are often
taken for one within a window. What the windows agree on well is *when* one voice alone is heard and
when it gives way to another. So the recording is cut there into stretches of one voice; whose they
are is found from the sound of each stretch; and the windows then say who is heard beside whom.

Below, ``frames`` are the recording's frames of about 17 ms on which the windows are summed up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

PROBABLE = (0.45, 0.50)
"""How probable it must be that one voice, that two voices are heard, on the mean of all windows."""
PIECE = 150
"""Hops (10 ms each) of a full piece: 1.5 s."""
STRIDE = 75
"""Hops from one full piece to the next, at most."""
SHORTEST = 30
"""Hops of the shortest piece that still tells something about a voice."""
ROUND = 10
"""Shorter pieces are as long as a multiple of this, so that many are of one length."""
UNHEARD = -1

ID = f"probable({PROBABLE[0]:g},{PROBABLE[1]:g}) pieces({PIECE}/{STRIDE}/{SHORTEST})"


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """``hops`` hops of 10 ms from hop ``first`` of the recording on, in which one voice speaks."""

    hops: int
    first: int


@dataclass(frozen=True, slots=True)
class Windows:
    """What pyannote heard: who is active in each window, and where a window begins.

    ``active`` is ``(windows, frames in a window, local speakers)``; ``first`` holds the recording's
    frame at which each window begins; ``count`` how many voices are heard in each frame, ``speech``
    how probable it is that there is any.
    """

    active: Flags
    first: Ints
    count: Ints
    speech: Floats

    def __iter__(self) -> Iterator[tuple[slice, Flags]]:
        """Each window: its frames of the recording, and who is active in them."""
        for first, active in zip(self.first, self.active, strict=True):
            frames = slice(int(first), min(len(self.count), int(first) + len(active)))
            yield frames, active[: frames.stop - frames.start]

    def stretches(self) -> Ints:
        """``(stretches, 2)``: from which frame to which one voice alone is heard."""
        alone = self.count == 1
        begins = alone & (np.diff(alone, prepend=False) | self._changes())
        ends = alone & np.append(begins[1:] | ~alone[1:], True)
        return np.stack((np.flatnonzero(begins), np.flatnonzero(ends) + 1), axis=1)

    def _changes(self) -> Flags:
        """Frames at which any window hears one voice give way to another."""
        changed = np.zeros(len(self.count), dtype=bool)
        for frames, active in self:
            heard: Flags = active.sum(axis=1) > 0
            other = (active[1:] != active[:-1]).any(axis=1) & heard[1:] & heard[:-1]
            changed[frames.start + 1 : frames.stop] |= other
        return changed

    def evidence(self, voice: Ints, voices: int) -> Floats:
        """How strongly each voice is heard in each frame, ``(frames, voices)``.

        :param voice: the voice of each frame in a stretch, else ``UNHEARD``.
        :param voices: how many voices there are.
        """
        votes = np.zeros((len(voice), voices))
        for frames, active in self:
            alone = (voice[frames] != UNHEARD) & (active.sum(axis=1) == 1)
            for local in np.flatnonzero((active & alone[:, None]).any(axis=0)):
                own = nearest(alone & active[:, local])
                here = np.flatnonzero(active[:, local])
                votes[frames.start + here, voice[frames][own[here]]] += 1
        certain = voice != UNHEARD
        votes[certain, voice[certain]] += len(self.active)
        return votes + closeness(voice, voices)


def closeness(voice: Ints, voices: int) -> Floats:
    """Less than one vote for each voice, the more the sooner it is heard before or after.

    It decides where no window does: who it is that is only ever heard beside somebody else.
    """
    here = np.arange(len(voice))
    distances = [np.abs(nearest(voice == label) - here) for label in range(voices)]
    return 1.0 / (2.0 + np.stack(distances, axis=1))


def heard(evidence: Floats, count: Ints) -> Flags:
    """The ``count`` strongest voices of each frame, ``(frames, voices)``."""
    strongest = np.argsort(-evidence, axis=1, kind="stable")
    rank = np.empty_like(strongest)
    np.put_along_axis(rank, strongest, np.arange(evidence.shape[1])[None], axis=1)
    return rank < count[:, None]


def labelled(stretches: Ints, voices: Ints, frames: int) -> Ints:
    """The voice of each frame: that of the stretch it lies in, else ``UNHEARD``."""
    voice = np.full(frames, UNHEARD, dtype=np.int64)
    for (start, stop), label in zip(stretches, voices, strict=True):
        voice[start:stop] = label
    return voice


def pieces_of(start: int, stop: int) -> list[Piece]:
    """Pieces that cover the hops of a stretch evenly; none if it is too short."""
    hops = stop - start
    if hops < SHORTEST:
        return []
    if hops < PIECE:
        kept = hops // ROUND * ROUND
        return [Piece(hops=kept, first=start + (hops - kept) // 2)]
    number = ceil((hops - PIECE) / STRIDE) + 1
    firsts = np.linspace(start, stop - PIECE, number).round().astype(int)
    return [Piece(hops=PIECE, first=int(first)) for first in firsts]


def nearest(known: Flags) -> Ints:
    """For each place the nearest one that is known; there must be one."""
    places = np.flatnonzero(known)
    here = np.arange(len(known))
    after = np.clip(np.searchsorted(places, here), 0, len(places) - 1)
    before = np.clip(after - 1, 0, None)
    closer = np.abs(places[before] - here) <= np.abs(places[after] - here)
    return np.where(closer, places[before], places[after])
