"""Words with which a set is led from one stage to the next: "the floor's yours", "actions, then".

A cue is a hint and no more: ``stage_model`` weighs it by how often it was heard where a stage
begins, and how often in the midst of one.
"""

from __future__ import annotations

import re

from analyser.domain import SetStage

_ASK_BACK = r"(?:say|gives?|play|hand|offer|offering)(?: \w+){0,2} back"
_SENSED = r"(?:heard|hear|hearing|saw|seen|seeing|noticed|notice|picked)"
_WE_SENSED = (
    r"what (?:we|you|i|did we|have we|are we all|you're|we're|people are)"
    rf"(?:'ve| have)?(?: each)? (?:all )?{_SENSED}"
)
_WHAT_YOU_DO = (
    r"what(?:'ll| will| do| might| would| are| is it)? (?:you|it)(?:'ll| will)?"
    r"(?: \w+){0,2} (?:do|try|gonna|going to|want to|like to|take|taking|off to)"
)
_HOW_IT_WENT = (
    r"how (?:we|did we|we've|we'd|i|did i|that|it|were that)(?:'ve)? ?"
    r"(?:did|do|worked|work|went|got|been|helped|was|were|land)?"
)

_CUES: dict[SetStage, tuple[str, ...]] = {
    "presenting": (
        r"floor(?:'s| is)?(?: all)? yours|(?:got|have|you've) the (?:floor|chair)|in the chair",
        r"over to (?:you|\w+)|on you go|your own time|you're ready|is (?:it )?me now|presenting",
        r"where would you (?:like|want) to (?:begin|start)|wherever you like to start",
        r"how do you want to (?:start|begin)|tell (?:us|them)|talk us|take (?:us|it away)",
        r"swap (?:seats|chairs)|your (?:\w+ )?minutes|(?:it's|is|that's) (?:your|\w+'s) turn",
        r"(?:would you|have you) (?:like us to know|brought)|put in the middle",
        r"what (?:it is|is it) about",
    ),
    "questions": (
        r"questions?|ask(?:ing)?|fire away|go on then|who's got|throw it open|set's time",
        r"first twenty|let's go (?:gently|slow)|take it slow(?:ly)?|no (?:hurry|rush)",
        r"one at a time",
    ),
    "reflection": (
        r"reflect\w*|mirrors?|gifts?|heard|saying back|go[- ]round|round the table",
        r"(?:one|a|an) (?:line|sentence|thing|word)s? (?:each|back|of)",
        r"(?:line|sentence|thing) (?:each|back)|each (?:of us|give|say|offer|hand)",
        _WE_SENSED,
        _ASK_BACK,
    ),
    "actions": (
        r"actions?|next steps?|(?:first|the|a) steps?|plan|objectives|happens? next",
        _WHAT_YOU_DO,
        r"taking (?:away|out|shape|from)|what you'll do|what comes|which way",
        r"what(?:'s| is) (?:coming|taking|moving|next|the step|the plan|it come)",
        r"leave you|where do you want to",
    ),
    "review": (
        _HOW_IT_WENT,
        r"review|feedback|last (?:\w+ )?(?:minutes?|thing|bit|box|item|point|stretch|ten|five)",
        r"to finish|closing|ourselves|on us|about us|as a (?:set|group|meeting)",
        r"(?:on|of) the (?:process|meeting|how)|our own practice|we worked|we asked",
        r"two (?:minutes|ticks|things)",
    ),
}

_PATTERNS = {stage: re.compile(rf"\b(?:{'|'.join(cues)})\b") for stage, cues in _CUES.items()}

CUED: tuple[SetStage, ...] = tuple(_CUES)
"""The stages that words lead to, in the order of ``cues_in``."""


def cues_in(text: str) -> tuple[bool, ...]:
    """For each of the stages in ``CUED``: whether these words may lead to it."""
    plain = " ".join(text.lower().replace("’", "'").split())
    return tuple(bool(pattern.search(plain)) for pattern in _PATTERNS.values())
