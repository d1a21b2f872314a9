"""Render a scripted practice set: script.json becomes audio.m4a, truth.rttm and gold.json.

usage: python sample_sessions/make/render.py sample_sessions/NAME --kokoro FOLDER
"""

from __future__ import annotations

import argparse
import json
from itertools import groupby
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import script as scripts
from compress import compress, delay, heard
from room import Room, background, impulse_response, without_rumble
from scipy.signal import fftconvolve
from script import Line
from voice import RATE, Voices

LEAD_OUT = 1.5
PEAK = 0.9
TOLERATED_DELAY = 0.001


def main() -> None:
    """Read the command line and render one folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("session", type=Path, help="folder with script.json")
    parser.add_argument("--kokoro", type=Path, required=True, help="folder with the voices")
    given = parser.parse_args()
    render(given.session, Voices(given.kokoro).say)


def render(session: Path, speak: scripts.Speak) -> None:
    """Speak the script in `session`, put it in its room, and write the sound and its truth."""
    script = scripts.read(session / "script.json")
    rng = np.random.default_rng(crc32(script["id"].encode()))
    lines = scripts.perform(script, speak, RATE)
    sound = mix(script, lines, rng)
    save(sound, session / "audio.m4a")
    gold = truth(script, lines, duration=len(sound) / RATE)
    written = json.dumps(gold, indent=1, ensure_ascii=False) + "\n"
    (session / "gold.json").write_text(written, encoding="utf-8")
    (session / "truth.rttm").write_text("".join(rttm(script, lines)), encoding="utf-8")


def save(sound: np.ndarray, path: Path) -> None:
    """Compress the sound and make sure that every time in the truth still holds for the file."""
    compress(sound, RATE, path)
    late = delay(sound, heard(path)[0], RATE)
    if abs(late) > TOLERATED_DELAY:
        raise ValueError(f"{path} lags by {late:.3f} s. Install the version of av in the README.")


def mix(script: dict[str, Any], lines: list[Line], rng: np.random.Generator) -> np.ndarray:
    """Sum what the microphone hears of every line and of the room, within ±`PEAK`."""
    room, speakers = Room(**script["room"]), script["speakers"]
    paths = {key: impulse_response(room, speakers[key]["seat"], RATE, rng) for key in speakers}
    sound = np.zeros(int((_end(lines) + LEAD_OUT) * RATE))
    for line in lines:
        arrives = fftconvolve(line.sound * speakers[line.key]["gain"], paths[line.key])
        at = round(line.start * RATE)
        sound[at : at + len(arrives)] += arrives[: len(sound) - at]
    sound = without_rumble(sound + background(len(sound), RATE, script["noise"], rng), RATE)
    return sound * PEAK / np.abs(sound).max()


def truth(script: dict[str, Any], lines: list[Line], duration: float) -> dict[str, Any]:
    """Return what is true of the recording: speakers, stages and labelled utterances."""
    return {
        "id": script["id"],
        "title": script["title"],
        "speakers": list(script["speakers"].values()),
        "duration": round(duration, 3),
        "stages": stages(lines),
        "utterances": [utterance(script["speakers"][line.key], line) for line in lines],
    }


def utterance(speaker: dict[str, Any], line: Line) -> dict[str, Any]:
    """Return one line as it stands in gold.json."""
    return {
        "start": round(line.start, 3),
        "end": round(line.end, 3),
        "speaker": speaker["name"],
        "role": speaker["role"],
        "text": line.text,
        "act": line.act,
        "form": line.form,
    }


def stages(lines: list[Line]) -> list[dict[str, Any]]:
    """Return the stages with the start of their first and the end of their last utterance."""
    runs = [(name, list(run)) for name, run in groupby(lines, key=lambda line: line.stage)]
    return [
        {"stage": name, "start": round(run[0].start, 3), "end": round(_end(run), 3)}
        for name, run in runs
    ]


def rttm(script: dict[str, Any], lines: list[Line]) -> list[str]:
    """Return one RTTM line per utterance; pauses between utterances are silence."""
    return [
        f"SPEAKER {script['id']} 1 {line.start:.3f} {line.end - line.start:.3f} <NA> <NA>"
        f" {script['speakers'][line.key]['name'].replace(' ', '_')} <NA> <NA>\n"
        for line in lines
    ]


def _end(lines: list[Line]) -> float:
    """Return when the last of these voices falls silent."""
    return max(line.end for line in lines)


if __name__ == "__main__":
    main()
