"""The model card: what the classifier learnt from, how good it is, and what it is bad at."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from pathlib import Path

from analyser.domain import ACTS
from analyser.train.figures import Figures
from analyser.train.judge import Judgement

_HEAD = "| set | utterances | three acts | six acts | disguised found | calibration error |"
_ACTS = "| set | " + " | ".join(act.replace("_", " ") for act in ACTS) + " |"

_TEMPLATE = Path(__file__).with_name("card.md")


def card(judgement: Judgement) -> str:
    """The card in Markdown."""
    sets = (("as written", judgement.written), ("lower case, no marks", judgement.bare))
    figures = (_HEAD, "| --- " * 6 + "|", *_rows([*sets, *judgement.groups.items()]))
    by_act = (_ACTS, "| --- " * (len(ACTS) + 1) + "|", *_by_act(sets))
    return _TEMPLATE.read_text(encoding="utf-8").format(
        model=judgement.model,
        figures="\n".join(figures),
        by_act="\n".join(by_act),
        counselling=_counselling(judgement),
    )


def _rows(sets: Iterable[tuple[str, Figures]]) -> list[str]:
    return [
        f"| {name} | {f.count} | {f.three:.3f} | {f.six:.3f} | {_share(f.disguised)}"
        f" | {f.calibration:.3f} |"
        for name, f in sets
    ]


def _share(share: float) -> str:
    """A share, or a dash where there was nothing to find."""
    return "–" if isnan(share) else f"{share:.3f}"


def _by_act(sets: Iterable[tuple[str, Figures]]) -> list[str]:
    return [
        f"| {name} | " + " | ".join(f"{f.by_act[act]:.3f}" for act in ACTS) + " |"
        for name, f in sets
    ]


def _counselling(judgement: Judgement) -> str:
    if not judgement.counselling:
        return ""
    told = ", ".join(f"{act.replace('_', ' ')} {f:.3f}" for act, f in judgement.counselling.items())
    return (
        "On the turns of AnnoMI's held-out transcripts (a turn has the act or not; one expert\n"
        f"against nine others reached 0.71): {told}.\n\n"
    )
