from __future__ import annotations

import tomllib
from pathlib import Path

from analyser.domain import ACTS
from analyser.pipeline.rules.confidence import TALLY, WEIGHT, confidence
from analyser.pipeline.rules.tally import as_toml, read, tally

DATA = Path(__file__).resolve().parents[2] / "data"
DEVELOPED = ("ward_handover", "school_cover", "housing_repairs", "lab_funding")


def test_the_tally_is_what_the_development_dialogues_give() -> None:
    paths = [DATA / "dialogues" / f"{name}.jsonl" for name in DEVELOPED]
    counted = tally(
        read(path) for path in (*paths, DATA.parents[1] / "corpus" / "constructions.jsonl")
    )
    kept = tomllib.loads(TALLY.read_text(encoding="utf-8"))["rules"]
    assert {name: list(counts) for name, counts in counted.items()} == kept


def test_a_rule_that_never_decided_is_trusted_as_its_act_is() -> None:
    unseen = tomllib.loads(TALLY.read_text(encoding="utf-8"))["unseen"]
    assert {act: confidence("no such rule", act) for act in ACTS} == unseen


def test_a_rules_own_record_outweighs_the_others_with_time() -> None:
    kept = tomllib.loads(TALLY.read_text(encoding="utf-8"))
    right, decided = kept["rules"]["wh_explores:open_question"]
    prior = kept["unseen"]["open_question"]
    expected = (right + WEIGHT * prior) / (decided + WEIGHT)
    assert abs(confidence("wh_explores", "open_question") - expected) < 0.001


def test_a_tally_is_written_as_toml() -> None:
    assert tomllib.loads(as_toml({"a:other": (1, 2)})) == {"rules": {"a:other": [1, 2]}}
