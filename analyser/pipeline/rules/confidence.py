"""How far each rule can be trusted: counted, not felt.

``tally.toml`` holds, for each rule, how often it decided and how often it was right on the
development dialogues, and for each act its precision on dialogues that the rules had never seen.
The rules were written looking at the former, so a rule's own record is drawn towards the latter:
``(right + WEIGHT × prior) / (decided + WEIGHT)``, the mean of a Beta posterior.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from analyser.domain import ActName

TALLY = Path(__file__).parent / "tally.toml"
WEIGHT = 40
"""How many unseen decisions a rule's own record has to outweigh."""


@cache
def _tally() -> dict[str, Any]:
    """The counts as they stand in the file."""
    return tomllib.loads(TALLY.read_text(encoding="utf-8"))


def confidence(rule: str, act: ActName) -> float:
    """The expected share of right decisions, 0–1, of ``rule`` when it says ``act``."""
    tally = _tally()
    right, decided = tally["rules"].get(f"{rule}:{act}", (0, 0))
    share = (right + WEIGHT * tally["unseen"][act]) / (decided + WEIGHT)
    return round(float(share), 3)
