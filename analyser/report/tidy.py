"""An analysis as tidy tables: a row for each observation, seconds as floats, names that stay.

The CSV and Parquet exports, the workbook and ``analyser.load`` are all made of these frames.
Nothing is neutralised here: that is the affair of whoever writes a file for a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analyser.domain import Act, Analysis, Mark, Measure
from analyser.measures import TITLES
from analyser.measures.casting import Casting, Marks, middle_of
from analyser.report.look import names_apart

UTTERANCES: Mapping[str, str] = {
    "session_id": "str",
    "utterance_id": "int64",
    "start": "float64",
    "end": "float64",
    "speaker": "str",
    "name": "str",
    "role": "str",
    "label": "str",
    "form": "str",
    "p_label": "float64",
    "cue": "str",
    "by": "str",
    "invited": "boolean",
    "edited_by": "str",
    "round": "Int64",
    "stage": "str",
    "text": "str",
}
"""The columns of the utterances with their types; docs/formats.md says what each one holds."""

_WORDS = {
    "session_id": "str",
    "start": "float64",
    "end": "float64",
    "speaker": "str",
    "text": "str",
    "confidence": "float64",
}
_TURNS = {
    "session_id": "str",
    "start": "float64",
    "end": "float64",
    "speaker": "str",
    "name": "str",
    "role": "str",
    "confidence": "float64",
}
_MEASURES = {
    "session_id": "str",
    "measure": "str",
    "title": "str",
    "subject": "str",
    "value": "float64",
    "word": "str",
    "unit": "str",
    "low": "float64",
    "high": "float64",
    "note": "str",
}
_SPEAKERS = {"session_id": "str", "speaker": "str", "name": "str", "role": "str"}
_MARKS = {
    "session_id": "str",
    "mark_id": "str",
    "kind": "str",
    "round": "Int64",
    "start": "float64",
    "end": "float64",
    "stage": "str",
    "presenter": "str",
    "by": "str",
}


def utterances(
    analysis: Analysis, measures: Sequence[Measure], *, session: str = ""
) -> pd.DataFrame:
    """One row for each utterance, under the columns of ``UTTERANCES``.

    ``invited`` is told for advice alone; ``round`` and ``stage`` are those in which its middle
    lies, and ``role`` is what the speaker is there.
    """
    names = names_apart(analysis)
    asked_for = _invited(measures)
    cast, stages = Casting.of(analysis), Marks.of(analysis, "stage")
    numbers = _numbered(cast.rounds)
    rows = []
    for spoken, act in zip(analysis.utterances, analysis.acts, strict=True):
        moment = middle_of(spoken.start, spoken.end)
        within, stage = cast.rounds.at(moment), stages.at(moment)
        rows.append(
            {
                "session_id": session,
                "utterance_id": spoken.n,
                "start": spoken.start,
                "end": spoken.end,
                "speaker": spoken.speaker,
                "name": names.get(spoken.speaker, spoken.speaker),
                "role": cast.role_in(spoken.speaker, within),
                "label": act.act,
                "form": act.form or "",
                "p_label": act.confidence,
                "cue": act.cue,
                "by": act.by,
                "invited": _whether(act, asked_for),
                "edited_by": spoken.by,
                "round": numbers[within.id] if within else None,
                "stage": (stage.stage or "") if stage else "",
                "text": spoken.text,
            }
        )
    return _frame(rows, UTTERANCES)


def words(analysis: Analysis, *, session: str = "") -> pd.DataFrame:
    """One row for each word; ``speaker`` is empty where nobody knows."""
    return _frame(
        [
            {
                "session_id": session,
                "start": word.start,
                "end": word.end,
                "speaker": word.speaker or "",
                "text": word.text,
                "confidence": word.confidence,
            }
            for word in analysis.words
        ],
        _WORDS,
    )


def turns(analysis: Analysis, *, session: str = "") -> pd.DataFrame:
    """One row for each stretch of a voice in the sound; those of different voices may overlap."""
    names, cast = names_apart(analysis), Casting.of(analysis)
    return _frame(
        [
            {
                "session_id": session,
                "start": turn.start,
                "end": turn.end,
                "speaker": turn.speaker,
                "name": names.get(turn.speaker, turn.speaker),
                "role": cast.role(turn.speaker, middle_of(turn.start, turn.end)),
                "confidence": turn.confidence,
            }
            for turn in analysis.turns
        ],
        _TURNS,
    )


def measures(figures: Sequence[Measure], *, session: str = "") -> pd.DataFrame:
    """One row for each figure; one that is no number stands in ``word``, and NaN: cannot tell."""
    return _frame(
        [
            {
                "session_id": session,
                "measure": figure.name,
                "title": TITLES[figure.name],
                "subject": figure.subject,
                "value": None if isinstance(figure.value, str) else figure.value,
                "word": figure.value if isinstance(figure.value, str) else "",
                "unit": figure.unit,
                "low": figure.low,
                "high": figure.high,
                "note": figure.note,
            }
            for figure in figures
        ],
        _MEASURES,
    )


def speakers(analysis: Analysis, *, session: str = "") -> pd.DataFrame:
    """One row for each voice."""
    return _frame(
        [
            {"session_id": session, "speaker": s.id, "name": s.name, "role": s.role}
            for s in analysis.speakers
        ],
        _SPEAKERS,
    )


def marks(analysis: Analysis, *, session: str = "") -> pd.DataFrame:
    """One row for each round and stage; rounds are counted from 1 in order of time."""
    rounds = Marks.of(analysis, "round")
    numbers = _numbered(rounds)
    return _frame(
        [
            {
                "session_id": session,
                "mark_id": mark.id,
                "kind": mark.kind,
                "round": _number_at(rounds, numbers, mark),
                "start": mark.start,
                "end": mark.end,
                "stage": mark.stage or "",
                "presenter": mark.presenter or "",
                "by": mark.by,
            }
            for mark in analysis.marks
        ],
        _MARKS,
    )


def _number_at(rounds: Marks, numbers: Mapping[str, int], mark: Mark) -> int | None:
    """The number of the round that a mark is, or in which it lies."""
    within = rounds.at(middle_of(mark.start, mark.end))
    return numbers[within.id] if within else None


def _numbered(rounds: Marks) -> dict[str, int]:
    """The number of each round, from 1, by its mark's id."""
    return {mark.id: place for place, mark in enumerate(rounds.rows, start=1)}


def _whether(act: Act, asked_for: frozenset[int | None] | None) -> bool | None:
    """Whether advice was asked for; ``None`` for all else, and where nobody can tell."""
    return None if asked_for is None or act.act != "advice" else act.utterance in asked_for


def _invited(figures: Sequence[Measure]) -> frozenset[int | None] | None:
    """The pieces of advice that were asked for; ``None`` where nobody can tell."""
    asked = next((m for m in figures if (m.name, m.subject) == ("invited_advice", "set")), None)
    if asked is None or asked.value is None:
        return None
    return frozenset(stretch.utterance for stretch in asked.evidence)


def _frame(rows: list[dict[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame whose columns have their types, also where there are no rows."""
    return pd.DataFrame(rows, columns=list(columns)).astype(dict(columns))
