"""Whether a presenter asks for advice: a question after it, or a request for it.

"What would you do?" asks, and so does "I'd welcome some ideas". "Thanks for your advice" and "I
don't want any advice" name it and do not ask.
"""

from __future__ import annotations

import re

_HELP = r"(?:advice|ideas?|suggestions?|tips?|recommendations?)"
_SOME = r"(?:any|some|more|your|a few|a bit of)"

_QUESTION_BY_FORM = re.compile(
    r"\bwhat (?:would|could|might|should) (?:you|anyone|anybody|people) (?:all |guys )?"
    r"(?:do|try|say|suggest|advise|recommend)\b"
    r"|\bhow would (?:you|anyone|anybody) (?:all )?"
    r"(?:do|handle|approach|tackle|deal with|go about)\b"
    r"|\bwhat do you (?:all )?(?:think|reckon|suggest) i (?:should|could|ought)\b"
    r"|\bwhat (?:should|can|could) i (?:do|try|say)\b"
    r"|\bwhat (?:do|would) you (?:all )?(?:suggest|advise|recommend)\b"
)
"""Words that ask for advice whether or not anybody heard a question mark."""

_ASKED_FOR = re.compile(
    rf"\b(?:any|some|more|a few) {_HELP}\b"
    rf"|\bwhat(?:'s| is| are| would be) your {_HELP}\b"
    rf"|\b(?:have|hear|get|give me|ask for|ask you for) your {_HELP}\b"
)
"""Words that ask for advice in a question."""

_REQUEST = re.compile(
    r"\b(?:i(?:'d| would| could) (?:really |just |quite |also )*"
    r"(?:like|love|appreciate|do with|be glad of|be grateful for)"
    r"|i(?:'d| would| do)? (?:really |just |quite |also )*(?:want|need|welcome)"
    r"|i(?:'m| am) (?:really |just |also )*(?:looking|asking|hoping) for"
    r"|i(?:'m| am) open to|give me|let me have|please)\b"
    rf"(?P<between>[^.!?,;]{{0,40}}?)\b(?:{_SOME} {_HELP}|advice)\b"
)
"""Words that ask for advice in a statement or an order."""

_NOT = re.compile(r"(?:\b(?:not|never|no|nobody|without|cannot)|n't)\b[^.!?,;]*$")
"""A denial, with nothing but its own clause after it."""


def asks_for_advice(text: str, *, question: bool) -> bool:
    """Whether these words ask for advice.

    :param question: whether they are known to be a question; a question mark says so as well.
    """
    plain = " ".join(text.lower().replace("’", "'").split())
    if _QUESTION_BY_FORM.search(plain):
        return True
    if (question or plain.endswith("?")) and _ASKED_FOR.search(plain):
        return True
    return any(_is_meant(plain, found) for found in _REQUEST.finditer(plain))


def _is_meant(plain: str, found: re.Match[str]) -> bool:
    """Whether a request is not denied, before it ("don't give me") or in it ("need not")."""
    return not _NOT.search(plain[: found.start()]) and not _NOT.search(found["between"])
