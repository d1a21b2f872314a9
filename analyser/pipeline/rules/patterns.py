"""Rules as data: a small notation for spaCy token patterns, read from ``lexicon/*.toml``.

One pattern is one line of words, each of which is one token as spaCy cuts them (``do n't``):

    word        that word, whatever its case         a|b      one of these words
    @name       a word of the set ``name``           #VB|VBP  a word with one of these tags
    %nsubj      a word with this place in the parse  *        any word
    !a|b        any word but these                   ...      up to six words of any kind
    x?  x*  x+  may be missing, may repeat, one or more
    ^           (first) only where a clause begins   ^^       only where the utterance begins
    ^.          only where a sentence begins         $        (last) only where the utterance ends
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from analyser.domain import ActName, Form

LEXICON = Path(__file__).parent / "lexicon"
_GAP = 6
_STOPS = [".", "?", "!", ";", ":", "..."]

TokenPattern = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a pattern that is found says about the utterance.

    ``rank`` decides between rules (the higher wins); ``who`` limits the rule to people who are
    (``presenter``) or are not (``others``) the one whose issue it is, or who run the set.
    """

    name: str
    act: ActName
    form: Form | None = None
    rank: int
    who: str = "all"
    quoted: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One compiled line of a rule and where it may stand."""

    rule: Rule
    line: str
    tokens: tuple[TokenPattern, ...]
    starts: str
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All rules by name, their patterns, and the named sets of words."""

    rules: Mapping[str, Rule]
    patterns: tuple[Pattern, ...]
    sets: Mapping[str, frozenset[str]]


def load_lexicon(folder: Path = LEXICON) -> Lexicon:
    """Read the word sets and every rule file of ``folder``.

    :raises KeyError: a pattern names a set that is not there.
    """
    raw = {
        name: frozenset(words.split())
        for file in sorted(folder.glob("words*.toml"))
        for name, words in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }
    sets = {name: _resolved(words, raw) for name, words in raw.items()}
    rules: dict[str, Rule] = {}
    patterns: list[Pattern] = []
    for file in sorted(set(folder.glob("*.toml")) - set(folder.glob("words*.toml"))):
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            lines = entry.pop("patterns")
            rules[name] = Rule(name=name, **entry)
            patterns.extend(
                _pattern(rules[name], way, sets) for line in lines for way in _ways(line)
            )
    return Lexicon(rules=rules, patterns=tuple(patterns), sets=sets)


def _resolved(words: Iterable[str], raw: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words of a set, with those of the sets (``@name``) that it takes in."""
    found: set[str] = set()
    for word in words:
        found |= _resolved(raw[word[1:]], raw) if word[0] == "@" else {word}
    return frozenset(found)


def _ways(line: str) -> tuple[str, ...]:
    """A line whose last word may also be the end (``here|$``) is two lines."""
    body, _, last = line.rpartition(" ")
    words = last.split("|")
    if "$" not in words or last == "$":
        return (line,)
    rest = "|".join(word for word in words if word != "$")
    return f"{body} {rest}", f"{body} $"


def _pattern(rule: Rule, line: str, sets: Mapping[str, frozenset[str]]) -> Pattern:
    """Compile one line of the notation."""
    parts = line.split()
    starts = parts.pop(0) if parts[0] in {"^", "^^", "^."} else ""
    ends = parts[-1] == "$"
    if ends:
        parts.pop()
    choices = product(*(_choices(part, sets) for part in parts))
    tokens = tuple([token for choice in chosen for token in choice] for chosen in choices)
    return Pattern(rule=rule, line=line, tokens=tokens, starts=starts, ends=ends)


def _choices(part: str, sets: Mapping[str, frozenset[str]]) -> list[TokenPattern]:
    """The ways to read one word of the notation: ``to|if|#VBG`` is a word or a tag."""
    tagged = re.search(r"\|(#[^?*+]+)", part)
    if tagged is None:
        return [_tokens(part, sets)]
    repeat = part[-1] if part[-1] in "?*+" else ""
    return [_tokens(part[: tagged.start()] + repeat, sets), _tokens(tagged[1] + repeat, sets)]


def _tokens(part: str, sets: Mapping[str, frozenset[str]]) -> TokenPattern:
    """One word of the notation as token patterns."""
    if part == "...":
        return [{"LOWER": {"NOT_IN": _STOPS}, "OP": "?"}] * _GAP
    if part == "*":
        return [{"IS_PUNCT": False}]
    body, repeat = (part[:-1], part[-1]) if part[-1] in "?*+" and part[1:] else (part, "")
    token = _token(body, sets)
    return [{**token, "OP": repeat}] if repeat else [token]


def _token(body: str, sets: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """The constraint on one token."""
    if body[0] == "#":
        return {"TAG": {"IN": body[1:].split("|")}}
    if body[0] == "%":
        return {"DEP": {"IN": body[1:].split("|")}}
    if body[0] == "!":
        return {"LOWER": {"NOT_IN": _members(body[1:], sets)}, "IS_PUNCT": False}
    return {"LOWER": {"IN": _members(body, sets)}}


def _members(body: str, sets: Mapping[str, frozenset[str]]) -> list[str]:
    """The words of ``a|@set|b``, sorted."""
    found: set[str] = set()
    for word in body.split("|"):
        found |= sets[word[1:]] if word[0] == "@" and word[1:] else {word}
    return sorted(found)
