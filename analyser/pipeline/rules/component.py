"""The spaCy component ``acts_rules``: every rule that fires in an utterance, with its words.

It reads the parse and knows nothing of the conversation; ``context`` decides between its findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from analyser.pipeline.rules.asking import question_at
from analyser.pipeline.rules.clauses import Clauses
from analyser.pipeline.rules.findings import Finding
from analyser.pipeline.rules.frames import AUX, NOT, WH, Frame
from analyser.pipeline.rules.orders import order_at
from analyser.pipeline.rules.patterns import Lexicon, Pattern, load_lexicon
from analyser.pipeline.rules.questions import judged

ORDER_RANK = 66


@Language.factory(
    "acts_rules", assigns=["doc._.acts_findings"], requires=["token.tag", "token.dep"]
)
def make_acts_rules(nlp: Language, name: str) -> ActsRules:
    """The component for ``nlp.add_pipe("acts_rules")``."""
    return ActsRules(nlp, name)


class ActsRules:
    """Writes ``doc._.acts_findings`` (all rules that fire) and ``doc._.acts_clauses``."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.lexicon: Lexicon = load_lexicon()
        self.patterns: dict[int, Pattern] = {}
        self.matcher = Matcher(nlp.vocab)
        for n, pattern in enumerate(self.lexicon.patterns):
            key = f"acts:{n}"
            self.matcher.add(key, list(pattern.tokens), greedy="LONGEST")
            self.patterns[nlp.vocab.strings[key]] = pattern
        for extension in ("acts_findings", "acts_clauses"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Find what every rule says about the utterance."""
        clauses = Clauses(doc, self.lexicon.sets)
        doc._.acts_clauses = clauses
        doc._.acts_findings = tuple(self._findings(clauses))
        return doc

    def _findings(self, clauses: Clauses) -> Iterator[Finding]:
        """The patterns that match where they may, then the questions and orders by grammar."""
        found = [frame for frame in _frames(clauses) if not clauses.is_reported(frame.start)]
        asked = {frame.aux_at for frame in found if frame.mood == "wh"}
        questions = [frame.start for frame in found if frame.mood in {"wh", "yes_no"}]
        for key, start, end in self.matcher(clauses.doc):
            pattern = self.patterns[key]
            if start in asked or not _may_stand(clauses, pattern, start, end):
                continue
            if pattern.rule.form == "direct" and _inside(clauses, questions, start):
                continue
            if clauses.words[start] == "if" and any(question > start for question in questions):
                continue
            yield _finding(pattern, start, end)
        for frame in found:
            yield _ordered(frame) if frame.mood == "order" else judged(clauses, frame)


def _frames(clauses: Clauses) -> Iterator[Frame]:
    """Every question and order in the utterance, in order of place."""
    taken = -1
    for n in range(clauses.length):
        if clauses.is_mark(n) or n == taken:
            continue
        found = question_at(clauses, n) or order_at(clauses, n)
        if found:
            taken = found.aux_at
            yield found


def _inside(clauses: Clauses, questions: list[int], at: int) -> bool:
    """Whether the words at ``at`` belong to a question: "what do you think you could do"."""
    return any(clauses.parts[at] <= start < at for start in questions)


def _may_stand(clauses: Clauses, pattern: Pattern, start: int, end: int) -> bool:
    """Whether the match stands where its anchors let it, and is the speaker's own words."""
    places = {"^": clauses.starts, "^^": clauses.opening, "^.": clauses.fresh}
    if pattern.starts and start not in places[pattern.starts]:
        return False
    if pattern.ends and end < clauses.length:
        return False
    if clauses.words[start] == "you" and _is_asked(clauses, start):
        return False
    if pattern.rule.act in {"reflection", "process", "other"}:
        return True
    return not clauses.is_reported(start)


def _is_asked(clauses: Clauses, at: int) -> bool:
    """Whether the "you" at ``at`` stands in a question ("do you need to"), not in a statement."""
    before = clauses.word(at - 1)
    return before in AUX | WH or (before in NOT and clauses.word(at - 2) in AUX)


def _finding(pattern: Pattern, start: int, end: int) -> Finding:
    """The claim of a pattern's rule at ``[start, end)``."""
    rule = pattern.rule
    return Finding(
        rule=rule.name,
        act=rule.act,
        form=rule.form,
        rank=rule.rank,
        start=start,
        end=end,
        who=rule.who,
    )


def _ordered(frame: Frame) -> Finding:
    """An order: advice, unless the context shows that it runs the session."""
    return Finding(
        rule="order",
        act="advice",
        form="direct",
        rank=ORDER_RANK,
        start=frame.start,
        end=frame.end,
        who="others",
    )
