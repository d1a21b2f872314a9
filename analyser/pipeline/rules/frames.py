"""A clause read by its word order, and the words that the order is made of.

``asking`` finds questions (an auxiliary before its subject, a wh-word in front, a tag at the end)
and ``orders`` finds bare verbs without a subject. Neither needs punctuation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyser.pipeline.rules.clauses import Clauses

Mood = Literal["yes_no", "wh", "order", "tag"]

BE = frozenset({"is", "are", "was", "were", "am", "'s", "'re", "be"})
HAVE = frozenset({"have", "has", "had", "'ve"})
DO = frozenset({"do", "does", "did"})
MODALS = frozenset(
    {"can", "could", "will", "would", "shall", "should", "might", "must", "may", "ca", "wo"}
    | {"'d", "'ll", "sha"}
)
AUX = BE | HAVE | DO | MODALS
CLITICS = frozenset({"'s", "'re", "'ve", "'d", "'ll", "be"})
NOT = frozenset({"n't", "not", "nt", "never"})
WH = frozenset({"what", "how", "why", "where", "when", "who", "which", "whose", "whom"})

NOUNISH = frozenset({"DT", "PRP$", "NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJR", "JJS", "PDT"})
PHRASE = NOUNISH | {"RB", "RBR", "RBS", "IN", "POS", "VBG", "CC", "WDT", "UH"}
_HEADS = frozenset({"NN", "NNS", "NNP", "NNPS", "CD"})
_ALL = frozenset({"all", "both", "guys", "folks", "lot", "two"})
_LONGEST_SUBJECT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A clause by its word order. All places are token numbers; ``-1`` where there is none."""

    mood: Mood
    start: int
    end: int
    wh: str = ""
    head: str = ""
    aux: str = ""
    aux_at: int = -1
    negated: bool = False
    subject: str = ""
    verb: str = ""
    verb_at: int = -1


def subject_at(clauses: Clauses, at: int) -> tuple[int, str]:
    """The verb's place behind a subject that begins at ``at``, and the subject's head.

    ``(-1, "")`` where no subject begins there.
    """
    if at >= clauses.length or clauses.is_mark(at):
        return -1, ""
    if clauses.words[at] in clauses.sets["subjects"] and not _determines(clauses, at):
        behind = at + 1 + (clauses.word(at + 1) in _ALL)
        return clauses.skip(behind, "softeners"), clauses.words[at]
    if clauses.tags[at] not in NOUNISH | {"VBG", "EX"}:
        return -1, ""
    head = _head_of_phrase(clauses, at)
    return clauses.skip(min(head + 1, clauses.length), "softeners"), clauses.words[head]


def _head_of_phrase(clauses: Clauses, at: int) -> int:
    """The last noun of the phrase that begins at ``at``."""
    head = at
    for n in range(at, min(at + _LONGEST_SUBJECT, clauses.length)):
        tag = clauses.tags[n]
        if clauses.is_mark(n) or tag not in PHRASE | {"PRP", "TO"}:
            break
        if n > at and tag in {"RB", "IN", "TO"} and clauses.words[n] != "of":
            break
        head = n if tag in _HEADS else head
    return head


def _determines(clauses: Clauses, at: int) -> bool:
    """Whether "that" or "this" only points at a noun: "is that meeting on"."""
    if clauses.words[at] not in {"that", "this", "these", "those"}:
        return False
    return clauses.tags[at] == "DT" and clauses.tag(at + 1) in {"NN", "NNS", "NNP"}
