"""What the marks on a word say: whether a sentence ends there, or only an abbreviation."""

from __future__ import annotations

import re

ID = "punctuation-1"

_OPENERS = "\"'“‘«([{¿¡"  # noqa: RUF001 - typographic quotes are meant
_CLOSERS = "\"'”’»)]}"
_ENDS = (".", "?", "!", "…", "。", "？", "！")  # noqa: RUF001 - marks of other scripts are meant
_COMMAS = (",", ";", ":", "-", "–", "—", "、")
_TRAILS_OFF = ("...", "…")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+")
_ONE_INITIAL = re.compile(r"[A-HJ-Z]\.")
_MARKS = re.compile(r"[^\w\s']")


def words_of(text: str) -> frozenset[str]:
    """A set of words from one text."""
    return frozenset(text.split())


_ALWAYS_GO_ON = words_of("mr mrs ms mx dr prof rev messrs eg ie viz vs cf approx dept fig")
"""Abbreviations after which the sentence goes on."""
_MAY_GO_ON = words_of("etc inc ltd co jr sr st am pm us uk eu hr phd")
"""Abbreviations that may end a sentence: it goes on if the next word begins small."""


def bare(text: str) -> str:
    """A word without the marks around it, in lower case: ``"Well,`` becomes ``well``."""
    return text.strip("".join((_OPENERS, _CLOSERS, *_ENDS, *_COMMAS))).casefold().replace("’", "'")


def unmarked(text: str) -> str:
    """A text as a recogniser without punctuation writes it: lower case, no mark but apostrophes."""
    return " ".join(_MARKS.sub(" ", text.lower()).split())


def ends_sentence(text: str, following: str | None) -> bool:
    """Whether a sentence ends with this word, given the next one (``None`` at the very end).

    Titles, initials and abbreviations do not end one, nor does a trailing "..." before a word
    that begins small. A number such as "3.5" has no mark at its end, so it never does.
    """
    marked = text.rstrip(_CLOSERS)
    if not marked.endswith(_ENDS):
        return False
    if following is None or not marked.endswith((".", "…")):
        return True
    goes_on_small = following.lstrip(_OPENERS)[:1].islower()
    if marked.endswith(_TRAILS_OFF):
        return not goes_on_small
    return not _abbreviates(marked, goes_on_small=goes_on_small)


def pauses_in_sentence(text: str) -> bool:
    """Whether a comma, a dash or the like stands at the end of this word."""
    return text.rstrip(_CLOSERS).endswith(_COMMAS)


def _abbreviates(marked: str, *, goes_on_small: bool) -> bool:
    """Whether the full stop belongs to the word: "Mr.", "e.g.", "J. Smith", "5 p.m. on"."""
    name = marked.casefold().replace(".", "")
    if name in _ALWAYS_GO_ON or _ONE_INITIAL.fullmatch(marked):
        return True
    return goes_on_small and (name in _MAY_GO_ON or bool(_INITIALS.fullmatch(marked)))
