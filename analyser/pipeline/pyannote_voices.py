"""pyannote's speaker diarisation with CAM++ voices, arranged for airtime and for a laptop.

Segmentation, counting of simultaneous voices and output are pyannote's. In between, its stock
arrangement embeds each local speaker of each window from all that the window holds: most of the
time goes into that, and one person is easily taken for another. Here each stretch of one voice is
embedded once, from short pieces in which that voice alone is heard (see ``stretches``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any

import numpy as np
import torch
from pyannote.audio import Model
from pyannote.audio.core.io import AudioFile
from pyannote.audio.core.plda import PLDA
from pyannote.audio.core.task import Problem, Resolution, Specifications
from pyannote.audio.pipelines import SpeakerDiarization
from pyannote.audio.pipelines.speaker_diarization import DiarizeOutput
from pyannote.core import Annotation, SlidingWindow, SlidingWindowFeature
from torch import Tensor, nn

from analyser.pipeline import campplus
from analyser.pipeline.campplus import FRAME, HOP, SAMPLE_RATE, CampPlus
from analyser.pipeline.cores import at_work, workers
from analyser.pipeline.handovers import Spoken, told_apart, unit
from analyser.pipeline.keeping import Keep, afresh
from analyser.pipeline.stretches import (
    PIECE,
    Flags,
    Floats,
    Ints,
    Piece,
    Windows,
    heard,
    pieces_of,
)
from analyser.pipeline.voice_evidence import (
    Sound,
    batches,
    centres,
    counted,
    evidence_of,
    part_of,
    sure_of,
    together,
    under,
)

Hook = Callable[..., None]
KEPT = 1_000
"""Pieces that are kept at a time: about ten seconds of work."""
MANY = 1_000
"""More voices than anybody could want."""
KEPT_WINDOWS = 80
"""Windows that are heard and kept at a time: over three minutes of the recording."""

Parted = tuple[float, float, int]
"""From when to when (seconds), and which of two people (0 or 1)."""


class VoiceEmbedding(Model):
    """CAM++ as a model that pyannote's pipelines take: waveforms in, embeddings out."""

    def __init__(self, network: CampPlus) -> None:
        super().__init__(sample_rate=SAMPLE_RATE)
        self.network = network
        self.specifications = Specifications(
            problem=Problem.REPRESENTATION,
            resolution=Resolution.CHUNK,
            duration=PIECE * HOP / SAMPLE_RATE,
        )

    @property
    def dimension(self) -> int:
        """The length of an embedding."""
        return campplus.DIMENSION

    def forward(self, waveforms: Tensor, **_: Any) -> Tensor:
        """``(batch, 1, samples)`` pieces of one length to ``(batch, 192)``."""
        bands = campplus.log_mel(waveforms.squeeze(1))
        embeddings: Tensor = self.network(campplus.mean_normalised(bands))
        return embeddings


class NoPlda(PLDA):
    """Nothing: the pipeline's constructor wants a PLDA, though only its VBx clustering uses one."""

    def __init__(self) -> None:
        """Load nothing."""


@dataclass
class VoiceOutput(DiarizeOutput):
    """``sure``, ``(frames, 1)``: how sure the voice is; not a number where none was heard alone."""

    sure: SlidingWindowFeature | None = None


class VoiceDiarization(SpeakerDiarization):
    """pyannote's pipeline, with voices found from stretches instead of from local speakers."""

    def __init__(
        self,
        segmentation: Model,
        embedding: VoiceEmbedding,
        *,
        step: float,
        shortest_turn: float,
        shortest_pause: float,
    ) -> None:
        """Put the models together.

        :param step: from one window to the next, as a share of a window.
        :param shortest_turn: seconds; shorter turns are left out.
        :param shortest_pause: seconds; shorter pauses do not end a turn.
        """
        super().__init__(
            segmentation=segmentation,
            segmentation_step=step,
            segmentation_batch_size=8,
            embedding=embedding,
            embedding_batch_size=16,
            plda=NoPlda(),
            clustering="AgglomerativeClustering",
        )
        del self.clustering  # voices are found from stretches
        segment: Any = self._segmentation
        self._speakers: Flags = segment.conversion.mapping.cpu().numpy() > 0
        segment.conversion = nn.Identity()  # probabilities are wanted, not decisions
        self.shortest_turn = shortest_turn
        self.instantiate({"segmentation": {"min_duration_off": shortest_pause}})

    def apply(
        self,
        file: AudioFile,
        num_speakers: int | None = None,
        min_speakers: int | None = None,
        max_speakers: int | None = None,
        hook: Hook | None = None,
        **_: Any,
    ) -> VoiceOutput:
        """Diarise one file, as ``SpeakerDiarization.apply`` does; hooks are called alike."""
        waveform = self._audio(file)[0]
        _, fewest, most = self.set_num_speakers(num_speakers, min_speakers, max_speakers)
        hook = self.setup_hook(file, hook=hook)
        return self.listen(
            part_of(waveform), waveform.shape[1], (fewest, min(most, MANY)), afresh, hook
        )

    def listen(
        self, sound: Sound, samples: int, voices: tuple[int, int], keep: Keep, hook: Hook
    ) -> VoiceOutput:
        """Diarise what ``sound`` reads; never more of it at a time than some minutes.

        The embeddings in the output are the mean directions of the voices.

        :param samples: how many there are.
        :param voices: the fewest and the most voices wanted.
        """
        windows, frames = self._windows(sound, samples, keep, hook)
        spoken = self._spoken(sound, samples, windows.stretches(), frames, keep, hook)
        fewest, most = voices
        parts, own = told_apart(spoken, frames.step, windows.speech, at_least=fewest, at_most=most)
        evidence = evidence_of(windows, parts, own)
        diarization, exclusive = (
            self._annotation(heard(evidence, count), frames)
            for count in (windows.count, np.minimum(windows.count, 1))
        )
        return VoiceOutput(
            diarization,
            exclusive,
            centres(parts, own, diarization),
            SlidingWindowFeature(sure_of(windows, parts, own, frames.step), frames),
        )

    def parted(
        self, sound: Sound, samples: int, spans: Sequence[tuple[float, float]]
    ) -> list[Parted]:
        """Stretches of one voice, told apart as two people's, cut where one follows the other.

        :param samples: how many the whole recording has.
        :param spans: seconds; nobody else is heard in them.
        """
        per_hop = HOP / SAMPLE_RATE
        frames = SlidingWindow(start=-per_hop / 2, duration=per_hop, step=per_hop)
        ends = np.round(np.reshape(spans, (-1, 2)) / per_hop).astype(int)
        spoken = self._spoken(sound, samples, ends, frames, afresh, self.setup_hook({}, None))
        parts, people = told_apart(spoken, per_hop, at_least=2, at_most=2)
        return [
            (part.start * per_hop, part.stop * per_hop, int(person))
            for part, person in zip(parts, people, strict=True)
        ]

    def _windows(
        self, sound: Sound, samples: int, keep: Keep, hook: Hook
    ) -> tuple[Windows, SlidingWindow]:
        """Who is heard in each window, and the recording's frames."""
        probabilities = np.exp(self._segmented(sound, samples, keep, hook))
        window = SlidingWindow(duration=self._segmentation.duration, step=self._segmentation.step)
        frames: SlidingWindow = self._segmentation.model.receptive_field
        starts = [window[n].start for n in range(len(probabilities))]
        probable = together(probabilities, self._speakers, window, frames)
        windows = Windows(
            active=self._speakers[probabilities.argmax(axis=-1)],
            first=np.array([frames.closest_frame(t + frames.duration / 2) for t in starts]),
            count=counted(probable),
            speech=probable[:, 0],
        )
        return windows, frames

    def _segmented(self, sound: Sound, samples: int, keep: Keep, hook: Hook) -> Floats:
        """What pyannote makes of each window, ``(windows, frames in a window, sets)``.

        Its ``slide`` is given stretches that hold whole windows; the last one takes what is left.
        """
        segment: Any = self._segmentation
        long = segment.model.audio.get_num_samples(segment.duration)
        step = round(segment.step * SAMPLE_RATE)
        number = 1 + max(0, ceil((samples - long) / step))
        firsts = range(0, number, KEPT_WINDOWS)

        def kept(first: int) -> Floats:
            last = min(first + KEPT_WINDOWS, number)
            start, end = first * step, min(samples, (last - 1) * step + long)
            return keep(
                f"windows {first} to {last} of {number}",
                lambda: segment.slide(sound(start, end), SAMPLE_RATE, hook=None).data,
            )

        heard_in: list[Floats] = []
        with self._at_work() as pool:
            for found in pool.map(kept, firsts):
                heard_in.append(found)
                hook("segmentation", None, completed=len(heard_in), total=len(firsts))
        return np.concatenate(heard_in)

    def _spoken(
        self,
        sound: Sound,
        samples: int,
        ends: Ints,
        frames: SlidingWindow,
        keep: Keep,
        hook: Hook,
    ) -> list[Spoken]:
        """Those stretches that are long enough to have a sound, with it."""
        per_hop = HOP / SAMPLE_RATE / frames.step
        hops = np.round((frames.start + frames.duration / 2 + ends * frames.step) * 100).astype(int)
        last = 1 + (samples - FRAME) // HOP
        pieces = [pieces_of(start, stop) for start, stop in np.minimum(hops, last)]
        embedded = self._embedded(sound, [p for several in pieces for p in several], keep, hook)
        return [
            Spoken(
                start=int(start),
                stop=int(stop),
                middles=start + np.array([p.first + p.hops / 2 - hop for p in several]) * per_hop,
                vectors=np.stack([embedded[p] for p in several]),
            )
            for (start, stop), hop, several in zip(ends, hops[:, 0], pieces, strict=True)
            if several
        ]

    def _embedded(
        self, sound: Sound, pieces: Sequence[Piece], keep: Keep, hook: Hook
    ) -> dict[Piece, Floats]:
        """A vector of length 1 for each piece; so many at a time are kept."""
        order = sorted(set(pieces))
        vectors: dict[Piece, Floats] = {}
        for start in range(0, len(order), KEPT):
            chosen = order[start : start + KEPT]

            def heard_now(chosen: list[Piece] = chosen) -> Floats:
                return self._sounds(sound, chosen, hook, (len(vectors), len(order)))

            kept = keep(f"voices {start} of {len(order)}", heard_now)
            vectors.update(zip(chosen, kept, strict=True))
        return vectors

    def _sounds(
        self, sound: Sound, pieces: Sequence[Piece], hook: Hook, done: tuple[int, int]
    ) -> Floats:
        """How each of some sorted pieces sounds, ``(pieces, dimensions)``.

        :param done: how many pieces were heard before these, and how many there are in all.
        """
        vectors: list[Floats] = []

        def heard_now(batch: list[Piece]) -> Floats:
            return unit(self._embedding(torch.stack([under(sound, piece) for piece in batch])))

        with self._at_work() as pool:
            for found in pool.map(heard_now, batches(pieces, self.embedding_batch_size)):
                vectors += list(found)
                hook("embeddings", None, completed=done[0] + len(vectors), total=done[1])
        return np.stack(vectors)

    def _at_work(self) -> AbstractContextManager[Executor]:
        """Threads that hear a piece each: torch is given one, and shares it with nobody."""
        return at_work(
            workers(gpu=self._segmentation.device.type == "cuda"), partial(torch.set_num_threads, 1)
        )

    def _annotation(self, active: Flags, frames: SlidingWindow) -> Annotation:
        """Turns of numbered voices."""
        return self.to_annotation(
            SlidingWindowFeature(active.astype(np.float32), frames),
            min_duration_on=self.shortest_turn,
            min_duration_off=self.segmentation.min_duration_off,
        )
