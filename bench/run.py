"""How fast the analyser is, as ratios within one run on one machine: prints a page in Markdown.

usage: python bench/run.py [MINUTES …] [--senko PYTHON]

The sample set is played over and over until it is as long as wanted. Times of one machine say
little about another; how they compare with one another says more.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import wave
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analyser.domain import STAGES
from analyser.pipeline.decode import decode, wav_at

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "sample_sessions" / "handover-at-the-hospice" / "audio.m4a"
RATE = 16_000
STANDARD = (15, 60, 180)


def main() -> None:
    """Measure everything that the command line asks for, and print the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", nargs="*", type=int, default=STANDARD)
    parser.add_argument("--senko", help="the Python of an environment with senko in it")
    asked = parser.parse_args()
    lengths = tuple(asked.minutes) or STANDARD
    with tempfile.TemporaryDirectory() as folder:
        recordings = {m: tiled(m, Path(folder) / f"{m}.wav") for m in lengths}
        grown = {minutes: measured("ours", path) for minutes, path in recordings.items()}
        shortest = recordings[lengths[0]]
        peers = {kind: measured(kind, shortest) for kind in ("apart", "whisper", "pyannote")}
        if asked.senko:
            peers["senko"] = measured("senko", shortest, python=asked.senko)
    print(page(grown, peers))


def tiled(minutes: int, target: Path) -> Path:
    """The sample set over and over, until it lasts so many minutes."""
    once = target.with_suffix(".once.wav")
    decode(SAMPLE, once, max_hours=1)
    with wave.open(str(once)) as source:
        sound = source.readframes(source.getnframes())
    left = minutes * 60 * RATE * 2
    with wav_at(target) as wav:
        while left > 0:
            wav.writeframesraw(sound[:left])
            left -= len(sound)
    once.unlink()
    return target


def measured(kind: str, recording: Path, *, python: str = sys.executable) -> dict[str, Any]:
    """One measurement, in a process of its own."""
    print(f"{kind} on {recording.stem} min …", file=sys.stderr)
    done = subprocess.run(
        [python, HERE / "one.py", kind, recording],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def page(grown: dict[int, dict[str, Any]], peers: dict[str, dict[str, Any]]) -> str:
    """What was measured, in Markdown."""
    first, found = next(iter(grown.items()))
    bare = peers["whisper"]["seconds"] + peers["pyannote"]["seconds"]
    lines = [
        "# Benchmarks",
        "",
        (
            f"Made by `make bench` on {datetime.now(UTC):%-d %B %Y}: {os.cpu_count()} cores"
            f" ({platform.machine()}), {versions()}. Ratios of one run; other machines differ."
        ),
        "",
        "## How time and memory grow",
        "",
        "| minutes | seconds | × real time | peak MiB |",
        "| --- | --- | --- | --- |",
        *(f"| {m} | {row(m, f)} |" for m, f in grown.items()),
        "",
        f"## Where the time goes, each stage by itself (× real time, {first} minutes)",
        "",
        f"| {' | '.join(STAGES)} |",
        "| --- " * len(STAGES) + "|",
        f"| {stages(first, peers['apart'])} |",
        "",
        f"## Beside its peers, on {first} minutes",
        "",
        "| what | seconds | × real time | peak MiB |",
        "| --- | --- | --- | --- |",
        f"| the whole path | {row(first, found)} |",
        *(f"| {NAMES[kind]} | {row(first, f)} |" for kind, f in peers.items()),
        "",
        (
            f"The whole path takes {found['seconds'] / bare:.2f} of the time of the bare engines"
            " (faster-whisper batched, then pyannote's own pipeline)."
        ),
    ]
    if "senko" in peers:
        ratio = peers["apart"]["stages"]["diarise"] / peers["senko"]["seconds"]
        lines.append(f"Its diarisation takes {ratio:.2f} of the time of senko's.")
    return "\n".join(lines)


NAMES = {
    "apart": "the same, one stage after the other",
    "whisper": "faster-whisper, batched, beam 5",
    "pyannote": "pyannote's own arrangement (step 0.1, agglomerative)",
    "senko": "senko's diarisation",
}


def row(minutes: int, found: dict[str, Any]) -> str:
    """Seconds, share of real time, memory."""
    seconds = found["seconds"]
    return f"{seconds:.0f} | {seconds / minutes / 60:.4f} | {found['peak_mib']:.0f}"


def stages(minutes: int, found: dict[str, Any]) -> str:
    """Each stage as a share of real time."""
    return " | ".join(f"{found['stages'].get(s, 0.0) / minutes / 60:.4f}" for s in STAGES)


def versions() -> str:
    """The engines' versions."""
    names = ("faster-whisper", "pyannote.audio", "torch", "ctranslate2")
    return ", ".join(f"{name} {version(name)}" for name in names)


if __name__ == "__main__":
    main()
