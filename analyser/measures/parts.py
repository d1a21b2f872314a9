"""A round or a stage as an analysis of its own: every figure can be read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analyser.domain import Analysis, Mark, Stretch, Turn, Word
from analyser.measures.casting import middle_of


def part(analysis: Analysis, mark: Mark) -> Analysis:
    """What lies in a round or a stage.

    Utterances and words count where their middle lies; turns and marks are cut. Times are from the
    start of the recording all the same, so that all of it can be listened to; ``part`` of what
    comes back says where it begins and ends.
    """
    pairs = [
        (utterance, act)
        for utterance, act in zip(analysis.utterances, analysis.acts, strict=True)
        if mark.start <= middle_of(utterance.start, utterance.end) < mark.end
    ]
    return replace(
        analysis,
        words=tuple(w for w in analysis.words if _inside(w, mark)),
        turns=tuple(_turns_cut(analysis.turns, mark)),
        utterances=tuple(utterance for utterance, _act in pairs),
        acts=tuple(act for _utterance, act in pairs),
        marks=tuple(_marks_cut(analysis.marks, mark)),
        part=Stretch(start=mark.start, end=mark.end),
    )


def _inside(word: Word, mark: Mark) -> bool:
    return mark.start <= middle_of(word.start, word.end) < mark.end


def _turns_cut(turns: Iterable[Turn], mark: Mark) -> Iterable[Turn]:
    """The turns as far as they lie in a mark."""
    for turn in turns:
        start, end = max(turn.start, mark.start), min(turn.end, mark.end)
        if start < end:
            yield replace(turn, start=start, end=end)


def _marks_cut(marks: Iterable[Mark], mark: Mark) -> Iterable[Mark]:
    """The marks as far as they lie in one of them."""
    for other in marks:
        start, end = max(other.start, mark.start), min(other.end, mark.end)
        if start < end:
            yield replace(other, start=start, end=end)
