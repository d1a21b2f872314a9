"""One measurement in a process of its own: prints its seconds and its memory as JSON.

usage: python bench/one.py ours|apart|whisper|pyannote|senko RECORDING.wav
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    """Measure what the command line names; loading of models counts, imports do not."""
    kind, recording = sys.argv[1], Path(sys.argv[2])
    with contextlib.redirect_stdout(sys.stderr):
        found = KINDS[kind](recording)
    print(json.dumps(found | {"peak_mib": peak_mib()}))


def apart(recording: Path) -> dict[str, Any]:
    """The whole path with each stage by itself, and how long each took."""
    return ours(recording, together=False)


def ours(recording: Path, *, together: bool = True) -> dict[str, Any]:
    """The whole path, with nothing remembered, and how long each stage took."""
    from analyser.domain import Recording, Request
    from analyser.pipeline import run
    from analyser.pipeline.cache import Cache
    from analyser.settings import load_settings

    began, took = {}, {}

    def watch(stage: str, _share: float) -> None:
        now = time.perf_counter()
        took[stage] = now - began.setdefault(stage, now)

    settings = load_settings(max_hours=12)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        run.analyse(
            recording,
            recording=Recording(id="bench", name=recording.name, duration=0.0),
            audio=Path(folder) / "audio.wav",
            engines=run.engines(Request(recording=str(recording)), settings),
            cache=Cache(folder=Path(folder) / "stages"),
            settings=settings,
            progress=watch,
            together=together,
        )
    return {"seconds": time.perf_counter() - start, "stages": took}


def whisper(recording: Path) -> dict[str, Any]:
    """faster-whisper's own batched pipeline on the same model, with word times."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    from analyser.settings import load_settings
    from analyser.weights import path_of

    start = time.perf_counter()
    folder = path_of("whisper-base", load_settings())
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    segments, _info = BatchedInferencePipeline(model).transcribe(
        str(recording), language="en", batch_size=8, beam_size=5, word_timestamps=True
    )
    words = sum(len(segment.words) for segment in segments)
    return {"seconds": time.perf_counter() - start, "words": words}


def pyannote(recording: Path) -> dict[str, Any]:
    """Pyannote's own arrangement with the same two models, as it is documented."""
    from peers import by_pyannote, stock_pyannote

    from analyser.pipeline.audio import Audio
    from analyser.pipeline.decode import decode

    start = time.perf_counter()
    pipeline = stock_pyannote()
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "audio.wav"
        decode(recording, sound, max_hours=12)
        by_pyannote(pipeline, Audio(id="", path=sound))
    return {"seconds": time.perf_counter() - start}


def senko(recording: Path) -> dict[str, Any]:
    """The `senko` package's diarisation, where it is installed."""
    import senko as package

    start = time.perf_counter()
    package.Diarizer(device="cpu", warmup=False, quiet=True).diarize(str(recording))
    return {"seconds": time.perf_counter() - start}


def peak_mib() -> float:
    """The most memory that this process held, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in status if line.startswith("VmHWM:")).split()[1]) / 1024


KINDS = {"ours": ours, "apart": apart, "whisper": whisper, "pyannote": pyannote, "senko": senko}

if __name__ == "__main__":
    main()
