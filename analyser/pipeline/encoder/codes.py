"""The classes that the encoder tells apart: the acts, advice in its two forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from analyser.domain import ActName, Form

Code = Literal["open", "closed", "direct", "disguised", "reflection", "process", "other"]

CODES: tuple[Code, ...] = get_args(Code)

ACT_OF: dict[Code, ActName] = {
    "open": "open_question",
    "closed": "closed_question",
    "direct": "advice",
    "disguised": "advice",
    "reflection": "reflection",
    "process": "process",
    "other": "other",
}
"""The act that each class belongs to."""

FORM_OF: dict[Code, Form] = {"direct": "direct", "disguised": "disguised"}
"""The form of the classes that are advice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What the network says of one view."""

    act: ActName
    form: Form | None
    confidence: float
    cue: str


def code_of(act: ActName, form: Form | None) -> Code:
    """The class of an act; advice without a form counts as direct."""
    if act == "advice":
        return "disguised" if form == "disguised" else "direct"
    return next(code for code, named in ACT_OF.items() if named == act)
