"""Orders by their word order: a bare verb at the start of a clause with nobody before it."""

from __future__ import annotations

from spacy.tokens import Token

from analyser.pipeline.rules.clauses import Clauses
from analyser.pipeline.rules.frames import AUX, NOT, Frame

_BEHIND_VERB = frozenset({"DT", "PRP", "PRP$", "IN", "RP", "RB", "TO", "NNP", "VBG"})
_BEHIND_BE = frozenset({"JJ", "RB", "VBN", "PRP", "DT", "IN"})
_URGING = frozenset({"just", "please", "maybe", "perhaps", "always", "never", "simply"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "aux"})
_IDIOMS: dict[str, frozenset[str]] = {
    "go": frozenset({"on", "ahead", "first"}),
    "let": frozenset({"'s", "us", "me"}),
    "tell": frozenset({"me", "us"}),
    "share": frozenset({"with"}),
    "show": frozenset({"me", "us"}),
    "give": frozenset({"me", "us"}),
}
"""Verbs that tell nobody what to do about their issue where one of these words follows."""


def order_at(clauses: Clauses, n: int) -> Frame | None:
    """The order whose first word stands at ``n``, if there is one."""
    if n not in clauses.starts:
        return None
    negated = clauses.words[n] == "do" and clauses.word(n + 1) in NOT
    at = clauses.skip(n + 2 if negated else n, "softeners")
    if at >= clauses.length or clauses.is_mark(at) or not _stands_free(clauses, n, at):
        return None
    ordered = clauses.words[at] not in clauses.sets["subjects"] if negated else _orders(clauses, at)
    if not ordered or _has_subject(clauses, at):
        return None
    return Frame(
        mood="order",
        start=n,
        end=min(at + 3, clauses.length),
        negated=negated,
        verb=clauses.words[at],
        verb_at=at,
    )


def _stands_free(clauses: Clauses, n: int, at: int) -> bool:
    """Whether the verb begins a sentence of its own and has something behind it."""
    begins = n in clauses.fresh or clauses.doc[at].dep_ == "ROOT" or clauses.word(n - 1) == "so"
    urged = bool(_URGING & set(clauses.words[max(0, n - 1) : at])) or clauses.words[n] == "do"
    ends = at + 1 >= clauses.length or clauses.is_mark(at + 1)
    return begins and (urged or not (ends or clauses.asks_at(n)))


def _orders(clauses: Clauses, at: int) -> bool:
    """Whether the word at ``at`` can be a verb that tells somebody to do something."""
    word, tag, after = clauses.words[at], clauses.tags[at], clauses.tag(at + 1)
    follower = clauses.word(at + 1)
    if word == "be":
        return after in _BEHIND_BE
    helps = word in AUX - {"do", "have"} or (word in {"do", "have"} and after == "VBN")
    if helps or after in {"VBZ", "VBD", "MD", "VBP"} or follower in _IDIOMS.get(word, ()):
        return False
    if word in clauses.sets["not_orders"]:
        return word == "look" and follower in {"after", "into", "for", "at"}
    if word in clauses.sets["action_verbs"]:
        return tag in {"VB", "VBP"} or after in _BEHIND_VERB
    named = clauses.doc[at].is_title and at > 0
    rooted = tag == "VB" and clauses.doc[at].dep_ == "ROOT"
    return rooted and not named and after in _BEHIND_VERB


def _has_subject(clauses: Clauses, at: int) -> bool:
    """Whether the verb shares a subject or an auxiliary with one before it ("I go and ask")."""
    token = clauses.doc[at]
    if any(child.lower_ != "do" for child in _subjects_before(token, at)):
        return True
    joined = token.dep_ in {"conj", "xcomp", "ccomp", "advcl"} and token.head.i < at
    begins = clauses.is_mark(at - 1) or clauses.words[at - 1] in {"please", "so"}
    return joined and not begins and bool(_subjects_before(token.head, len(clauses.doc)))


def _subjects_before(token: Token, at: int) -> list[Token]:
    """The subjects and auxiliaries of a verb that stand before ``at``."""
    return [child for child in token.children if child.dep_ in _SUBJECTS and child.i < at]
