"""Measure a rendered set: airtime, overlap, levels, labels per stage, drift towards advice.

usage: python sample_sessions/make/check.py sample_sessions/NAME
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from compress import heard

CONTRIBUTIONS = ("open_question", "closed_question", "advice", "reflection")
GRID = 100  # steps per second for speech and overlap


def main() -> None:
    """Print what was measured in the folder named on the command line."""
    folder = Path(sys.argv[1])
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    sound, rate = heard(folder / "audio.m4a")
    said = gold["utterances"]
    spoken, peak = airtime(said), np.abs(sound).max()
    print(f"{gold['duration']:.1f} s, decoded {len(sound) / rate:.1f} s, peak {peak:.2f}")
    for who, seconds in spoken.items():
        share, loud = seconds / sum(spoken.values()), level(sound, rate, said, who)
        print(f"{who:10} {seconds:6.1f} s  {share:5.1%}  {loud:6.1f} dB")
    print(f"speech {speech(said):.1f} s, overlap {overlap(said):.1f} s")
    print(f"room alone {room(sound, rate, said):.1f} dB")
    for stage in gold["stages"]:
        print(f"{stage['stage']:10}", dict(acts(said, stage)))
    low, ratio, high = creep(said, gold["stages"])
    print(f"creep: odds ratio per 10 minutes {ratio:.1f} ({low:.1f} to {high:.1f})")


def airtime(said: list[dict[str, Any]]) -> dict[str, float]:
    """Sum the seconds of each speaker."""
    seconds: Counter[str] = Counter()
    for line in said:
        seconds[line["speaker"]] += line["end"] - line["start"]
    return dict(seconds.most_common())


def voices(said: list[dict[str, Any]]) -> np.ndarray:
    """Count the voices that sound at each step of the grid."""
    count = np.zeros(int(max(line["end"] for line in said) * GRID) + 1, dtype=int)
    for line in said:
        count[int(line["start"] * GRID) : int(line["end"] * GRID)] += 1
    return count


def speech(said: list[dict[str, Any]]) -> float:
    """Return the seconds in which anybody speaks."""
    return float((voices(said) > 0).sum() / GRID)


def overlap(said: list[dict[str, Any]]) -> float:
    """Return the seconds in which more than one person speaks."""
    return float((voices(said) > 1).sum() / GRID)


def level(sound: np.ndarray, rate: int, said: list[dict[str, Any]], who: str) -> float:
    """Return the loudness of one speaker's utterances, in dB below full scale."""
    lines = [line for line in said if line["speaker"] == who]
    parts = [sound[int(line["start"] * rate) : int(line["end"] * rate)] for line in lines]
    return decibels(np.concatenate(parts))


def room(sound: np.ndarray, rate: int, said: list[dict[str, Any]]) -> float:
    """Return the loudness of the first half second before anybody speaks."""
    return decibels(sound[int(0.2 * rate) : int((said[0]["start"] - 0.1) * rate)])


def decibels(sound: np.ndarray) -> float:
    """Return RMS in dB below full scale."""
    return float(10 * np.log10(np.mean(sound**2) + 1e-12))


def acts(said: list[dict[str, Any]], stage: dict[str, Any]) -> Counter[str]:
    """Count the acts of a stage."""
    return Counter(line["act"] for line in said if stage["start"] <= line["start"] < stage["end"])


def creep(said: list[dict[str, Any]], stages: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Fit `is advice ~ time` to all but the presenter's contributions in questions and reflection.

    Plain logistic regression by Newton's method; the odds ratio per 10 minutes stands between
    its Wald 95 % limits.
    """
    part = [stage for stage in stages if stage["stage"] in ("questions", "reflection")]
    begin, end = part[0]["start"], part[-1]["end"]
    within = [line for line in contributions(said) if begin <= line["start"] < end]
    time = np.array([1, 0]) + np.array([[0, (line["start"] - begin) / 600] for line in within])
    advice = np.array([line["act"] == "advice" for line in within], dtype=float)
    slope, error = _newton(time, advice)
    low, ratio, high = np.exp(slope + 1.96 * error * np.array([-1, 0, 1]))
    return float(low), float(ratio), float(high)


def contributions(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the questions, advice and reflections of everybody but the presenter."""
    others = [line for line in said if line["role"] != "presenter"]
    return [line for line in others if line["act"] in CONTRIBUTIONS]


def _newton(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return the slope of a logistic regression and its standard error."""
    weights = np.zeros(2)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ weights))
        information = (x * (chance * (1 - chance))[:, None]).T @ x
        weights = weights + np.linalg.solve(information, x.T @ (y - chance))
    return float(weights[1]), float(np.sqrt(np.linalg.inv(information)[1, 1]))


if __name__ == "__main__":
    main()
