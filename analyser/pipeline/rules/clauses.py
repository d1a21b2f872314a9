"""Where clauses begin, what is reported speech, and how the utterance ends.

These are the signals that hold without punctuation: a clause begins at the front, after a mark,
after a conjunction or a word like "well", after a name that is called out, and where the parser
begins a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

MARKS = frozenset(".,;:!?…—–-")
_HARD_MARKS = frozenset(".;:!?…")
_REPORT_REACH = 6

Sets = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Clauses:
    """One parsed utterance, seen as clauses. ``sets`` are the lexicon's named words."""

    doc: Doc
    sets: Sets

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every token in lower case."""
        return tuple(token.lower_ for token in self.doc)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Every token's part of speech in the Penn notation."""
        return tuple(token.tag_ for token in self.doc)

    @cached_property
    def mark(self) -> str:
        """The mark that the utterance ends with: ``?``, ``.``, ``!`` or nothing."""
        for token in reversed(self.doc):
            if token.text[0] in "?.!…":
                return "?" if "?" in token.text else token.text[0]
            if token.lower_[0].isalnum() or token.lower_[0] == "'":
                return ""
        return ""

    @cached_property
    def length(self) -> int:
        """The number of tokens up to the mark at the end."""
        return next((n + 1 for n in range(len(self.doc) - 1, -1, -1) if not self.is_mark(n)), 0)

    @cached_property
    def starts(self) -> frozenset[int]:
        """Places where a clause begins; words that only open it do not count as part of it."""
        found: set[int] = set()
        for n in range(len(self.doc)):
            if not self.is_mark(n) and self._starts(n, found):
                found.add(n)
        return frozenset(found)

    @cached_property
    def opening(self) -> frozenset[int]:
        """The places among ``starts`` that only opening words stand before."""
        found: set[int] = set()
        for n in range(len(self.doc)):
            if self.is_mark(n):
                continue
            if n not in self.starts:
                break
            found.add(n)
            if not (self._opens(n) or self._calls(n)):
                break
        return frozenset(found)

    @cached_property
    def fresh(self) -> frozenset[int]:
        """The places among ``starts`` where a sentence begins, not only a joined clause."""
        found = set(self.opening)
        for n in sorted(self.starts - self.opening):
            follows = n - 1 in found and self._opens(n - 1)
            if follows or self.is_mark(n - 1) or self.doc[n].is_sent_start:
                found.add(n)
        return frozenset(found)

    def _starts(self, n: int, found: set[int]) -> bool:
        """Whether a clause begins at ``n``, knowing those that began before."""
        if n == 0 or self.is_mark(n - 1):
            return True
        before = self.words[n - 1]
        if before in {"so", "and", "but", "because", "or", "then"}:
            return True
        asked = self.words[n - 2] if before in {"you", "us", "everyone"} and n > 1 else before
        if asked == "ask" and "i" in self.words[max(0, n - 6) : n]:
            return True
        if self.doc[n].is_sent_start and self.words[n] not in {"to", "that", "n't"}:
            return True
        return n - 1 in found and (self._opens(n - 1) or self._calls(n - 1))

    def _opens(self, n: int) -> bool:
        """Whether the word only opens a clause ("well", "so", "actually")."""
        return self.words[n] in self.sets["discourse"]

    def _calls(self, n: int) -> bool:
        """Whether the word may be a name that is called out at the front of a clause."""
        word = self.words[n]
        if word in self.sets["not_vocative"] or n + 1 >= len(self.doc):
            return False
        return self.doc[n].is_title and word[0] != "i" and not self.is_mark(n)

    def is_mark(self, n: int) -> bool:
        """Whether the token is punctuation."""
        return self.words[n][0] in MARKS or self.doc[n].is_punct

    def ended(self, n: int) -> bool:
        """Whether the token is a mark that ends a sentence."""
        return self.words[n][0] in _HARD_MARKS

    @cached_property
    def parts(self) -> tuple[int, ...]:
        """For each token where its part of the utterance begins: behind a mark or a "but"."""
        begins, found = 0, []
        for n in range(len(self.doc)):
            found.append(begins)
            if self.is_mark(n) or self.words[n] in {"because", "but", "so"}:
                begins = n + 1
        return tuple(found)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """For each token where its sentence ends: at the next hard mark, or at the end."""
        end, found = len(self.doc), []
        for n in reversed(range(len(self.doc))):
            end = n if self.ended(n) else end
            found.append(end)
        return tuple(reversed(found))

    def clause_end(self, n: int) -> int:
        """The end of the sentence that ``n`` stands in."""
        return self.ends[n] if n < len(self.ends) else len(self.doc)

    def asks_at(self, n: int) -> bool:
        """Whether the sentence that ``n`` stands in ends with a question mark."""
        end = self.clause_end(n)
        return end < len(self.doc) and "?" in self.words[end]

    def skip(self, n: int, name: str) -> int:
        """The first place from ``n`` on whose word is not in the set ``name``."""
        while n < len(self.doc) and self.words[n] in self.sets[name]:
            n += 1
        return n

    def between(self, start: int, end: int) -> Iterator[str]:
        """The words in ``[start, end)``."""
        return iter(self.words[start:end])

    def word(self, n: int) -> str:
        """The word at ``n``; empty behind the end."""
        return self.words[n] if 0 <= n < len(self.words) else ""

    def tag(self, n: int) -> str:
        """The tag at ``n``; empty behind the end."""
        return self.tags[n] if 0 <= n < len(self.tags) else ""

    def is_reported(self, n: int) -> bool:
        """Whether the words at ``n`` are somebody's words that the speaker only gives back."""
        for at in range(n - 1, max(-1, n - 1 - _REPORT_REACH), -1):
            if self.words[at][0] in _HARD_MARKS:
                return False
            if self._reports(at):
                return True
        return False

    def _reports(self, at: int) -> bool:
        """Whether the word at ``at`` says that somebody else's or earlier words follow."""
        word = self.words[at]
        if word == "like":
            return self.word(at - 1) in {"was", "were", "'m", "'re"}
        if word == "say":
            return self.word(at - 1) in {"'d", "'ll", "would", "will", "might"} and self.word(
                at - 2
            ) in self.sets["reported_subjects"] - {"i", "it"}
        if word not in self.sets["reporting"]:
            return False
        near = self.words[max(0, at - 3) : at]
        return "you" not in near or "i" in near
