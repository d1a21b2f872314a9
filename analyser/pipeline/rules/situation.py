"""What stands around an utterance: who speaks, whose issue it is, what was said before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyser.domain import Role

WINDOW = 30
"""Lines before and after that show who holds the floor, where nobody has named the presenter."""
LEAST_SHARE = 0.3
"""The part of the words around that the likely presenter speaks at the least."""
HEARD = 3
"""Lines of others that can be echoed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One utterance with what is known of its speaker; ``None`` where nothing is known."""

    text: str
    speaker: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What stands around an utterance.

    ``presents`` says whether the issue is the speaker's own, ``None`` where nobody can tell, and
    ``guessed`` that this rests on how much they talk and not on a role; ``before`` holds the words
    that others have just said.
    """

    role: Role | None = None
    presents: bool | None = None
    guessed: bool = False
    before: frozenset[str] = frozenset()

    @property
    def facilitates(self) -> bool:
        """Whether the speaker may run the session: by role, or as one of those not presenting."""
        if self.role is None:
            return self.presents is False
        return self.role in {"facilitator", "observer"}


def situations(lines: Sequence[Line], words: Sequence[Sequence[str]]) -> list[Situation]:
    """What stands around each line; ``words`` are each line's words in lower case."""
    presenters = _presenters(lines, words)
    return [
        Situation(
            role=None if line.role == "unnamed" else line.role,
            presents=_presents(line, presenters[n]),
            guessed=line.role in {None, "unnamed"},
            before=_heard(lines, words, n),
        )
        for n, line in enumerate(lines)
    ]


def _presents(line: Line, presenter: str | None) -> bool | None:
    """Whether the issue is this speaker's, by their role or by how much they talk."""
    if line.role is not None and line.role != "unnamed":
        return line.role == "presenter"
    if line.speaker is None or presenter is None:
        return None
    return line.speaker == presenter


def _heard(lines: Sequence[Line], words: Sequence[Sequence[str]], n: int) -> frozenset[str]:
    """The words that others said just before line ``n``."""
    heard: set[str] = set()
    for at in range(n - 1, max(-1, n - 1 - HEARD), -1):
        if lines[at].speaker is not None and lines[at].speaker == lines[n].speaker:
            break
        heard.update(words[at])
    return frozenset(heard)


def _presenters(lines: Sequence[Line], words: Sequence[Sequence[str]]) -> list[str | None]:
    """For each line who seems to hold the floor around it: the one with most of the words."""
    if any(line.role == "presenter" for line in lines):
        return [None] * len(lines)
    spoken = [(line.speaker or "", len(said)) for line, said in zip(lines, words, strict=True)]
    counts: Counter[str] = Counter()
    for speaker, size in spoken[:WINDOW]:
        counts[speaker] += size
    found = []
    for n in range(len(spoken)):
        found.append(_most(counts))
        if n + WINDOW < len(spoken):
            counts[spoken[n + WINDOW][0]] += spoken[n + WINDOW][1]
        if n >= WINDOW:
            counts[spoken[n - WINDOW][0]] -= spoken[n - WINDOW][1]
    return found


def _most(counts: Mapping[str, int]) -> str | None:
    """The voice with most words, where it has a fair part of them and is not alone."""
    total = sum(counts.values())
    named = sorted((size, speaker) for speaker, size in counts.items() if speaker and size)
    if not total or named[1:] == []:
        return None
    size, speaker = named[-1]
    return speaker if size / total >= LEAST_SHARE else None
