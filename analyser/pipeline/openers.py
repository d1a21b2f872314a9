"""How sentences begin when no mark tells: the words that open a question or a new clause."""

from __future__ import annotations

from collections.abc import Sequence

from analyser.pipeline.punctuation import words_of

ID = "openers-1"

_ASKING = words_of("what how why who where when which whose")
_AUXILIARIES = words_of(
    "do does did is are was were am can could would should shall will have has had may might must "
    "don't doesn't didn't isn't aren't wasn't weren't can't couldn't wouldn't shouldn't won't "
    "haven't hasn't hadn't"
)
_SUBJECTS = words_of(
    "i you he she it we they there this that everybody everyone somebody someone anybody anyone "
    "i'm you're he's she's it's we're they're there's that's i've you've we've they've i'd you'd "
    "he'd she'd we'd they'd i'll you'll he'll she'll it'll we'll they'll let's what's"
)
_JOINING = words_of("so and but or because then well anyway though however")
_ANSWERING = words_of(
    "yes yeah yep no nope okay ok right sure exactly absolutely sorry thanks thank hi hello"
)
_FRAMING = words_of("maybe perhaps if when while since after before")
_LEANING = words_of(
    "a an the my your his its our their to of in on at for with from by about into than "
    "and or but so because if which i we they he she is are was were be been am "
    "not very really just um er erm uh like i'm you're he's she's it's we're they're"
)


def asks(words: Sequence[str]) -> bool:
    """Whether bare words open a question: "what …", "did you …", "and how …"."""
    first, second, *_rest = (*words, "", "")
    if first in _JOINING:
        return asks(words[1:])
    return first in _ASKING or (first in _AUXILIARIES and second in _SUBJECTS)


def opens(words: Sequence[str]) -> bool:
    """Whether bare words open a clause of their own: "so I …", "it's …", "yeah …", "what …"."""
    first, second, *_rest = (*words, "", "")
    if first in _JOINING:
        return second in _SUBJECTS or second in _FRAMING or asks(words)
    return first in _SUBJECTS or first in _ANSWERING or asks(words)


def leans_on(word: str) -> bool:
    """Whether a bare word wants another one after it, so that a pause there is a hesitation."""
    return word in _LEANING
