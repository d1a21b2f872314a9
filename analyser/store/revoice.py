"""Claims about who spoke and what was said, replayed over words, turns and utterances.

A merge says that a voice is part of another; a move gives stretches of the recording to a voice,
which may be a new one; ``edited`` has the claims about text and times. They are replayed in the
order in which they were made. A word moves with its middle, an utterance with the larger part of
it, a turn is cut where the stretch begins and ends. No utterance changes its number, so all that
was said about it still holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from analyser.domain import Analysis, Speaker, Turn, Utterance, Word
from analyser.store.edited import EDITS, edit

ANYBODY = "*"
"""The subject of a move that takes a stretch from whoever is heard in it."""

_LONGEST_SECONDS = 600.0
"""No word or utterance is longer, so that those that reach into a stretch are found quickly."""

Span = tuple[float, float]


class Change(Protocol):
    """A claim about voices or about what was said, as the claims of the store are."""

    @property
    def kind(self) -> str:
        """``merge``, ``move`` or one of ``EDITS``; others are passed over."""

    @property
    def subject(self) -> str:
        """The voice that goes, or that stretches are taken from; an utterance's ``n``."""

    @property
    def value(self) -> Mapping[str, Any]:
        """``{"into"}`` of a merge, ``{"to", "stretches"}`` of a move."""

    @property
    def by(self) -> str:
        """The person who made it."""


class _Spoken(Protocol):
    """What both words and utterances have."""

    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


Row = TypeVar("Row", bound=_Spoken)
_Voiced = TypeVar("_Voiced", Word, Utterance)


def revoiced(analysis: Analysis, changes: Iterable[Change]) -> Analysis:
    """The analysis once every merge, move and edit has been made, oldest first."""
    voices = _Voices.of(analysis)
    for change in changes:
        if change.kind == "merge":
            voices.merge(change.subject, str(change.value["into"]))
        elif change.kind == "move":
            for start, end in change.value["stretches"]:
                span = float(start), float(end)
                voices.move(span, change.subject, str(change.value["to"]), by=change.by)
        elif change.kind in EDITS:
            edit(voices, change)
            voices.edited = True
    return voices.put_into(analysis) if voices.changed or voices.edited else analysis


@dataclass(slots=True, kw_only=True)
class _Voices:
    """Who said what, while it is being put right.

    ``alias`` maps a voice that is no more to the one that it is part of; rows keep the older id
    until the end. Where it only was ``edited``, voices and turns stay as they are.
    """

    speakers: list[Speaker]
    words: list[Word]
    turns: list[Turn]
    utterances: list[Utterance]
    alias: dict[str, str] = field(default_factory=dict)
    changed: bool = False
    edited: bool = False

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

    def move(self, span: Span, giver: str, taker: str, *, by: str) -> None:
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
                self.utterances[n] = replace(spoken, speaker=taker, by=by)
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
        """The analysis as it is now, under the voices of whom anything is still heard."""
        told = replace(
            analysis,
            words=tuple(self._present(word) for word in self.words),
            utterances=tuple(self._present(spoken) for spoken in self.utterances),
        )
        if not self.changed:
            return told
        turns = self._turns()
        heard = {turn.speaker for turn in turns} | {u.speaker for u in told.utterances}
        speakers = tuple(speaker for speaker in self.speakers if speaker.id in heard)
        return replace(told, speakers=speakers, turns=turns)

    def _present(self, row: _Voiced) -> _Voiced:
        """A row under its voice's present id."""
        return replace(row, speaker=self.alias[row.speaker]) if row.speaker in self.alias else row

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
