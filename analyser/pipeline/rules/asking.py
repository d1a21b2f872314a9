"""Questions by their word order: who or what stands in front of whom."""

from __future__ import annotations

from analyser.pipeline.rules.clauses import Clauses
from analyser.pipeline.rules.frames import (
    AUX,
    BE,
    CLITICS,
    DO,
    HAVE,
    MODALS,
    NOT,
    NOUNISH,
    PHRASE,
    WH,
    Frame,
    subject_at,
)

_ASKED_OF_YOU = frozenset({"do", "did", "are", "were", "have", "can", "could", "would", "will"})
_NO_QUESTION_BEHIND = (
    AUX
    | {"neither", "nor", "as", "than", "only", "to"}
    | {*("i", "he", "she", "we", "they", "who", "that")}
)
_ORDERED = DO | {"may", "might", "must", "need"}
_CAN_BE_SUBJECT = frozenset({"what", "who", "which", "whose", "how"})
_IMAGINED = frozenset({"would", "might", "could"})
_EMBEDDING = frozenset({"know", "see", "of", "about", "on", "is", "'s", "say"})
_JOINS = frozenset({"so", "and", "but", "or", "then", "ask", "because"})
_BEHIND_CLEFT = frozenset({"that", "to", "not", "how", "a", "we", "you"})
_LONGEST_PHRASE = 6


def question_at(clauses: Clauses, n: int) -> Frame | None:
    """The question whose first word stands at ``n``, if there is one."""
    return _fronted(clauses, n) or _inverted(clauses, n)


# --- a wh-word in front ---------------------------------------------------------------------------


def _fronted(clauses: Clauses, n: int) -> Frame | None:
    """A wh-word with an auxiliary and a subject behind it, or with its verb at a clause's start."""
    if clauses.words[n] not in WH:
        return None
    at = _auxiliary_behind(clauses, n)
    verb_at, subject = _subject_behind(clauses, at)
    if at < 0 or not (subject or clauses.words[at] in BE) or _goes_on(clauses, n, at):
        return _as_subject(clauses, n)
    if n not in clauses.starts or _relative(clauses, n):
        return _wh_frame(clauses, n, at, verb_at, subject) if _asks_anywhere(clauses, at) else None
    if _cleft(clauses, n, at):
        return None
    return _wh_frame(clauses, n, at, verb_at, subject)


def _subject_behind(clauses: Clauses, at: int) -> tuple[int, str]:
    """Verb and subject behind the auxiliary at ``at`` and its "not"."""
    return subject_at(clauses, at + 1 + (clauses.word(at + 1) in NOT)) if at >= 0 else (-1, "")


def _goes_on(clauses: Clauses, n: int, at: int) -> bool:
    """Whether "which was great" carries on what was said before."""
    if clauses.words[n] != "which" or at != n + 1 or clauses.asks_at(n):
        return False
    return clauses.word(at + 1) not in clauses.sets["subjects"]


def _asks_anywhere(clauses: Clauses, at: int) -> bool:
    """Whether the word order alone shows a question, wherever the wh-word stands."""
    if clauses.words[at] in CLITICS:
        return False
    if clauses.word(at + 1 + (clauses.word(at + 1) in NOT)) in clauses.sets["subjects"]:
        return True
    verb_at, subject = _subject_behind(clauses, at)
    return clauses.words[at] in DO | MODALS and bool(subject) and clauses.tag(verb_at)[:2] == "VB"


def _wh_frame(clauses: Clauses, n: int, at: int, verb_at: int, subject: str) -> Frame:
    """The frame of a wh-question whose auxiliary stands at ``at``."""
    verb_at = verb_at if subject else at
    return Frame(
        mood="wh",
        start=n,
        end=min(max(at, verb_at) + 1, clauses.length),
        wh=clauses.words[n],
        head=clauses.word(n + 1) if at > n + 1 else "",
        aux=clauses.words[at],
        aux_at=at,
        negated=clauses.word(at + 1) in NOT or clauses.word(verb_at - 1) in NOT,
        subject=subject,
        verb=clauses.word(verb_at),
        verb_at=verb_at,
    )


def _auxiliary_behind(clauses: Clauses, n: int) -> int:
    """The auxiliary that ends the wh-phrase at ``n``; -1 where another word comes first."""
    for at in range(n + 1, min(n + 1 + _LONGEST_PHRASE, clauses.length)):
        if clauses.words[at] in AUX and clauses.words[at] != "be":
            return at
        if not (clauses.words[at] == "," or _in_phrase(clauses, n, at)):
            return -1
    return -1


def _in_phrase(clauses: Clauses, n: int, at: int) -> bool:
    """Whether the word at ``at`` can belong to the wh-phrase that begins at ``n``."""
    of_phrase = clauses.tags[at - 1] == "IN" or clauses.words[at] in {"things", "people", "one"}
    if clauses.is_mark(at) or _embeds(clauses, n, at):
        return False
    if clauses.words[at] in clauses.sets["subjects"] or clauses.tags[at] not in PHRASE:
        return of_phrase
    return True


def _embeds(clauses: Clauses, n: int, at: int) -> bool:
    """Whether a new noun phrase begins right behind the wh-word: "what the answer is"."""
    if clauses.words[n] in {"when", "where", "why", "who"}:
        return clauses.tags[at] in NOUNISH - {"JJ"}
    determined = clauses.tags[at] in {"DT", "PRP$"}
    return determined and at == n + 1 and clauses.words[n] not in {"which", "whose"}


def _as_subject(clauses: Clauses, n: int) -> Frame | None:
    """What happened, who told you: the wh-phrase is the subject itself."""
    at = _verb_behind(clauses, n)
    if at < 0 or not _may_be_subject(clauses, n) or _cleft(clauses, n, at):
        return None
    if clauses.words[n] == "which" and at == n + 1 and not clauses.asks_at(n):
        return None
    return _wh_frame(clauses, n, at, at, "")


def _may_be_subject(clauses: Clauses, n: int) -> bool:
    """Whether the wh-word at ``n`` can begin a question as its subject."""
    if clauses.words[n] not in _CAN_BE_SUBJECT or _relative(clauses, n):
        return False
    if clauses.words[n] == "what" and clauses.word(n + 1) in _IMAGINED:
        return n == 0 or clauses.words[n - 1] not in _EMBEDDING
    return n in clauses.starts


def _verb_behind(clauses: Clauses, n: int) -> int:
    """The finite verb that ends the wh-phrase at ``n``; -1 where another word comes first."""
    for at in range(n + 1, min(n + 1 + _LONGEST_PHRASE, clauses.length)):
        tag = clauses.tags[at]
        finite = tag in {"VBZ", "VBD", "MD"} or (tag == "VBP" and at == n + 1)
        if finite or clauses.words[at] in AUX:
            return at
        if not _in_phrase(clauses, n, at):
            return -1
    return -1


def _relative(clauses: Clauses, n: int) -> bool:
    """Whether the wh-word only carries a statement on: "a lad at home who does that"."""
    if clauses.words[n] in {"what", "how", "why"}:
        return False
    if clauses.doc[0].is_lower and clauses.mark in {".", "!"}:
        return True
    joined = clauses.words[n - 1] in _JOINS
    opens = n in clauses.opening or joined or clauses.ended(n - 1)
    return not (opens or clauses.asks_at(n))


def _cleft(clauses: Clauses, n: int, verb: int) -> bool:
    """Whether the wh-clause is the subject of a statement: "what worked for us was a rota"."""
    if clauses.words[n] != "what" or clauses.asks_at(n):
        return False
    for at in range(verb + 1, clauses.clause_end(n)):
        if clauses.words[at] not in {"is", "was", "'s"}:
            continue
        before = clauses.words[at - 1]
        if before in clauses.sets["subjects"] and clauses.tags[at - 2] not in {"IN", "VBD", "VBZ"}:
            return False
        parsed = clauses.doc[verb].dep_ == "csubj" or clauses.doc[at].dep_ == "ROOT"
        if parsed or clauses.word(at + 1) in _BEHIND_CLEFT:
            return True
    return False


# --- an auxiliary before its subject --------------------------------------------------------------


def _inverted(clauses: Clauses, n: int) -> Frame | None:
    """An auxiliary before its subject, at the start of a clause, or before "you" anywhere."""
    word = clauses.words[n]
    if word not in AUX - CLITICS:
        return None
    after = n + 1
    while clauses.word(after) in NOT:
        after += 1
    verb_at, subject = subject_at(clauses, after)
    if not subject or not _asks(clauses, n, after):
        return None
    return Frame(
        mood="tag" if _ends_as_tag(clauses, n, after) else "yes_no",
        start=n,
        end=min(max(verb_at, after) + 1, clauses.length),
        aux=word,
        aux_at=n,
        negated=bool(NOT & set(clauses.words[n + 1 : verb_at])),
        subject=subject,
        verb=clauses.word(verb_at),
        verb_at=verb_at,
    )


def _asks(clauses: Clauses, n: int, after: int) -> bool:
    """Whether the auxiliary at ``n`` with the subject at ``after`` puts a question."""
    word, subject = clauses.words[n], clauses.word(after)
    if n in clauses.starts:
        return _asks_at_start(clauses, n, after)
    if subject == "you" and word in _ASKED_OF_YOU:
        return clauses.word(n - 1) not in _NO_QUESTION_BEHIND
    if _ends_as_tag(clauses, n, after):
        return True
    called = n == 1 and clauses.word(0) not in clauses.sets["not_vocative"]
    return called and subject in clauses.sets["subjects"]


def _asks_at_start(clauses: Clauses, n: int, after: int) -> bool:
    """The same at a clause's start, where "do that" and "had a good week" ask nothing."""
    word, subject = clauses.words[n], clauses.word(after)
    if subject in clauses.sets["askable"]:
        return True
    verb = clauses.tag(subject_at(clauses, after)[0])
    if word in HAVE:
        return verb in {"VBN", "VBD"}
    return word not in _ORDERED or verb in {"VB", "VBP", "NN"}


def _ends_as_tag(clauses: Clauses, n: int, after: int) -> bool:
    """Whether "isn't it" or "is it" ends a statement: of the other polarity, or after a comma."""
    ends = after + 1 >= clauses.length or clauses.is_mark(after + 1)
    if not ends or n in clauses.opening:
        return False
    if clauses.word(after) not in clauses.sets["tag_subjects"]:
        return False
    return after > n + 1 or clauses.word(n - 1) == "," or bool(NOT & set(clauses.words[:n]))
