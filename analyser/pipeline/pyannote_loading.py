"""Loads pyannote's pipelines: in private, once, and with a clear word where a folder holds none."""

from __future__ import annotations

import os
import pickle
import warnings
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from analyser.errors import ModelError

if TYPE_CHECKING:
    from pyannote.audio import Pipeline

    from analyser.pipeline.pyannote_voices import VoiceDiarization

Loaded = TypeVar("Loaded", bound="Pipeline")

STEP = 0.25
"""From one window to the next, as a share of its 10 s. 0.1 took 1.7 times as long, no better."""
SHORTEST_TURN = 0.1
"""Seconds; a shorter turn is a flicker at the border between two voices."""
SHORTEST_PAUSE = 0.2
"""Seconds; a shorter pause does not end a turn."""

_CANNOT_LOAD = (
    OSError,
    ImportError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    pickle.UnpicklingError,
)
"""What pyannote and torch raise over a folder that is no pipeline, or one for another version."""


@cache
def load_embedded(segmentation: Path, embedding: Path, device: str) -> VoiceDiarization:
    """segmentation-3.0 and CAM++ from their files, in this project's arrangement.

    :raises ModelError: the device is not there.
    """
    _in_private()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torchcodec's, which is not needed for samples
        from pyannote.audio.pipelines.utils.getter import get_model

        from analyser.pipeline import campplus
        from analyser.pipeline.pyannote_voices import VoiceDiarization, VoiceEmbedding

        pipeline = VoiceDiarization(
            get_model({"checkpoint": segmentation}),
            VoiceEmbedding(campplus.load(embedding)),
            step=STEP,
            shortest_turn=SHORTEST_TURN,
            shortest_pause=SHORTEST_PAUSE,
        )
    return _on(pipeline, device)


@cache
def load_folder(place: Path, device: str) -> Pipeline:
    """The pipeline that a folder holds.

    :raises ModelError: it holds none that this library can use, or the device is not there.
    """
    _in_private()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pyannote.audio.pipelines.utils.getter import get_pipeline

            pipeline = get_pipeline(str(place))
    except _CANNOT_LOAD as error:
        raise ModelError(
            f"The pyannote pipeline in {place} cannot be loaded: {error}.",
            f"It must be one for pyannote.audio {version('pyannote.audio')} with all its files"
            " in the folder.",
        ) from error
    return _on(pipeline, device)


def _in_private() -> None:
    """Before the first import of pyannote: send no figures, ask no hub."""
    os.environ["PYANNOTE_METRICS_ENABLED"] = "0"
    os.environ["HF_HUB_OFFLINE"] = "1"


def _on(pipeline: Loaded, device: str) -> Loaded:
    """The pipeline on the GPU if there is one and it may be used."""
    import torch

    there = torch.cuda.is_available()
    if device == "cuda" and not there:
        raise ModelError(
            "No GPU that torch can use was found.", "Set the device to auto or to cpu."
        )
    if there and device != "cpu":
        pipeline.to(torch.device("cuda"))
    return pipeline
