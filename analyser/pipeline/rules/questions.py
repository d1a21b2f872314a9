"""What a question by word order is: open, closed, a step in disguise, or running the session."""

from __future__ import annotations

from analyser.pipeline.rules.clauses import Clauses
from analyser.pipeline.rules.findings import Finding
from analyser.pipeline.rules.frames import Frame
from analyser.pipeline.rules.polar import polar
from analyser.pipeline.rules.verdicts import RANK, Verdict
from analyser.pipeline.rules.wh import wh

TAG_RANK = 64
_OF_YOU = frozenset({"you", "your", "you're"})


def judged(clauses: Clauses, frame: Frame) -> Finding:
    """The claim of one question."""
    read = {"tag": _tag, "wh": wh, "yes_no": polar}[frame.mood]
    verdict = read(clauses, frame)
    step = verdict.act == "advice"
    return Finding(
        rule=f"{frame.mood}_{verdict.reason}",
        act=verdict.act,
        form="disguised" if step else None,
        rank=TAG_RANK if frame.mood == "tag" else RANK[verdict.act],
        start=frame.start,
        end=frame.end,
        who="others" if step else "all",
    )


def _tag(clauses: Clauses, frame: Frame) -> Verdict:
    """Tell "…, isn't it?" put to somebody from the speaker's own flourish."""
    said = clauses.words[: frame.start]
    if frame.subject == "you" or _OF_YOU & set(said) or "so" in said[:2]:
        return Verdict("closed_question", "put_to_you")
    return Verdict("other", "flourish")
