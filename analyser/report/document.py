"""The JSON document: everything that is known about a session, under names that stay.

Its JSON Schema is ``docs/schema/analysis-1.schema.json``. Names may be added to schema 1, never
changed or taken away; a reader passes over names that it does not know.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from analyser.domain import (
    Act,
    Analysis,
    Mark,
    Measure,
    Notice,
    Session,
    Stretch,
    Utterance,
    milliseconds,
)
from analyser.measures import first_sentence, please_look, warnings

SCHEMA = 1
_PLACES = 6


def document(
    analysis: Analysis, measures: Sequence[Measure], *, session: Session | None = None
) -> dict[str, Any]:
    """The analysis and its measures as plain lists and dictionaries that JSON can hold.

    Times are seconds to 1 ms, shares lie between 0 and 1, and ``null`` means "cannot tell".

    :param session: where it is a stored session's: adds its id, its name, its day and programme.
    """
    recording = analysis.recording
    return {
        "schema": SCHEMA,
        **({"session": _session(session)} if session else {}),
        "recording": {
            "id": recording.id,
            "name": recording.name,
            "duration": milliseconds(recording.duration),
        },
        "engines": dict(analysis.engines),
        "summary": first_sentence(analysis, measures),
        "speakers": _speakers(analysis, measures),
        "turns": [
            {
                "start": milliseconds(turn.start),
                "end": milliseconds(turn.end),
                "speaker": turn.speaker,
                "confidence": _rounded(turn.confidence),
            }
            for turn in analysis.turns
        ],
        "words": [
            {
                "start": milliseconds(word.start),
                "end": milliseconds(word.end),
                "text": word.text,
                "confidence": _rounded(word.confidence),
                "speaker": word.speaker,
            }
            for word in analysis.words
        ],
        "utterances": [
            _utterance(utterance, act)
            for utterance, act in zip(analysis.utterances, analysis.acts, strict=True)
        ],
        "marks": [_mark(mark) for mark in analysis.marks],
        "measures": [_measure(measure) for measure in measures],
        "please_look": [look.utterance.n for look in please_look(analysis)],
        "warnings": [_warning(notice) for notice in (*analysis.warnings, *warnings(analysis))],
    }


def json_of(document: dict[str, Any]) -> str:
    """The document as the text of a JSON file.

    :raises ValueError: a number is not finite; JSON has no word for that.
    """
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _speakers(analysis: Analysis, measures: Sequence[Measure]) -> list[dict[str, Any]]:
    known = {(measure.name, measure.subject): measure.value for measure in measures}
    return [
        {
            "id": speaker.id,
            "name": speaker.name,
            "role": speaker.role,
            "airtime": _rounded(known.get(("airtime", speaker.id))),
            "share": _rounded(known.get(("airtime_share", speaker.id))),
        }
        for speaker in analysis.speakers
    ]


def _utterance(utterance: Utterance, act: Act) -> dict[str, Any]:
    return {
        "n": utterance.n,
        "start": milliseconds(utterance.start),
        "end": milliseconds(utterance.end),
        "speaker": utterance.speaker,
        "text": utterance.text,
        "act": act.act,
        "form": act.form,
        "confidence": _rounded(act.confidence),
        "cue": act.cue,
        "by": act.by,
        "invited": act.invited,
        "edited_by": utterance.by,
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "name": session.name,
        "created": session.created,
        "held": session.held,
        "programme": session.programme,
        "online": session.online,
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "id": mark.id,
        "kind": mark.kind,
        "start": milliseconds(mark.start),
        "end": milliseconds(mark.end),
        "stage": mark.stage,
        "presenter": mark.presenter,
        "by": mark.by,
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "subject": measure.subject,
        "value": _rounded(measure.value),
        "unit": measure.unit,
        "low": _rounded(measure.low),
        "high": _rounded(measure.high),
        "evidence": [_stretch(stretch) for stretch in measure.evidence],
        "note": measure.note,
    }


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "start": milliseconds(stretch.start),
        "end": milliseconds(stretch.end),
        "utterance": stretch.utterance,
    }


def _warning(notice: Notice) -> dict[str, str]:
    return {"code": notice.code, "text": notice.text}


def _rounded(value: float | str | None) -> float | str | None:
    """A number without the digits that nobody measured; words and ``None`` as they are."""
    return round(value, _PLACES) if isinstance(value, float) else value
