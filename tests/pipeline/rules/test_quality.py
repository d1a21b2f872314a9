"""The figures that the rules have to reach, on dialogues of several authors."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from time import perf_counter

import pytest
from sklearn.metrics import f1_score, recall_score

from analyser.pipeline.punctuation import unmarked
from analyser.pipeline.rules.confidence import confidence
from analyser.pipeline.rules.engine import Label, labels, pipeline
from analyser.pipeline.rules.situation import Line

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data"
HEADLINE = ["open_question", "closed_question", "advice"]
DEVELOPED = sorted(
    path for path in (DATA / "dialogues").glob("*.jsonl") if not path.stem.startswith("held_")
)
HELD_OUT = sorted((DATA / "dialogues").glob("held_*.jsonl"))
SAMPLES = sorted((ROOT / "sample_sessions").glob("*/gold.json"))
GROUPS = {"developed": DEVELOPED, "held out": HELD_OUT, "samples": SAMPLES}


def rows(path: Path) -> list[dict]:
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    document = json.loads(path.read_text(encoding="utf-8"))
    roles = {speaker["name"]: speaker["role"] for speaker in document["speakers"]}
    return [{**row, "role": roles[row["speaker"]]} for row in document["utterances"]]


@cache
def labelled(paths: tuple[Path, ...], write: Callable[[str], str]) -> list[tuple[dict, Label]]:
    found = []
    for path in paths:
        said = rows(path)
        lines = [Line(text=write(r["text"]), speaker=r["speaker"], role=r["role"]) for r in said]
        found += zip(said, labels(lines), strict=True)
    return found


def macro(group: str, write: Callable[[str], str]) -> float:
    pairs = labelled(tuple(GROUPS[group]), write)
    gold, got = [row["act"] for row, _ in pairs], [label.act for _, label in pairs]
    return f1_score(gold, got, labels=HEADLINE, average="macro")


@pytest.mark.parametrize(
    ("group", "bar"), [("developed", 0.88), ("held out", 0.85), ("samples", 0.80)]
)
def test_the_headline_acts_are_told_apart(group: str, bar: float) -> None:
    assert macro(group, str) >= bar


@pytest.mark.parametrize("group", list(GROUPS))
def test_lost_punctuation_and_capitals_cost_little(group: str) -> None:
    assert macro(group, unmarked) >= macro(group, str) - 0.10


def test_disguised_advice_is_found() -> None:
    pairs = labelled(tuple(DEVELOPED + HELD_OUT + SAMPLES), str)
    gold = [row.get("form") == "disguised" for row, _ in pairs]
    got = [label.act == "advice" for _, label in pairs]
    assert recall_score(gold, got) >= 0.85


def test_the_ways_to_ask_and_advise_are_covered() -> None:
    said = [
        json.loads(line)
        for line in (ROOT / "corpus" / "constructions.jsonl").read_text().splitlines()
    ]
    lines = []
    for row in said:
        lines.append(Line(text="Mm.", speaker="P", role="presenter"))
        lines.append(Line(text=row["text"], speaker=f"S {row['role']}", role=row["role"]))
    got = [label.act for label in list(labels(lines))[1::2]]
    assert f1_score([row["act"] for row in said], got, average="macro") >= 0.95


def test_confidence_is_honest_on_dialogues_held_out() -> None:
    pairs = labelled(tuple(HELD_OUT), str)
    claimed = sum(confidence(label.rule, label.act) for _, label in pairs) / len(pairs)
    right = sum(label.act == row["act"] for row, label in pairs) / len(pairs)
    assert abs(claimed - right) <= 0.08


def test_a_three_hour_session_is_labelled_in_a_breath() -> None:
    pipeline()
    said = [row for path in DEVELOPED for row in rows(path)] * 2
    lines = [  # no two alike, so that none is remembered
        Line(text=f"{row['text']} {n}", speaker=row["speaker"]) for n, row in enumerate(said)
    ]
    began = perf_counter()
    count = sum(1 for _ in labels(lines))
    assert count / (perf_counter() - began) >= 100
