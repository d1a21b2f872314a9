"""Questions that begin with their auxiliary: honest, a step in disguise, or for the session."""

from __future__ import annotations

from analyser.pipeline.rules.clauses import Clauses
from analyser.pipeline.rules.frames import BE, HAVE, Frame
from analyser.pipeline.rules.verdicts import CLOSED, OPEN, Verdict, first_of, session, step

_WH = frozenset({"what", "how", "why", "who", "where", "when", "any"})
_STEERS = frozenset({"should", "need", "ought", "better", "worth", "help"})
_MIGHT = frozenset({"could", "might", "must"})
_COMPARED = frozenset({"better", "best", "easier", "simpler", "happier", "sooner", "rather"})
_ANSWERS = frozenset({"answer", "solution", "thing", "option", "trick"})
_BEFALLS = frozenset({"lose", "happen", "end", "die", "fail", "fall", "collapse", "become", "get"})
_PEOPLE = frozenset({"someone", "somebody", "anyone", "anybody", "nobody"})
_MOVES = frozenset(
    {"next", "first", "break", "pause", "start", "begin", "suggestions", "ideas", "feedback"}
    | {"silence", "questions", "advice"}
)


def polar(clauses: Clauses, frame: Frame) -> Verdict:
    """The kind of a question that a yes or a no could answer."""
    if frame.subject in {"you", "yous", "ye"}:
        return _asked_of_you(clauses, frame)
    if frame.subject in {"it", "that", "this", "there"}:
        return _asked_of_it(clauses, frame)
    if frame.subject == "i":
        return _asked_by_me(clauses, frame)
    if frame.subject in clauses.sets["group_people"]:
        return _asked_of_all(clauses, frame)
    return _asked_of_others(clauses, frame)


def _asked_of_you(clauses: Clauses, frame: Frame) -> Verdict:
    """Have you, could you, would you, should you, do you, are you."""
    if frame.aux in HAVE | {"did"}:
        return _have_you(clauses, frame)
    if frame.aux in {"can", "could", "ca", "might"}:
        return _could_you(clauses, frame)
    if frame.aux in {"would", "will", "wo"}:
        return _would_you(clauses, frame)
    if frame.aux == "should":
        return CLOSED if frame.verb in HAVE else step("should_you")
    return _do_you(clauses, frame) if frame.aux == "do" else _are_you(clauses, frame)


def _behind(clauses: Clauses, frame: Frame, length: int) -> tuple[str, ...]:
    """The words from the verb on."""
    return clauses.words[frame.verb_at : frame.verb_at + length]


def _have_you(clauses: Clauses, frame: Frame) -> Verdict:
    """Have you tried or thought about a step, or only: have you done it."""
    verb, after = frame.verb, clauses.word(frame.verb_at + 1)
    before = set(clauses.words[frame.start : frame.verb_at])
    others = {"asked", "got", "had", "invited", "asking"}
    nothing = {"anything", "everything", "things", "?", ""}
    return first_of(
        (verb in {"considered", "explored", "contemplated", "consider"}, step("have_you_tried")),
        (verb in {"tried", "try"} and after not in nothing, step("have_you_tried")),
        (_thinks_of_step(clauses, frame), step("have_you_thought")),
        (verb in {"looked", "look"} and after in {"at", "into", "for"}, step("have_you_looked")),
        (verb in others and _to_verb(clauses, frame.verb_at), step("have_you_asked")),
        (verb == "asked" and bool(_WH & set(_behind(clauses, frame, 5))), step("have_you_asked")),
        (frame.negated and bool({"just", "simply"} & before), step("have_you_not_just")),
        (frame.negated and verb in {"think", "want"} and after == "to", step("did_you_not_think")),
        (frame.aux == "had" and "better" in before | {verb}, step("had_you_better")),
        otherwise=CLOSED,
    )


def _thinks_of_step(clauses: Clauses, frame: Frame) -> bool:
    """Whether "thought" is followed by a step rather than by a question of its own."""
    behind = clauses.words[frame.verb_at + 1 : frame.verb_at + 7]
    if frame.verb not in {"thought", "wondered", "think"}:
        return False
    if frame.verb == "think" and not {"about", "of"} & set(behind[:3]):
        return False
    return not _WH & set(behind[:3]) or bool({"could", "might"} & set(behind))


def _to_verb(clauses: Clauses, at: int) -> bool:
    """Whether "to" and a verb follow soon: "asked her to come"."""
    soon = range(at + 2, at + 6)
    return any(clauses.word(n) == "to" and clauses.tag(n + 1) == "VB" for n in soon)


def _could_you(clauses: Clauses, frame: Frame) -> Verdict:
    """Could you: an ability, a service to the session, or a step."""
    verb, after = frame.verb, clauses.word(frame.verb_at + 1)
    ends = frame.verb_at + 3 >= clauses.clause_end(frame.start)
    heard = verb == "hear" or (verb == "see" and after in {"me", "us", "my"})
    served = {"mute", "unmute", "repeat", "rephrase", "reframe"}
    told = verb in {"say", "tell"} and after not in {"if", "that", "whether", "?", "when"}
    return first_of(
        (frame.verb_at >= clauses.length, CLOSED),
        (heard, session("sound")),
        (verb in served, session("service")),
        (told or verb in {"give", "find", "get"}, step("could_you")),
        (verb == "do" and (ends or frame.aux == "can"), CLOSED),
        (verb in clauses.sets["mental_verbs"] - {"do"}, CLOSED),
        (verb in clauses.sets["invite_verbs"], OPEN),
        otherwise=step("could_you"),
    )


def _would_you(clauses: Clauses, frame: Frame) -> Verdict:
    """Would you: a step to consider, or an honest question."""
    behind = set(_behind(clauses, frame, 4))
    considers = frame.verb in {"consider", "try", "contemplate", "think"} and "say" not in behind
    open_to = {"open", "willing", "prepared", "up"} & behind and {"to", "for"} & behind
    offers = frame.verb in {"like", "want", "prefer"} and _is_a_move(clauses, frame)
    return first_of(
        (considers, step("would_you_consider")),
        (bool(open_to), step("would_you_be_open")),
        (frame.negated and bool(_COMPARED & behind), step("would_you_not_rather")),
        (offers, session("offer")),
        otherwise=CLOSED,
    )


def _is_a_move(clauses: Clauses, frame: Frame) -> bool:
    """Whether what is offered is a move of the session: a break, to go next, us to stop."""
    ours = clauses.words[frame.verb_at + 1 : frame.verb_at + 3] == ("us", "to")
    return ours or bool(_MOVES & set(_behind(clauses, frame, 7)))


def _do_you(clauses: Clauses, frame: Frame) -> Verdict:
    """Do you think you should: a step. Do you know: not."""
    behind = set(clauses.words[frame.verb_at + 1 : frame.verb_at + 9])
    thinks = frame.verb in {"think", "reckon", "feel", "agree", "not"}
    steers = bool(_STEERS & behind) or bool(_MIGHT & behind and "you" in behind)
    praised = frame.negated and frame.verb == "think" and clauses.sets["help_words"] & behind
    owes = frame.negated and frame.verb in {"need", "owe", "have", "deserve", "want"}
    offers = frame.verb in {"want", "need", "mind", "feel"} and _is_a_move(clauses, frame)
    return first_of(
        (bool(praised) or (thinks and steers), step("do_you_think")),
        (owes, step("dont_you_need")),
        (frame.verb == "fancy", step("do_you_fancy")),
        (offers, session("offer")),
        otherwise=CLOSED,
    )


def _are_you(clauses: Clauses, frame: Frame) -> Verdict:
    """Are you open to a step; are you not better doing it."""
    behind = set(_behind(clauses, frame, 4))
    open_to = frame.verb in {"open", "willing", "prepared"} and {"to", "for"} & behind
    better = frame.negated and frame.verb in {"better", "best", "supposed", "meant"}
    return first_of(
        (bool(open_to), step("are_you_open")),
        (better, step("arent_you_better")),
        otherwise=CLOSED,
    )


def _asked_of_it(clauses: Clauses, frame: Frame) -> Verdict:
    """Would it help to, is it worth, is there any reason you couldn't."""
    behind = _behind(clauses, frame, 8)
    there, being = frame.subject == "there", frame.aux in BE
    asks_set = there and {"question", "put", "ask", "comments"} & set(behind)
    return first_of(
        (bool(asks_set) or _for_us(behind), session("offer")),
        (there and (frame.negated or _way_for_you(set(behind))), step("is_there_a_way")),
        (not being and not there and _helps(clauses, frame), step("would_it_help")),
        (being and frame.negated and _exclaims(clauses, frame), Verdict("other", "flourish")),
        (being and not there and _is_worth(clauses, frame), step("is_it_worth")),
        otherwise=CLOSED,
    )


def _for_us(behind: tuple[str, ...]) -> bool:
    """Whether what follows is about the session: "would it help if we paused"."""
    if "if" not in behind:
        return False
    return bool({"we", "i", "us"} & set(behind[: behind.index("if") + 2]))


def _way_for_you(behind: set[str]) -> bool:
    """Any way you could, any reason you couldn't, an option to, mileage in."""
    if {"you", "could"} <= behind and _PEOPLE & behind:
        return True
    if {"way", "chance", "reason", "possibility", "scope"} & behind:
        return bool({"you", "of", "to", "for", "not", "he", "she", "they"} & behind)
    return bool({"mileage", "merit", "value", "option"} & behind and {"in", "to", "of"} & behind)


def _helps(clauses: Clauses, frame: Frame) -> bool:
    """Whether it is "would it (not) be better to …", "would it help if you …" with a step."""
    if frame.aux not in {"would", "could", "might", "will", "wo", "does"}:
        return False
    behind, helps = _behind(clauses, frame, 5), clauses.sets["help_words"]
    tags = clauses.tags[frame.verb_at + 1 : frame.verb_at + 8]
    praised = bool(helps & set(behind)) and frame.verb in helps | {"be", "make", "a"}
    optional = bool({"option", "worth", "idea"} & set(behind))
    able = frame.verb in {"help", "make", "work", "hurt", "save"}
    if "say" in behind or not (praised or optional or able):
        return False
    joins = bool({"if", "to", "just", "than"} & set(_behind(clauses, frame, 9)[1:]))
    return joins or "VBG" in tags or optional or (frame.negated and praised)


def _exclaims(clauses: Clauses, frame: Frame) -> bool:
    """Whether it is "isn't it mad": an adjective ends it, and nobody is asked."""
    if clauses.asks_at(frame.start) or clauses.tag(frame.verb_at) != "JJ":
        return False
    return frame.verb_at + 1 >= clauses.length or clauses.is_mark(frame.verb_at + 1)


def _is_worth(clauses: Clauses, frame: Frame) -> bool:
    """Is it worth asking; isn't it time; isn't it better to; is it possible to."""
    behind = _behind(clauses, frame, 6)
    first = set(behind[:3])
    if {"worth", "time"} & first:
        return not {"first", "same"} & first
    if {"possible", "option", "idea"} & first:
        return "option" in first or bool({"to", "for"} & set(behind))
    praised = clauses.sets["help_words"] & first
    turned = {"case", "answer", "simplest", "way", "about"} & set(behind[:4])
    return frame.negated and bool(praised or turned)


def _asked_by_me(clauses: Clauses, frame: Frame) -> Verdict:
    """Can I come in; am I right; should I have known."""
    asks = clauses.asks_at(frame.start) or frame.aux in {"can", "may"}
    moves = frame.aux in {"can", "could", "may"} and frame.verb in clauses.sets["session_moves"]
    return first_of(
        (moves, session("i")),
        (asks, CLOSED),
        otherwise=Verdict("closed_question", "asks_oneself"),
    )


def _asked_of_all(clauses: Clauses, frame: Frame) -> Verdict:
    """Questions to us or to everyone mostly run the session."""
    if frame.subject in {"we", "us"}:
        means = frame.verb in {"talking", "looking", "saying", "speaking"}
        return CLOSED if means else session("we")
    now = frame.aux not in {"did", "had", "was", "were"}
    wants = clauses.sets["group_wants"] & set(_behind(clauses, frame, 3))
    return session("all") if now and wants and frame.subject != "people" else CLOSED


def _asked_of_others(clauses: Clauses, frame: Frame) -> Verdict:
    """Could your deputy run it; shouldn't she do that; isn't the answer to ask."""
    if not 0 <= frame.verb_at < clauses.length:
        return CLOSED
    better = bool(_COMPARED & set(_behind(clauses, frame, 3)))
    answer = frame.aux in BE and _ANSWERS & set(clauses.words[frame.start : frame.start + 5])
    doing = frame.verb not in clauses.sets["mental_verbs"] - {"do", "have"} | _BEFALLS
    able = frame.aux in {"should", "could", "ca", "can"}
    steers = able and (frame.negated or (doing and frame.aux != "can"))
    return first_of(
        (frame.negated and (better or bool(answer)), step("isnt_it_better")),
        (steers, step("could_they")),
        otherwise=CLOSED,
    )
