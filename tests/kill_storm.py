"""Kills the worker, the app or both at random moments of real analyses, and counts what survives.

    make storm [ARGS="--kills 3 --seed 1 --seconds 30"]

Each analysis, of the beginning of the sample set with the real engines, has a data folder of its
own and is killed once, at a moment drawn from the whole time that an undisturbed one takes. It is
complete if it ends without anybody's help as one session, and identical if that session is equal to
the undisturbed one. How it goes is told on standard error; the table, in Markdown, is printed last.
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
from dataclasses import dataclass
from pathlib import Path

import av

from analyser import jobs, workflow
from analyser.domain import Analysis, Request
from analyser.jobs.database import log_file
from analyser.settings import ROOT, Settings, load_settings

SAMPLE = ROOT / "sample_sessions" / "handover-at-the-hospice" / "audio.m4a"
RATE = 16_000
PATIENCE = 900.0
_LOG_SIGNS = 3000
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
        if expected is None:
            sys.exit("The undisturbed analysis did not end as one session.")
        whole = time.monotonic() - begun
        _say(f"undisturbed: {whole:.0f} s, {len(expected.words)} words")
        kills = []
        for n in range(asked.kills):
            victim, moment = draw.choice(VICTIMS), draw.uniform(0.0, whole)
            found = _analysed(request, load_settings(data=folder / str(n)), victim, moment)
            kills.append(Kill(victim, complete=found is not None, identical=found == expected))
            _say(f"{n + 1:3}  {victim} at {moment:.1f} s: {kills[-1].told}")
    sys.stdout.write(_table(kills))
    sys.exit(not all(kill.identical for kill in kills))


@dataclass(frozen=True)
class Kill:
    """What was killed, and what became of the analysis."""

    victim: str
    complete: bool
    identical: bool

    @property
    def told(self) -> str:
        return "identical" if self.identical else "other" if self.complete else "lost"


def _table(kills: list[Kill]) -> str:
    """How many kills of each sort there were, and what became of them, in Markdown."""
    rows = [(victim, [kill for kill in kills if kill.victim == victim]) for victim in VICTIMS]
    return "".join(
        (
            "| killed | kills | complete | identical |\n| --- | --- | --- | --- |\n",
            *(_row(victim, some) for victim, some in (*rows, ("all", kills))),
        )
    )


def _row(victim: str, kills: list[Kill]) -> str:
    complete = sum(kill.complete for kill in kills)
    return f"| {victim} | {len(kills)} | {complete} | {sum(k.identical for k in kills)} |\n"


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
        _say(f"{done} {sessions}\n{log_file(settings).read_text()[-_LOG_SIGNS:]}")
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
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
