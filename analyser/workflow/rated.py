"""A file with somebody's labels of a session becomes labels by the utterance's number.

It is the JSON document that ``analyser export`` writes, with its ``act`` filled in or changed, or
JSON Lines with ``n`` and ``act``. Where an ``act`` is missing or ``null``, nothing was labelled.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from analyser.domain import ActName, Analysis
from analyser.errors import InputError

_SHAPE = 'Give the exported JSON, or a line {"n": 0, "act": "open_question"} for each utterance.'


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    n: Annotated[int, Field(ge=0, strict=True)]
    act: ActName | Literal[""] | None = None
    text: str | None = None


class _Recording(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str


class _Document(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    utterances: tuple[_Row, ...]
    recording: _Recording | None = None


_LINE = TypeAdapter(_Row)


def labels_in(file: Path, analysis: Analysis) -> dict[int, ActName]:
    """The labels that a file gives to the utterances of a session; a later one stands.

    :raises InputError: it cannot be read, or is about another session; the message names the place.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The file '{file}' cannot be read.", _SHAPE) from error
    rows = _rows(text, analysis, file.name)
    texts = {spoken.n: spoken.text for spoken in analysis.utterances}
    for row in rows:
        if row.n not in texts or (row.text is not None and row.text != texts[row.n]):
            raise InputError(
                f"Utterance {row.n} of {file.name} is not the one of this session.",
                "Label the table or the document that was exported from this session.",
            )
    return {row.n: row.act for row in rows if row.act}


def _rows(text: str, analysis: Analysis, name: str) -> tuple[_Row, ...]:
    """The rows of a document or of lines.

    :raises InputError: it is neither, or about another recording.
    """
    if not _is_document(text):
        lines = enumerate(text.splitlines(), start=1)
        return tuple(_row(line, n, name) for n, line in lines if line.strip())
    try:
        document = _Document.model_validate_json(text)
    except ValidationError as error:
        raise _unusable(error, name) from error
    if document.recording is not None and document.recording.id != analysis.recording.id:
        raise InputError(f"{name} is about another recording.", "Name the session that it is of.")
    return document.utterances


def _is_document(text: str) -> bool:
    """Whether a text is one JSON object with utterances in it, and not an object a line."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(whole, dict) and "utterances" in whole


def _row(line: str, number: int, name: str) -> _Row:
    try:
        return _LINE.validate_json(line)
    except ValidationError as error:
        raise _unusable(error, f"Line {number} of {name}") from error


def _unusable(error: ValidationError, where: str) -> InputError:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    return InputError(
        f"{where} cannot be used{f' at {place}' if place else ''}: {fault['msg']}.", _SHAPE
    )
