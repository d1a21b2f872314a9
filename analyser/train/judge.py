"""How good a packed classifier is, on dialogues that no training saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from math import isnan
from pathlib import Path
from typing import Any

from analyser.pipeline.encoder.codes import Code, Label, code_of
from analyser.pipeline.encoder.engine import Encoder
from analyser.pipeline.encoder.sentences import sentences
from analyser.pipeline.punctuation import unmarked
from analyser.train.dialogues import Spoken
from analyser.train.examples import seen
from analyser.train.figures import Figures, f1, figures
from analyser.train.public import annomi_rows, is_held_out, marked, said_by_client, turns

SHORT, LONG = 5, 12
"""Words: shorter than the one, longer than the other."""

_TOLERATED = 0.0005
"""Figures are compared as they are printed, to three digits."""

Judged = tuple[Spoken, Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Figures as written, bare, and by group; ``counselling`` on whole turns of AnnoMI, if read."""

    model: str
    written: Figures
    bare: Figures
    groups: Mapping[str, Figures]
    counselling: Mapping[str, float]

    def worse_than(self, other: Judgement) -> bool:
        """Whether a headline figure is lower than the other's."""
        pairs = ((self.written, other.written), (self.bare, other.bare))
        return any(
            getattr(mine, name) < getattr(theirs, name) - _TOLERATED
            for mine, theirs in pairs
            for name in ("three", "six", "disguised")
        )

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values; what cannot be told is ``None``."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    """A value without what JSON has no word for."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, float):
        return None if isnan(value) else round(value, 4)
    return value


def judged(
    folder: Path, dialogues: Mapping[str, Sequence[Spoken]], public: Path | None
) -> Judgement:
    """Judge the classifier in a folder.

    :param public: where AnnoMI lies, if it does.
    """
    model = Encoder(folder)
    written = list(_labelled(model, dialogues, str))
    return Judgement(
        model=model.id,
        written=_figures(written),
        bare=_figures(list(_labelled(model, dialogues, unmarked))),
        groups=dict(_groups(written)),
        counselling=counselling(model, public) if public else {},
    )


def _labelled(
    model: Encoder, dialogues: Mapping[str, Sequence[Spoken]], write: Callable[[str], str]
) -> Iterator[Judged]:
    for rows in dialogues.values():
        yield from zip(rows, model.labels(seen(rows, write)), strict=True)


def _figures(pairs: Sequence[Judged]) -> Figures:
    return figures(
        [row.code for row, _ in pairs],
        [label.act for _, label in pairs],
        [label.confidence for _, label in pairs],
    )


def _groups(pairs: Sequence[Judged]) -> Iterator[tuple[str, Figures]]:
    """Figures by stage, by role and by length."""
    kinds: tuple[tuple[str, Callable[[Spoken], str]], ...] = (
        ("stage", lambda row: row.stage),
        ("role", lambda row: row.role),
        ("length", _length),
    )
    for kind, key in kinds:
        for name in dict.fromkeys(key(row) for row, _ in pairs):
            yield f"{kind} {name}", _figures([pair for pair in pairs if key(pair[0]) == name])


def _length(row: Spoken) -> str:
    words = len(row.text.split())
    if words < SHORT:
        return f"under {SHORT} words"
    return f"over {LONG} words" if words > LONG else f"{SHORT} to {LONG} words"


def counselling(model: Encoder, public: Path) -> dict[str, float]:
    """F1 of whether a counsellor's turn holds an act, on the transcripts of AnnoMI held out."""
    asked: tuple[tuple[str, tuple[Code, ...]], ...] = (
        ("open_question", ("open",)),
        ("closed_question", ("closed",)),
        ("advice", ("direct", "disguised")),
    )
    pairs = list(_turns(model, public))
    found = {
        act: f1(
            [any(code in one for one in true for code in codes) for true, _ in pairs],
            [any(code in said for code in codes) for _, said in pairs],
        )
        for act, codes in asked
    }
    return {"three": sum(found.values()) / len(found), **found}


def _turns(
    model: Encoder, public: Path
) -> Iterator[tuple[tuple[tuple[Code, ...], ...], set[Code]]]:
    """What each turn is marked with, and what its sentences are found to be."""
    kept = [row for row in annomi_rows(public) if is_held_out(row)]
    for _, group in groupby(kept, key=lambda row: row["transcript_id"]):
        for turn, view in turns(list(group)):
            if not said_by_client(turn):
                labels = model.labels(sentences(view))
                yield marked(turn), {code_of(label.act, label.form) for label in labels}
