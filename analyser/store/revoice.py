"""Claims about who spoke, replayed over words, turns and utterances: merges and moves.

A merge says that a voice is part of another; a move gives stretches of the recording to a voice,
which may be a new one. They are replayed in the order in which they were made. A word moves with
its middle, an utterance with the larger part of it, a turn is cut where the stretch begins and
ends. No utterance changes its number, so all that was said about it still holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from analyser.domain import Analysis, Speaker, Turn, Utterance, Word

ANYBODY = "*"
"""The subject of a move that takes a stretch from whoever is heard in it."""

_LONGEST_SECONDS = 600.0
"""No word or utterance is longer, so that those that reach into a stretch are found quickly."""

Span = tuple[float, float]


class Change(Protocol):
    """A claim about voices, as the claims of the store are."""

    @property
    def kind(self) -> str:
        """``merge`` or ``move``; others are passed over."""

    @property
    def subject(self) -> str:
        """The voice that goes, or that stretches are taken from."""

    @property
    def value(self) -> Mapping[str, Any]:
        """``{"into"}`` of a merge, ``{"to", "stretches"}`` of a move."""


class _Spoken(Protocol):
    """What both words and utterances have."""

    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


Row = TypeVar("Row", bound=_Spoken)


def revoiced(analysis: Analysis, changes: Iterable[Change]) -> Analysis:
    """The analysis once every merge and every move has been made, oldest first."""
    voices = _Voices.of(analysis)
    for change in changes:
        if change.kind == "merge":
            voices.merge(change.subject, str(change.value["into"]))
        elif change.kind == "move":
            for start, end in change.value["stretches"]:
                voices.move((float(start), float(end)), change.subject, str(change.value["to"]))
    return voices.put_into(analysis) if voices.changed else analysis


@dataclass(slots=True, kw_only=True)
class _Voices:
    """Who said what, while it is being put right.

    ``alias`` maps a voice that is no more to the one that it is part of; rows keep the older id
    until the end.
    """

    speakers: list[Speaker]
    words: list[Word]
    turns: list[Turn]
    utterances: list[Utterance]
    alias: dict[str, str] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def of(cls, analysis: Analysis) -> _Voices:
        return cls(
            speakers=list(analysis.speakers),
            words=list(analysis.words),
            turns=list(analysis.turns),
            utterances=list(analysis.utterances),
        )

    def now(self, voice: str) -> str:
        """What a voice is part of by now."""
        return self.alias.get(voice, voice)

    def merge(self, gone: str, kept: str) -> None:
        """``gone`` is part of ``kept`` from now on."""
        gone, kept = self.now(gone), self.now(kept)
        if gone == kept:
            return
        self.alias = {voice: kept if into == gone else into for voice, into in self.alias.items()}
        self.alias[gone] = kept
        self.changed = True

    def move(self, span: Span, giver: str, taker: str) -> None:
        """What ``giver`` says in a stretch is ``taker``'s; a taker not heard of is a new voice."""
        giver, taker = self.now(giver), self.now(taker)
        if all(speaker.id != taker for speaker in self.speakers):
            self.speakers.append(Speaker(id=taker, name=f"Voice {len(self.speakers) + 1}"))
        for n in _reaching(self.words, span):
            word = self.words[n]
            inside = span[0] <= (word.start + word.end) / 2 < span[1]
            if inside and word.speaker is not None and self._gives(word.speaker, giver):
                self.words[n] = replace(word, speaker=taker)
        for n in _reaching(self.utterances, span):
            spoken = self.utterances[n]
            if _mostly(spoken, span) and self._gives(spoken.speaker, giver):
                self.utterances[n] = replace(spoken, speaker=taker)
        self.turns = [
            piece for turn in self.turns for piece in self._pieces(turn, span, giver, taker)
        ]
        self.changed = True

    def _gives(self, speaker: str, giver: str) -> bool:
        return giver == ANYBODY or self.now(speaker) == giver

    def _pieces(self, turn: Turn, span: Span, giver: str, taker: str) -> list[Turn]:
        """A turn, cut at the ends of a stretch of which it is part, the middle given away."""
        start, end = max(turn.start, span[0]), min(turn.end, span[1])
        if start >= end or not self._gives(turn.speaker, giver):
            return [turn]
        parts = (
            replace(turn, end=start),
            replace(turn, start=start, end=end, speaker=taker, confidence=1.0),
            replace(turn, start=end),
        )
        return [part for part in parts if part.start < part.end]

    def put_into(self, analysis: Analysis) -> Analysis:
        """The analysis under the voices that are left: those of whom anything is still heard."""
        turns = self._turns()
        heard = {turn.speaker for turn in turns} | {self.now(u.speaker) for u in self.utterances}
        return replace(
            analysis,
            speakers=tuple(speaker for speaker in self.speakers if speaker.id in heard),
            words=tuple(
                word if word.speaker is None else replace(word, speaker=self.now(word.speaker))
                for word in self.words
            ),
            turns=turns,
            utterances=tuple(replace(u, speaker=self.now(u.speaker)) for u in self.utterances),
        )

    def _turns(self) -> tuple[Turn, ...]:
        """Turns under their voice's present id; of one voice, those that touch become one."""
        joined: list[Turn] = []
        last: dict[str, int] = {}
        for turn in sorted(self.turns, key=lambda turn: (turn.start, turn.end)):
            voice = self.now(turn.speaker)
            at = last.get(voice)
            if at is not None and turn.start <= joined[at].end:
                joined[at] = _as_one(joined[at], turn)
                continue
            last[voice] = len(joined)
            joined.append(replace(turn, speaker=voice))
        return tuple(joined)


def _as_one(turn: Turn, later: Turn) -> Turn:
    """Two turns of one voice that touch; as sure as the less sure of the two."""
    return replace(
        turn,
        end=max(turn.end, later.end),
        confidence=min(turn.confidence, later.confidence),
    )


def _reaching(rows: Sequence[Row], span: Span) -> range:
    """The places of rows, sorted by their start, among which are all that reach into a stretch."""
    first = bisect_left(rows, span[0] - _LONGEST_SECONDS, key=lambda row: row.start)
    return range(first, bisect_left(rows, span[1], key=lambda row: row.start))


def _mostly(row: _Spoken, span: Span) -> bool:
    """Whether at least half of a row lies in a stretch."""
    inside = min(row.end, span[1]) - max(row.start, span[0])
    return inside >= (row.end - row.start) / 2 and inside > 0
