"""The script: who sits where and says what, and from it when everything is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

LEAD_IN = 1.0
USUAL_GAP = 0.35
PAUSE = (0.15, 0.45)

Speak = Callable[[dict[str, Any], str, float], np.ndarray]
"""A speaker, a text and a speed become dry speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One utterance with its place in time (seconds), its label and its dry sound."""

    start: float
    end: float
    key: str
    text: str
    act: str
    form: str | None
    stage: str
    sound: np.ndarray


def read(path: Path) -> dict[str, Any]:
    """Read a script; `sample_sessions/README.md` describes its fields."""
    return json.loads(path.read_text(encoding="utf-8"))


def perform(script: dict[str, Any], speak: Speak, rate: int) -> list[Line]:
    """Speak every turn in order and lay it on the clock.

    A turn with `after` sounds under the turn that has the floor, and does not take the floor.
    """
    lines: list[Line] = []
    floor: list[Line] = []
    stage = "check_in"
    for turn in script["turns"]:
        stage = turn.get("stage", stage)
        said = _turn(script, turn, stage, _start(turn, floor), speak, rate)
        lines += said
        floor = floor if "after" in turn else said
    return sorted(lines, key=lambda line: line.start)


def _start(turn: dict[str, Any], floor: list[Line]) -> float:
    """Return when a turn begins.

    It does so `gap` seconds from the end of the turn that has the floor, or from the end of that
    turn's utterance number `after`; a negative gap interrupts.
    """
    if not floor:
        return LEAD_IN
    before = floor[turn["after"] - 1] if "after" in turn else floor[-1]
    return max(before.end + turn.get("gap", USUAL_GAP), before.start + 0.1)


def _turn(
    script: dict[str, Any],
    turn: dict[str, Any],
    stage: str,
    start: float,
    speak: Speak,
    rate: int,
) -> list[Line]:
    """Speak the utterances of one turn, with short pauses and a loudness and pace of its own.

    Its chances hang on its words alone, so that a changed turn leaves all others as they were.
    """
    speaker = script["speakers"][turn["s"]]
    rng = np.random.default_rng(crc32(turn["u"][0][0].encode()))
    loudness = 10 ** (rng.uniform(-1.5, 1.5) / 20)
    pace = speaker.get("speed", 1.0) * turn.get("speed", 1.0) * rng.uniform(0.96, 1.05)
    lines = []
    for text, act, *form in turn["u"]:
        sound = loudness * speak(speaker, text, round(pace, 2))
        end = start + len(sound) / rate
        label = {"act": act, "form": form[0] if form else None, "stage": stage}
        lines.append(Line(start=start, end=end, key=turn["s"], text=text, sound=sound, **label))
        start = end + rng.uniform(*PAUSE)
    return lines
