"""Questions with a wh-word: they explore, unless they want a fact or carry a step."""

from __future__ import annotations

from analyser.pipeline.rules.clauses import Clauses
from analyser.pipeline.rules.frames import BE, Frame
from analyser.pipeline.rules.verdicts import FACT, OPEN, Verdict, first_of, session, step

_IMAGINED = frozenset({"would", "could", "might"})
_PARTS = frozenset({"part", "parts", "bit", "bits", "aspect", "aspects", "side", "piece", "way"})
_GAINS = frozenset({"benefits", "matters", "loses", "suffers", "gains", "wins", "becoming"})
_PLACED = frozenset(
    {"leave", "sit", "sits", "stand", "fit", "fits", "feel", "want", "like", "land", "lie"}
    | {"take", "go", "get", "got", "draw", "find", "think", "see"}
)
_STAND = frozenset(
    {"start", "begin", "energy", "pressure", "fear", "coming", "stuck", "now", "with", "at"}
)
_MOST = frozenset({"feel", "felt", "most", "best", "find", "notice", "yourself"})
_BEHIND_FACT = frozenset({"for", "of", "on", "at", "with", "now", "again"})


def wh(clauses: Clauses, frame: Frame) -> Verdict:
    """The kind of a question with a wh-word."""
    if frame.subject in {"we", "everyone", "everybody"} or (frame.subject, frame.aux) == (
        "i",
        "shall",
    ):
        return _asked_of_us(clauses, frame)
    kinds = {
        "why": _why,
        "how": _how,
        "which": _which,
        "who": _who,
        "whose": _who,
        "whom": _who,
        "where": _where,
        "when": _when,
    }
    return kinds.get(frame.wh, _what)(clauses, frame)


def _asked_of_us(clauses: Clauses, frame: Frame) -> Verdict:
    """What have we learned explores; how are we doing for time runs the session."""
    moves = frame.aux in {"shall", "should"} or frame.verb in clauses.sets["session_verbs"]
    wants_fact = frame.wh in {"when", "who", "which"} or frame.head in clauses.sets["measures"]
    return first_of(
        (frame.wh == "why" and frame.negated, session("we")),
        (frame.aux == "did", OPEN),
        (moves, session("we")),
        (wants_fact, FACT),
        otherwise=OPEN,
    )


def _why(clauses: Clauses, frame: Frame) -> Verdict:
    """Why don't you is a step, why with a motive explores."""
    just = {"just", "simply"} & set(clauses.words[frame.start : frame.end + 1])
    mental = clauses.sets["mental_verbs"] - {"do", "have"}
    steers = frame.aux in {"do", "ca", "can", "could", "would"} and frame.verb not in mental
    doer = frame.subject in {"you", "yous", "he", "she", "they", "someone", "somebody"}
    urged = frame.negated and (bool(just) or (steers and doer))
    return step("why_dont_you") if urged else OPEN


def _how(clauses: Clauses, frame: Frame) -> Verdict:
    """How long and how many want a fact, how in other ways explores."""
    hard = frame.head in {"difficult", "hard"} and "just" in clauses.words
    weighs = frame.head == "much" and clauses.word(frame.start + 2) == "of"
    return first_of(
        (hard, step("how_hard_to_just")),
        (frame.head in clauses.sets["measures"] and not weighs, FACT),
        otherwise=OPEN,
    )


def _which(_clauses: Clauses, frame: Frame) -> Verdict:
    """Which of the options wants one of them; which part of it explores."""
    return OPEN if frame.head in _PARTS else FACT


def _who(clauses: Clauses, frame: Frame) -> Verdict:
    """Who wants a name; who would or could explores."""
    imagined = frame.aux in _IMAGINED and "like" not in clauses.words[frame.start :][:4]
    whose = frame.wh == "whose" and frame.head in clauses.sets["explored_nouns"]
    becomes = frame.subject == "you" and frame.verb in {"become", "being", "trying"}
    needs = frame.subject == "you" and frame.verb in {"want", "need"} and "be" in clauses.words
    explores = imagined or whose or becomes or needs or frame.verb in _GAINS
    return OPEN if explores else FACT


def _where(clauses: Clauses, frame: Frame) -> Verdict:
    """Where wants a place, unless it asks where something leaves, sits or comes from."""
    behind = set(clauses.words[frame.start : frame.end + 5])
    person = frame.subject in {"he", "she", "they"} and frame.verb in {"sit", "go", "stand"}
    imagined = frame.aux in _IMAGINED or (frame.aux, frame.verb) == ("will", "be")
    stands = frame.subject in {"you", "that", "this", "it"} and bool(behind & _STAND)
    explored = bool(clauses.sets["explored_nouns"] & behind)
    return first_of(
        (person, FACT),
        (frame.verb in _PLACED or imagined or stands or explored, OPEN),
        otherwise=FACT,
    )


def _when(clauses: Clauses, frame: Frame) -> Verdict:
    """When wants a date, unless it asks at which times something is felt."""
    felt = _MOST & set(clauses.words[frame.start : frame.end + 5])
    lived = frame.subject == "you" and frame.aux in {"do", "are", "have"}
    return OPEN if lived and felt else FACT


def _what(clauses: Clauses, frame: Frame) -> Verdict:
    """What explores, unless it wants a fact."""
    facts = clauses.sets["fact_nouns"]
    kind = frame.head == "kind" and clauses.word(frame.start + 3) in facts
    named = frame.aux in BE and _names_a_fact(clauses, frame)
    living = frame.verb == "do" and {"for", "living"} <= set(clauses.words)
    return FACT if frame.head in facts or kind or named or living else OPEN


def _names_a_fact(clauses: Clauses, frame: Frame) -> bool:
    """Whether the noun of "what's the deadline (for it)" ends the question."""
    end = clauses.clause_end(frame.start)
    facts = clauses.sets["fact_things"] | clauses.sets["fact_nouns"]
    for n in range(frame.start + 2, min(end, frame.start + 6)):
        ends = n + 1 >= end or clauses.word(n + 1) in _BEHIND_FACT
        if clauses.words[n] in facts and ends:
            return True
    return False
