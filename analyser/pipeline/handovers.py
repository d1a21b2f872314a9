"""Stretches cut where one voice gives way to another and no window noticed it.

In an echo, far from the microphone, or between two similar voices, pyannote often hears one voice
go on where the next person has begun; such a stretch would be given to one of the two as a whole,
and blur both. So voices are first found among the pieces of all stretches. Each piece lies nearest
to the direction of one voice; the likeliest course through them, in which every change has a price
(Viterbi), says where to cut. This is done once more with the stretches that come of it, which are
less noisy than their pieces.

The figures stand in the middle of a plateau that was measured on made and on real recordings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analyser.pipeline.stretches import Floats, Ints
from analyser.pipeline.voice_clusters import voices_of

PRICE = 0.25
"""How much more alike the pieces must be to the next voice, summed up, before it is the next."""
CLEAR_PIECE = 0.6
"""Seconds of a piece that helps to find the voices."""
CLEAR_WHOLE, CLEAR_OF_FEW, FEW = 1.2, 1.0, 60.0
"""Seconds of a stretch that helps to find the voices. Short ones part one person in two, but where
there is no more than about a minute of speech, somebody may be heard in nothing longer."""

_LEAST_LEAD = 1e-6

REACH, PULL = 0.5, 0.2
"""A cut is moved by at most so many seconds to a pause; by so much less probable must speech be."""

SURE = 13.0
"""How fast sureness grows with the difference between the likeness to a voice and to the next.
Fitted on 1,568 stretches with truth: at a difference of 0.1 four in five are right, at 0.3 all but
one in fifty."""

ID = f"handovers-2({PRICE:g},{CLEAR_PIECE:g},{CLEAR_WHOLE:g},{CLEAR_OF_FEW:g},{REACH:g},{PULL:g})"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spoken:
    """A stretch and how it sounds, piece by piece.

    Frames from ``start`` to ``stop`` of the recording; ``middles`` holds the frame in the middle of
    each piece, ``vectors`` ``(pieces, dimensions)`` how it sounds, each of length 1.
    """

    start: int
    stop: int
    middles: Floats
    vectors: Floats

    @property
    def direction(self) -> Floats:
        """How the stretch sounds on the whole; length 1."""
        return unit(self.vectors.sum(axis=0))

    def parts(self, voices: Floats, speech: Floats, reach: int) -> Iterator[Spoken]:
        """The stretch, cut between two pieces of different voices, at a pause if one is near.

        :param voices: ``(voices, dimensions)``, the directions that the voices have.
        :param speech: how probable it is that anybody is heard, in each frame of the recording.
        :param reach: frames.
        """
        likeness = self.vectors @ voices.T
        course = likeliest(likeness)
        changes = np.flatnonzero(np.diff(course)) + 1
        way = np.diff(self.middles)[changes - 1] * crossings(likeness, course, changes)
        ends = [self.start]
        for place in (self.middles[changes - 1] + way).round().astype(int):
            ends.append(at_pause(int(place), (ends[-1] + 1, self.stop - 1), speech, reach))
        pieces = np.split(np.arange(len(course)), changes)
        for start, stop, own in zip(ends, [*ends[1:], self.stop], pieces, strict=True):
            yield Spoken(
                start=start, stop=stop, middles=self.middles[own], vectors=self.vectors[own]
            )


def told_apart(
    spoken: Sequence[Spoken],
    step: float,
    speech: Floats | None = None,
    *,
    at_least: int = 1,
    at_most: int = 1_000,
) -> tuple[list[Spoken], Ints]:
    """Stretches, cut where the voice changes, and the voice of each, counted from 0.

    :param step: seconds from one frame to the next.
    :param speech: how probable it is that anybody is heard, in each frame of the recording; where
        it is not known, no cut is moved to a pause.
    :param at_least: the fewest voices wanted; fewer only where too little was heard to part them.
    :param at_most: the most voices wanted.
    """
    parts = list(spoken)
    if not parts:
        return [], np.zeros(0, dtype=np.int64)
    reach = round(REACH / step)
    speech = np.ones(parts[-1].stop) if speech is None else speech
    for sounds in (pieces_of, wholes_of):
        heard = sounds(parts, step)
        known = heard.directions(heard.voices(at_least, at_most))
        parts = [part for one in parts for part in one.parts(known, speech, reach)]
    return parts, wholes_of(parts, step).voices(at_least, at_most)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sounds:
    """What voices are found by: ``(sounds, dimensions)`` vectors of length 1, and their seconds.

    Those of less than ``clear`` seconds are only given to the voices that the others make up.
    """

    vectors: Floats
    seconds: Floats
    clear: float

    def voices(self, at_least: int, at_most: int) -> Ints:
        """The voice of each sound, counted from 0."""
        return voices_of(
            self.vectors, self.seconds, clear=self.clear, at_least=at_least, at_most=at_most
        )

    def directions(self, voices: Ints) -> Floats:
        """The direction of each voice over all its sounds, longer ones more, ``(voices, …)``."""
        own = voices == np.arange(voices.max() + 1)[:, None]
        return unit((own * self.seconds) @ self.vectors)


def pieces_of(parts: Sequence[Spoken], step: float) -> Sounds:
    """The pieces, each with its share of its stretch: pure also where a stretch is not."""
    shares = [(part.stop - part.start) * step / len(part.vectors) for part in parts]
    return Sounds(
        vectors=np.concatenate([part.vectors for part in parts]),
        seconds=np.repeat(shares, [len(part.vectors) for part in parts]),
        clear=CLEAR_PIECE,
    )


def wholes_of(parts: Sequence[Spoken], step: float) -> Sounds:
    """The stretches: less noisy than their pieces."""
    seconds = np.array([part.stop - part.start for part in parts]) * step
    return Sounds(
        vectors=np.stack([part.direction for part in parts]),
        seconds=seconds,
        clear=min(CLEAR_WHOLE, max(CLEAR_OF_FEW, seconds.sum() / FEW)),
    )


def sureness(parts: Sequence[Spoken], voices: Ints, step: float) -> Floats:
    """How probable it is that each stretch has the right one of the voices found, ``(parts,)``.

    :param step: seconds from one frame to the next.
    """
    heard = wholes_of(parts, step)
    likeness = heard.vectors @ heard.directions(voices).T
    own = likeness[np.arange(len(parts)), voices]
    likeness[np.arange(len(parts)), voices] = 0.0  # with one voice: as far as from no voice
    sure: Floats = 1.0 / (1.0 + np.exp(-SURE * (own - likeness.max(axis=1))))
    return sure


def likeliest(likeness: Floats, price: float = PRICE) -> Ints:
    """The course of voices with the highest sum of likenesses, less a price for each change.

    :param likeness: ``(pieces, voices)``, how alike each piece is to each voice.
    """
    pieces, voices = likeness.shape
    best = likeness[0]
    before = np.tile(np.arange(voices), (pieces, 1))
    for n in range(1, pieces):
        changed = best < best.max() - price
        before[n, changed] = best.argmax()
        best = np.maximum(best, best.max() - price) + likeness[n]
    course = np.full(pieces, best.argmax())
    for n in range(pieces - 1, 0, -1):
        course[n - 1] = before[n, course[n]]
    return course


def at_pause(place: int, bounds: tuple[int, int], speech: Floats, reach: int) -> int:
    """The frame near a place in which speech is least probable, the nearer the better.

    :param bounds: the first and the last frame that may be it; the first where they cross.
    """
    first, last = bounds
    near = np.arange(max(first, place - reach), min(last, place + reach) + 1)
    if not len(near):
        return first
    return int(near[np.argmin(speech[near] + PULL * np.abs(near - place) / reach)])


def crossings(likeness: Floats, course: Ints, changes: Ints) -> Floats:
    """How far on the way from one piece to the next both voices are as likely, from 0 to 1.

    A piece in which both are heard lies between them: the nearer to one, the more it holds of it.

    :param likeness: ``(pieces, voices)``, how alike each piece is to each voice.
    :param changes: the pieces before which the course of voices changes.
    """
    before, after = course[changes - 1], course[changes]
    lead = likeness[changes - 1, before] - likeness[changes - 1, after]
    lag = likeness[changes, after] - likeness[changes, before]
    lead, lag = np.maximum(lead, _LEAST_LEAD), np.maximum(lag, _LEAST_LEAD)
    share: Floats = lead / (lead + lag)
    return share


def unit(vectors: Floats) -> Floats:
    """Vectors along the last axis, scaled to length 1; one without a length is left as it is."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = vectors / np.where(length > 0, length, 1.0)
    return scaled
