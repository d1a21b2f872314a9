"""The diarisers that rest on pyannote.audio: the embedded one, or a whole pipeline in a folder.

The library is handed samples, never a path. It sends no figures about its use, and no hub is asked
for anything: what is not in the folder is not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyser.domain import Progress, Turn, milliseconds
from analyser.errors import ModelError
from analyser.files import sha256_of
from analyser.pipeline import edges, handovers, stretches, voice_clusters
from analyser.pipeline.audio import SAMPLE_RATE, Audio
from analyser.pipeline.keeping import Keep, afresh
from analyser.pipeline.pyannote_loading import (
    SHORTEST_PAUSE,
    SHORTEST_TURN,
    STEP,
    load_embedded,
    load_folder,
)
from analyser.settings import Settings
from analyser.weights import load_manifest, path_of

if TYPE_CHECKING:
    from pyannote.core import Annotation, SlidingWindowFeature
    from torch import Tensor

    from analyser.pipeline.pyannote_voices import VoiceDiarization, VoiceOutput

SEGMENTATION = "pyannote-segmentation-3.0"
EMBEDDING = "campplus"
COMMUNITY = "speaker-diarization-community-1"

_GUESS = 0.5
"""How sure the voice of a turn is that was not found by its sound."""

Hook = Callable[..., None]
Load = Callable[[], Any]
"""Gives a pipeline, loaded once."""
Hearing = Callable[[Audio, tuple[int, int], Keep, Hook], Any]
"""Sound, the fewest and the most voices, what to remember, whom to tell → pyannote's output."""

Finish = Callable[[Sequence[Turn], Audio], tuple[Turn, ...]]
"""Turns as they were found, and the sound → as they are given back."""

Shares = Mapping[str, tuple[float, float]]
_ARRANGED: Shares = {"segmentation": (0.02, 0.30), "embeddings": (0.30, 0.98)}
"""From where to where each step takes the progress, by the time that it was measured to take."""
_STOCK: Shares = {"segmentation": (0.02, 0.14), "embeddings": (0.14, 0.98)}


def _as_found(turns: Sequence[Turn], _audio: Audio) -> tuple[Turn, ...]:
    return tuple(turns)


@dataclass(frozen=True, kw_only=True)
class PyannoteDiariser:
    """A pipeline of pyannote.audio, loaded when something is first diarised.

    ``hear`` has it listen, and ``finish`` has the last word on its turns. ``model`` names the
    weights and every setting of the pipeline; ``shares`` is how its steps make up the progress.
    """

    model: str
    hear: Hearing
    shares: Shares
    max_speakers: int
    speakers: int | None
    finish: Finish = _as_found

    @property
    def id(self) -> str:
        """The library's version, the model with its settings, and the voices asked for."""
        voices = f"<={self.max_speakers}" if self.speakers is None else f"={self.speakers}"
        return f"pyannote.audio-{version('pyannote.audio')} {self.model} voices{voices}"

    def diarise(self, audio: Audio, *, keep: Keep = afresh, progress: Progress) -> tuple[Turn, ...]:
        """All turns in order of their start; none if nobody speaks.

        :param keep: remembers what the embedded models heard; a whole pipeline begins anew.
        :param progress: told after each batch of windows or embeddings; may raise ``Cancelled``.
        :raises ModelError: the pipeline cannot be loaded, or wants a GPU that is not there.
        """
        progress(0.0)
        if not audio.length:
            return ()
        most = self.speakers or self.max_speakers
        voices = (self.speakers or 1, most)
        output = self.hear(audio, voices, keep, _hook(progress, self.shares))
        turns = _turns(
            getattr(output, "speaker_diarization", output),
            audio.duration,
            getattr(output, "sure", None),
        )
        numbered = _numbered(self.finish(turns, audio))
        progress(1.0)
        return numbered


def embedded(settings: Settings, max_speakers: int, speakers: int | None) -> PyannoteDiariser:
    """segmentation-3.0 and CAM++ in this project's arrangement: no account, no token.

    :raises ModelError: weights are missing or damaged.
    """
    segmentation = _weights(SEGMENTATION, settings)
    embedding = _weights(EMBEDDING, settings)
    arrangement = (
        f"step={STEP:g} {stretches.ID} {voice_clusters.ID} {handovers.ID}"
        f" {edges.ID} turn={SHORTEST_TURN:g} pause={SHORTEST_PAUSE:g}"
    )
    return PyannoteDiariser(
        model=f"{_name(SEGMENTATION)} {_name(EMBEDDING)} {arrangement}",
        hear=partial(_listen, partial(load_embedded, segmentation, embedding, settings.device)),
        shares=_ARRANGED,
        max_speakers=max_speakers,
        speakers=speakers,
        finish=edges.drawn_in,
    )


def parted(
    audio: Audio, spans: Sequence[tuple[float, float]], settings: Settings
) -> list[tuple[float, float, int]]:
    """Stretches of one voice, told apart as two people's: start, end, and which person (0 or 1).

    :param spans: seconds; stretches in which nobody else is heard.
    :raises ModelError: weights are missing or damaged.
    """
    segmentation, embedding = _weights(SEGMENTATION, settings), _weights(EMBEDDING, settings)
    pipeline = load_embedded(segmentation, embedding, settings.device)
    return list(pipeline.parted(partial(_waveform, audio), audio.length, spans))


def community(settings: Settings, max_speakers: int, speakers: int | None) -> PyannoteDiariser:
    """The pipeline that pyannote itself offers, once it was pulled from the hub with a token.

    :raises ModelError: it was not pulled, or is damaged.
    """
    return PyannoteDiariser(
        model=_name(COMMUNITY),
        hear=partial(_take, partial(load_folder, path_of(COMMUNITY, settings), settings.device)),
        shares=_STOCK,
        max_speakers=max_speakers,
        speakers=speakers,
    )


def folder(settings: Settings, max_speakers: int, speakers: int | None) -> PyannoteDiariser:
    """Whatever pipeline lies in the folder that the settings name; its files make up its id.

    Only name a folder that you trust: such weights are pickles, which can run code.

    :raises ModelError: there is no ``config.yaml`` in it.
    """
    place = Path(settings.diariser).resolve()
    if not (place / "config.yaml").is_file():
        raise ModelError(
            f"The folder {place} holds no pyannote pipeline.",
            "Name a folder with a config.yaml, as pyannote/speaker-diarization-community-1 has.",
        )
    return PyannoteDiariser(
        model=f"{place.name}@{_content(place)}",
        hear=partial(_take, partial(load_folder, place, settings.device)),
        shares=_STOCK,
        max_speakers=max_speakers,
        speakers=speakers,
    )


def _listen(
    load: Callable[[], VoiceDiarization],
    audio: Audio,
    voices: tuple[int, int],
    keep: Keep,
    hook: Hook,
) -> VoiceOutput:
    """The project's own arrangement reads the sound as it needs it."""
    return load().listen(partial(_waveform, audio), audio.length, voices, keep, hook)


def _take(load: Load, audio: Audio, voices: tuple[int, int], _keep: Keep, hook: Hook) -> Any:
    """Any other pipeline is given the whole waveform."""
    waveform = _waveform(audio, 0, audio.length)
    file = {"waveform": waveform, "sample_rate": SAMPLE_RATE, "uri": audio.id}
    fewest, most = voices
    exactly = most if fewest == most else None
    return load()(file, num_speakers=exactly, max_speakers=None if exactly else most, hook=hook)


def _waveform(audio: Audio, first: int, last: int) -> Tensor:
    """Samples from one to another, ``(1, samples)``."""
    import torch

    return torch.from_numpy(audio.between(first, last)).unsqueeze(0)


def _hook(progress: Progress, shares: Shares) -> Callable[..., None]:
    """What pyannote calls after each batch, turned into one share of the whole."""

    def hook(
        step: str,
        _artefact: object = None,
        *,
        completed: int | None = None,
        total: int | None = None,
        **_: object,
    ) -> None:
        if step in shares and completed is not None and total:
            start, end = shares[step]
            progress(start + (end - start) * min(1.0, completed / total))

    return hook


def _turns(
    annotation: Annotation, duration: float, sure: SlidingWindowFeature | None
) -> tuple[Turn, ...]:
    """Tracks as turns, each with the label of its voice, in order of their start."""
    found = sorted(
        (milliseconds(max(0.0, segment.start)), milliseconds(min(duration, segment.end)), label)
        for segment, _track, label in annotation.itertracks(yield_label=True)
    )
    return tuple(
        Turn(
            start=start,
            end=end,
            speaker=str(label),
            confidence=1.0 if sure is None else _confidence(start, end, sure),
        )
        for start, end, label in found
        if start < end
    )


def _numbered(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with their voices called S1, S2, … in the order in which they first speak."""
    labels = dict.fromkeys(turn.speaker for turn in turns)
    names = {label: f"S{n}" for n, label in enumerate(labels, start=1)}
    return tuple(replace(turn, speaker=names[turn.speaker]) for turn in turns)


def _confidence(start: float, end: float, sure: SlidingWindowFeature) -> float:
    """The mean over a turn; what is only heard beside others, or too briefly, is a guess."""
    frames = sure.sliding_window
    first, last = (frames.closest_frame(time) for time in (start, end))
    shares = sure.data[first : last + 1]
    known = shares[shares == shares]  # noqa: PLR0124  (not a number is not equal to itself)
    return round(float(known.mean()), 3) if known.size else _GUESS


def _weights(name: str, settings: Settings) -> Path:
    """The one file of an embedded model, verified."""
    return path_of(name, settings) / load_manifest().find(name).files[0].path


def _name(name: str) -> str:
    """A model's name with what its files hold."""
    digest = hashlib.sha256("".join(f.sha256 for f in load_manifest().find(name).files).encode())
    return f"{name}@{digest.hexdigest()[:8]}"


def _content(place: Path) -> str:
    """What the files of a folder hold, as 8 digits."""
    files = sorted(path for path in place.rglob("*") if path.is_file())
    lines = (f"{path.relative_to(place).as_posix()} {sha256_of(path)}\n" for path in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:8]
