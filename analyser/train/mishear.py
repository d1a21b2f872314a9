"""The corpus as a recogniser hears it: marks and capitals lost or wrong, words misheard or lost.

Every function takes a random source, so that a run is repeatable from its seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from analyser.pipeline.punctuation import unmarked

STYLES: tuple[tuple[str, float], ...] = (
    ("written", 0.38),
    ("bare", 0.34),
    ("mismarked", 0.18),
    ("lower", 0.10),
)
"""How a row is shown in an epoch, and how often."""

TIDIED = 0.5
"""How often hesitations and restarts are left out, as recognisers do."""
MISHEARD = 0.03
"""The share of words that are misheard or lost in a text that is not as written."""
NO_APOSTROPHES = 0.2

_HESITATION = re.compile(r"\b(?:um+|uh+|er+|erm+|mm+hm|hmm+)\b,?\s*", re.IGNORECASE)
_RESTART = re.compile(r"\b((?:\w+'?\w*\s){0,2}\w+'?\w*)[,–-]+\s+(?=\1\b)", re.IGNORECASE)
_LOST = frozenset({"a", "the", "to", "of", "just", "and", "so", "it", "is", "that", "in", "at"})
_HEARD: dict[str, tuple[str, ...]] = {
    "you": ("ya", "your"),
    "your": ("you're", "you"),
    "you're": ("your",),
    "their": ("there",),
    "there": ("their",),
    "they're": ("there", "their"),
    "would": ("will", "could"),
    "could": ("would", "can"),
    "should": ("could",),
    "have": ("of", "had"),
    "have you": ("of you",),
    "what's": ("what", "was"),
    "what": ("but",),
    "where": ("were",),
    "were": ("where", "was"),
    "than": ("then",),
    "then": ("than",),
    "did": ("do",),
    "do": ("to", "did"),
    "how": ("now",),
    "who's": ("whose",),
    "it's": ("its", "is"),
    "we'll": ("will", "well"),
    "we're": ("were",),
    "i'd": ("i", "i'll"),
    "i'll": ("i", "all"),
    "i'm": ("i", "am"),
    "can't": ("can",),
    "don't": ("do", "didn't"),
    "want to": ("wanna",),
    "going": ("gonna",),
    "because": ("cause", "cos"),
    "yeah": ("yes", "ya"),
    "two": ("to", "too"),
    "know": ("no",),
    "no": ("know",),
    "right": ("write", "alright"),
    "new": ("knew",),
    "board": ("bored",),
    "staff": ("stuff",),
    "stuff": ("staff",),
    "wait": ("weight",),
    "hear": ("here",),
    "here": ("hear",),
}


def style(random: Random) -> str:
    """One of the ways to show a row."""
    return random.choices([name for name, _ in STYLES], [share for _, share in STYLES])[0]


def heard(text: str, shown: str, random: Random) -> str:
    """The text in a style; a text that would be left empty stays as it is."""
    if shown == "written":
        return _tidied(text, random) if random.random() < TIDIED / 2 else text
    write: Callable[[str, Random], str] = {"bare": bared, "mismarked": mismarked}.get(
        shown, lowered
    )
    said = _tidied(text, random) if random.random() < TIDIED else text
    return write(_misheard(said, random), random) or text


def bared(text: str, random: Random) -> str:
    """Without marks and capitals, now and then without apostrophes too."""
    plain = unmarked(text)
    return plain.replace("'", "") if random.random() < NO_APOSTROPHES else plain


def mismarked(text: str, random: Random) -> str:
    """The last mark guessed wrongly or not at all, commas lost."""
    body = text.rstrip(" .?!…")
    body = "".join(c for c in body if c not in ",;–" or random.random() < 1 / 2)
    return body + random.choice([".", "", "?" if text.rstrip().endswith("?") else ".", ","])


def lowered(text: str, _random: Random) -> str:
    """Lower case, marks kept."""
    return text.lower()


def _tidied(text: str, random: Random) -> str:
    """Without hesitations and restarts."""
    plain = _HESITATION.sub("", text)
    if random.random() < 1 / 2:
        plain = _RESTART.sub("", plain)
    return plain.strip(" ,") or text


def _misheard(text: str, random: Random) -> str:
    """A few words as others that sound alike, a few small ones lost."""
    return " ".join(
        word for given in text.split() if (word := _misheard_word(given, random)) is not None
    )


def _misheard_word(word: str, random: Random) -> str | None:
    if random.random() >= MISHEARD:
        return word
    low = word.lower().strip(".,?!")
    if low in _HEARD:
        return random.choice(_HEARD[low])
    return None if low in _LOST else word
