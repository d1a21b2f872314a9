"""Kills the worker, the app or both at random moments of real analyses, and counts what survives.

    python tests/kill_storm.py [--kills 50] [--seed 1] [--seconds 30]

Each analysis, of the beginning of the sample set with the real engines, has a data folder of its
own and is killed once, at a moment drawn from the whole time that an undisturbed one takes. It
survives if it ends without anybody's help, as one session that is identical to the undisturbed one.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import wave
from contextlib import contextmanager, suppress
from pathlib import Path

import av

from analyser import jobs, workflow
from analyser.domain import Analysis, Request
from analyser.settings import ROOT, Settings, load_settings

SAMPLE = ROOT / "sample_sessions" / "handover-at-the-hospice" / "audio.m4a"
RATE = 16_000
PATIENCE = 900.0
VICTIMS = ("worker", "app", "worker and app")


def main() -> None:
    """Run the storm, and end with an error unless everything survives it."""
    asked = _asked()
    if asked.app:
        _be_the_app(load_settings(data=asked.app))
    draw = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        request = Request(recording=str(_beginning(folder / "set.wav", asked.seconds)), name="set")
        begun = time.monotonic()
        expected = _analysed(request, load_settings(data=folder / "undisturbed"))
        whole = time.monotonic() - begun
        _say(f"undisturbed: {whole:.0f} s, {len(expected.words)} words")
        survived = 0
        for n in range(asked.kills):
            victim, moment = draw.choice(VICTIMS), draw.uniform(0.0, whole)
            found = _analysed(request, load_settings(data=folder / str(n)), victim, moment)
            survived += found == expected
            told = f"{n + 1:3}  {victim} at {moment:.1f} s: {found == expected}"
            _say(f"{told}, {survived} of {n + 1} survived")
    sys.exit(survived != asked.kills)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--app", help=argparse.SUPPRESS)
    return parser.parse_args()


def _analysed(
    request: Request, settings: Settings, victim: str = "", moment: float = 0.0
) -> Analysis | None:
    """The analysis that comes of a request whatever is killed; ``None`` where none or two come."""
    job = jobs.submit(request, settings=settings)
    try:
        with _app(settings) as app:
            time.sleep(moment)
            _kill_worker(settings, wanted="worker" in victim)
            if "app" in victim:
                app.kill()
            with _app(settings):
                done = _ended(job, settings)
    finally:
        _kill_worker(settings)
    sessions = workflow.sessions(settings=settings)
    if done.state != "done" or len(sessions) != 1:
        _say(f"{done} {sessions}")
        return None
    return workflow.load(sessions[0].id, settings=settings)


def _ended(job: str, settings: Settings) -> jobs.Job:
    """The job when it has ended, or when nobody would wait any longer; looking does not help it."""
    end = time.monotonic() + PATIENCE
    while not (found := jobs.job(job, settings=settings)).ended and time.monotonic() < end:
        time.sleep(0.5)
    return found


@contextmanager
def _app(settings: Settings):
    """A process that does what an open page of the app does, killed at the end."""
    app = subprocess.Popen([sys.executable, __file__, "--app", settings.data])
    try:
        yield app
    finally:
        app.kill()
        app.wait()


def _be_the_app(settings: Settings) -> None:
    """Look at the queue once a second: this is what starts another worker."""
    while True:
        jobs.jobs(settings=settings)
        time.sleep(1.0)


def _kill_worker(settings: Settings, *, wanted: bool = True) -> None:
    signed = settings.data / "worker.lock"
    if wanted and signed.exists() and (pid := signed.read_text().strip()):
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


def _beginning(path: Path, seconds: int) -> Path:
    """The first seconds of the sample set as a WAV file."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(SAMPLE)) as source, wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        for frame in source.decode(audio=0):
            for piece in resampler.resample(frame):
                wav.writeframes(piece.to_ndarray().tobytes())
            if frame.time is not None and frame.time >= seconds:
                break
    return path


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
