"""From speech as it was written down to words that a parser can read, and back.

A recogniser keeps hesitations and false starts, drops apostrophes and capitals, and spells a
dialect as it hears it. ``spoken`` mends that for the parser and remembers where each word came
from, so that a cue is always given in the exact words of the utterance.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate

from analyser.pipeline.rules.spelling import (
    ASIDES,
    BARE_CONTRACTIONS,
    FILLERS,
    NOT_ILL_BEFORE,
    PRONOUNS,
    RESPELT,
    WE_ARE_BEFORE,
    WE_WILL_BEFORE,
)

MAX_CHARACTERS = 100_000
"""More than an hour of unbroken speech; what lies behind it is not read."""

_PIECE = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*['\-]?|['][^\W_]+|[.,;:!?…—–\-]+|[^\s\w]|_+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u0060\u00b4", "'"))
_OPENERS = frozenset({"so", "and", "but", "okay", "ok", "right", "now", "then", "well", "because"})
_LONGEST_RESTART = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """One word or mark: ``text`` for the parser, ``[start, end)`` characters in the original."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word rather than a mark."""
        return self.text[:1].isalnum() or (len(self.text) > 1 and self.text[0] == "'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """An utterance made readable: ``text`` is parsed, ``original`` is what was said."""

    original: str
    text: str
    pieces: tuple[Piece, ...]
    offsets: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The original words behind the characters ``[start, end)`` of ``text``."""
        first = max(0, bisect_right(self.offsets, start) - 1)
        last = max(first, bisect_right(self.offsets, max(start, end - 1)) - 1)
        if not self.pieces:
            return ""
        return self.original[self.pieces[first].start : self.pieces[last].end]


def spoken(text: str, names: frozenset[str] = frozenset()) -> Spoken:
    """The utterance without hesitations and restarts, in full spelling, with the way back.

    ``names`` (in lower case) are the people in the room: they get their capitals back.
    """
    pieces = _found(text[:MAX_CHARACTERS])
    pieces = _without_asides(_without_fillers(pieces))
    pieces = _respelt(_without_restarts(pieces))
    pieces = [replace(p, text=p.text.title()) if p.text in names else p for p in pieces]
    offsets = list(accumulate((len(piece.text) + 1 for piece in pieces), initial=0))
    return Spoken(
        original=text,
        text=" ".join(piece.text for piece in pieces),
        pieces=tuple(pieces),
        offsets=tuple(offsets[:-1]),
    )


def _found(text: str) -> list[Piece]:
    """Words and marks with their places; shouted text is lowered, broken-off words are dropped."""
    shouted = text.isupper()
    found = []
    for match in _PIECE.finditer(text.translate(_APOSTROPHES)):
        word = match.group().lower() if shouted else match.group()
        if word[0].isalnum() and word[-1] == "-":
            continue
        found.append(Piece(_without_stutter(word), match.start(), match.end()))
    return found


def _without_stutter(word: str) -> str:
    """The last try of a word that was begun more than once: "wh-what", "that-that's"."""
    half, _, rest = word.partition("-")
    again = bool(rest) and rest.lower().startswith(half.lower())
    return _without_stutter(rest) if again else word


def _without_fillers(pieces: list[Piece]) -> list[Piece]:
    """Drop um and er with the comma that follows, unless nothing else would be left."""
    kept: list[Piece] = []
    dropped = False
    for piece in pieces:
        if piece.text.lower() in FILLERS:
            dropped = True
        elif dropped and piece.text in {",", "...", "…"} and not (kept and kept[-1].is_word):
            continue
        else:
            kept.append(piece)
            dropped = False
    return kept if any(piece.is_word for piece in kept) else pieces


def _without_asides(pieces: list[Piece]) -> list[Piece]:
    """Drop "you know", "I mean", "sort of" where they carry nothing."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        aside = _aside_at(pieces, at)
        if aside and (kept or at + aside < len(pieces)):
            at += aside
            if at < len(pieces) and pieces[at].text == "," and (not kept or kept[-1].text == ","):
                at += 1
        else:
            kept.append(pieces[at])
            at += 1
    return kept if any(piece.is_word for piece in kept) else pieces


def _aside_at(pieces: list[Piece], at: int) -> int:
    """How many words of an aside begin here; 0 where none does."""
    before = pieces[at - 1].text.lower() if at else ""
    for words, barred_before, barred_after in ASIDES:
        said = tuple(piece.text.lower() for piece in pieces[at : at + len(words)])
        if said != words or before in barred_before:
            continue
        following = pieces[at + len(words)].text.lower() if at + len(words) < len(pieces) else ""
        if following not in barred_after:
            return len(words)
    return 0


def _without_restarts(pieces: list[Piece]) -> list[Piece]:
    """Keep the last of words said twice over: "what what's", "I've not I've not told"."""
    kept: list[Piece] = []
    for piece in pieces:
        kept.append(piece)
        for length in range(_LONGEST_RESTART, 0, -1):
            if _repeats(kept, length):
                del kept[-2 * length : -length]
                break
    return kept


def _repeats(pieces: list[Piece], length: int) -> bool:
    """Whether the last ``length`` words say again the ``length`` words before them."""
    if len(pieces) < 2 * length:
        return False
    first = [piece.text.lower() for piece in pieces[-2 * length : -length]]
    again = [piece.text.lower() for piece in pieces[-length:]]
    if not all(piece.is_word for piece in pieces[-2 * length :]):
        return False
    stretched = length == 1 and again[0].partition("'")[0] == first[0] and "'" in again[0]
    return first == again or stretched


def _respelt(pieces: list[Piece]) -> list[Piece]:
    """Give back apostrophes, capitals and full forms; one word may become two."""
    result = []
    for n, piece in enumerate(pieces):
        before = pieces[n - 1].text.lower() if n else ""
        after = pieces[n + 1].text.lower() if n + 1 < len(pieces) else ""
        result.append(Piece(_spelling(piece.text, before, after), piece.start, piece.end))
    return result


def _spelling(word: str, before: str, after: str) -> str:
    """The full spelling of one word between its neighbours."""
    low = word.lower()
    full = RESPELT.get(low) or BARE_CONTRACTIONS.get(low) or _in_place(low, before, after) or word
    if full[:2] in {"i", "i'"}:
        return "I" + full[1:]
    return full[0].upper() + full[1:] if word[0].isupper() else full


def _in_place(low: str, before: str, after: str) -> str:
    """The spelling of a word that means two things, by where it stands; empty if as it is."""
    opens = not before or before in _OPENERS or not before[0].isalnum()
    meant = {
        "ill": ("I'll", before not in NOT_ILL_BEFORE),
        "were": ("we're", opens and after in WE_ARE_BEFORE),
        "well": ("we'll", opens and after in WE_WILL_BEFORE),
        "its": ("it's", opens),
        "lets": ("let's", bool(after) and (opens or before not in PRONOUNS)),
    }
    full, holds = meant.get(low, ("", False))
    return full if holds else ""
