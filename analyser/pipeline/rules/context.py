"""Deciding between what the rules say, knowing who speaks and what was said before.

The order is the codebook's: a step beats the question that carries it, what asks something of
another beats what does not, and a presenter who talks of their own issue steers nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analyser.domain import ActName, Form
from analyser.pipeline.rules.clauses import Clauses
from analyser.pipeline.rules.findings import Finding
from analyser.pipeline.rules.situation import Situation

SMALL_TALK_RANK = 95
STRONG_RANK = 80
TAG_RANK = 64
RISING_RANK = 49
ECHO_RANK = 45
OF_YOU_RANK = 25
"""Ranks of what only the situation shows, between those of the lexicon."""

_LONGEST_REMARK = 12
_LONGEST_ECHO = 8
_LEAST_ECHO = 0.5
_SHORTEST_TAGGED = 5
_REACH = 6
_NEAR = 3

_OWN = frozenset({"i", "we", "us", "our", "my", "me"})
_YOU = frozenset({"you", "your", "yours", "yourself"})
_PAST = frozenset({"was", "were", "had", "took", "did", "spent", "used"})
_MAY = frozenset({"should", "could", "might", "ought", "can"})
_TAG_WORDS = frozenset({"right", "yeah", "yes", "correct", "no", "okay", "eh", "true"})
_NO_TAG_BEHIND = frozenset(
    {"all", "be", "quite", "that", "'s", "is", "the", "not", "it", "put", "say", "said", "a"}
    | {"saying", "says"}
)
_THINKING = frozenset(
    {"feel", "feels", "felt", "feeling", "saying", "said", "think", "thinking", "mentioned"}
    | {"agree", "told", "say"}
)
_GOVERNING = frozenset(
    {"if", "whether", "when", "what", "how", "why", "everything", "whatever", "wish", "worried"}
    | {"scared", "afraid", "like", "know", "knew", "until", "because", "where", "who", "as"}
)
_LINKS = frozenset({"because", "like", "as"})
_TAKES_YOU = frozenset({"make", "makes", "made", "making", "let", "lets", "help", "helps", "for"})
_SELF_TALK = frozenset({"tag_put_to_you", "yes_no_asks_oneself"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The act that stands, the rule that decided it and its tokens ``[start, end)``."""

    act: ActName
    form: Form | None
    rule: str
    start: int = 0
    end: int = 0


def decide(clauses: Clauses, findings: Iterable[Finding], situation: Situation) -> Decision:
    """The one act of an utterance: the finding of the highest rank that holds here."""
    held = [
        finding
        for finding in findings
        if _may_mean(finding, situation) and _holds(clauses, finding, situation)
    ]
    held += _from_situation(clauses, held, situation)
    held = [settled for one in held for settled in _settled(clauses, one, held, situation)]
    if not held:
        return Decision(act="other", form=None, rule="nothing")
    best = max(held, key=lambda finding: (finding.rank, finding.end - finding.start))
    asked = best.form == "direct" and clauses.mark == "?" and best.rule != "order"
    form: Form | None = "disguised" if asked else best.form
    return Decision(act=best.act, form=form, rule=best.rule, start=best.start, end=best.end)


# --- what this speaker can mean -------------------------------------------------------------------


def _may_mean(finding: Finding, situation: Situation) -> bool:
    """Whether the rule is for people in this speaker's part."""
    if situation.presents and finding.rule in _SELF_TALK:
        return False
    put_to_you = situation.guessed and finding.form == "disguised"
    return {
        "others": put_to_you or not situation.presents,
        "presenter": bool(situation.presents),
        "facilitator": situation.facilitates,
    }.get(finding.who, True)


def _holds(clauses: Clauses, finding: Finding, situation: Situation) -> bool:
    """Whether the words around a finding leave it what it seems."""
    said = set(clauses.words)
    if finding.act == "process" and situation.presents:
        return finding.rank >= STRONG_RANK and clauses.length <= _LONGEST_REMARK
    if finding.rule == "closed_short" and clauses.mark != "?":
        return not (situation.presents or clauses.mark)
    if finding.rule == "process_session" and not situation.facilitates:
        return not _PAST & said
    if finding.rule == "reflection_so":
        return not _OWN & said
    if finding.rule in {"advice_should", "advice_could"}:
        return not (_governed(clauses, finding.start) or _checks(clauses, finding))
    return True


def _checks(clauses: Clauses, finding: Finding) -> bool:
    """Whether "you need to be there?" only checks what has to be done."""
    said = set(clauses.words[finding.start : finding.end])
    return clauses.asks_at(finding.start) and not said & _MAY


def _governed(clauses: Clauses, at: int) -> bool:
    """Whether "you should" only gives back what the other thinks ("you feel you have to")."""
    if clauses.word(at - 1) in _TAKES_YOU and clauses.words[at] == "you":
        return True
    if clauses.word(at + 1) == "want" and clauses.words[0] in {"so", "and", "okay", "but"}:
        return True
    for n in range(at - 1, max(-1, at - 1 - _REACH), -1):
        word = clauses.words[n]
        if clauses.ended(n) or (word == "like" and clauses.word(at + 1) in _MAY):
            return False
        if word in _THINKING and "i" not in clauses.words[max(0, n - _NEAR) : n]:
            return True
        if word in _GOVERNING and n >= at - _NEAR and not (n in clauses.opening and word in _LINKS):
            return True
    return False


def _settled(
    clauses: Clauses, finding: Finding, held: Sequence[Finding], situation: Situation
) -> list[Finding]:
    """An order as what it is: no advice where it invites or runs the session."""
    if finding.rule != "order":
        return [finding]
    session = situation.role in {"facilitator", None}
    runs = [f for f in held if f.act == "process" and (session or f.rank >= STRONG_RANK)]
    if runs or any(f.rule == "open_invite" for f in held):
        return [replace(f, rank=max(f.rank, finding.rank)) for f in runs[:1]]
    if situation.role == "facilitator" and _facilitates(clauses, finding):
        return [replace(finding, act="process", form=None, rule="order_session")]
    return [finding]


def _facilitates(clauses: Clauses, finding: Finding) -> bool:
    """Whether a facilitator's order is about the session rather than the issue."""
    said = set(clauses.words[finding.start : finding.end])
    return bool(said & clauses.sets["facilitating"]) and not said & {"him", "her", "them"}


# --- what only the situation shows ----------------------------------------------------------------


def _from_situation(
    clauses: Clauses, held: Sequence[Finding], situation: Situation
) -> list[Finding]:
    """What the rules over one utterance cannot see: rising ends, echoes, small talk."""
    if _is_small_talk(clauses):
        return [_whole(clauses, "small_talk", "other", SMALL_TALK_RANK)]
    found = []
    if _rises(clauses, situation):
        found.append(_whole(clauses, "rising", "closed_question", RISING_RANK))
    if _ends_in_tag(clauses) and not any(f.rule.startswith(("wh_", "yes_no")) for f in held):
        act: ActName = "other" if situation.presents else "closed_question"
        tag = _whole(clauses, "tag_word", act, TAG_RANK)
        found.append(replace(tag, start=clauses.length - 1))
    if situation.presents is False and _echoes(clauses, situation):
        checks = not clauses.mark and clauses.tag(0) in {"IN", "CD"}
        found.append(
            _whole(clauses, "echo", "closed_question" if checks else "reflection", ECHO_RANK)
        )
    if situation.presents is False and _speaks_of_you(clauses):
        found.append(_whole(clauses, "of_you", "reflection", OF_YOU_RANK))
    return found


def _whole(clauses: Clauses, rule: str, act: ActName, rank: int) -> Finding:
    """A finding that rests on the whole utterance."""
    return Finding(rule=rule, act=act, rank=rank, start=0, end=clauses.length)


def _rises(clauses: Clauses, situation: Situation) -> bool:
    """Whether a question mark ends it; a presenter's may belong to somebody's quoted words."""
    quotes = situation.presents and clauses.sets["reporting"] & set(clauses.words)
    return clauses.mark == "?" and not quotes


def _is_small_talk(clauses: Clauses) -> bool:
    """Whether every word is one of "mm", "yeah", "thanks" and the like."""
    words = [word for n, word in enumerate(clauses.words) if not clauses.is_mark(n)]
    asked = clauses.mark == "?" and "you" in words
    return not asked and all(word in clauses.sets["backchannels"] for word in words)


def _ends_in_tag(clauses: Clauses) -> bool:
    """Whether "right" or "yeah" ends a statement about the other and waits for a yes."""
    last, before = clauses.word(clauses.length - 1), clauses.word(clauses.length - 2)
    if clauses.length < _SHORTEST_TAGGED or last not in _TAG_WORDS or before in _NO_TAG_BEHIND:
        return False
    said = set(clauses.words[: clauses.length - 1])
    if clauses.mark == "?":
        return before == "," or bool(said & {"you", "so"})
    return clauses.mark == "" and last in {"right", "yeah"} and "you" in said


def _speaks_of_you(clauses: Clauses) -> bool:
    """Whether the utterance is about the other and not about the speaker."""
    said = set(clauses.words)
    return bool(said & _YOU) and not said & (_OWN | clauses.sets["praise"])


def _echoes(clauses: Clauses, situation: Situation) -> bool:
    """Whether a short utterance says again the words of the one before it."""
    words = [token.lower_ for token in clauses.doc if not (token.is_stop or token.is_punct)]
    if not words or clauses.length > _LONGEST_ECHO or _OWN & set(clauses.words):
        return False
    again = sum(word in situation.before for word in words)
    return again / len(words) >= _LEAST_ECHO
