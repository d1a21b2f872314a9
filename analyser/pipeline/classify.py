"""What each utterance is: a question, advice, a reflection, a process remark, or the rest.

``CLASSIFIERS`` names every way to tell; the default is the trained one. Each act comes with the
words that decided it and with a confidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from analyser.domain import ROLES, Act, Role, Utterance
from analyser.errors import InputError, ModelError
from analyser.settings import ROOT, Settings

TRAINED = ROOT / "models" / "acts"
"""The project's trained classifier."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""A lone surrogate: JSON can hold one, but nothing can read or write it."""

_ENDLESS = 1e9
"""Seconds; no recording lasts so long, and what is no number at all is not below it either."""


class Classifier(Protocol):
    """Gives each utterance exactly one act. ``id`` names the model and all that changes it."""

    @property
    def id(self) -> str:
        """The model, its version, and every setting that changes its output."""

    def classify(
        self, utterances: Sequence[Utterance], roles: Mapping[str, Role]
    ) -> tuple[Act, ...]:
        """One act per utterance of one conversation, in order.

        ``roles`` maps a speaker to what they do in the set; who is not in it is not yet named.
        An empty speaker means that nobody knows who spoke.
        """


def _rules(_settings: Settings) -> Classifier:
    """The project's explainable rules over a spaCy parse."""
    from analyser.pipeline.rules.engine import Rules

    return Rules()


def _trained(_settings: Settings) -> Classifier:
    """The project's trained network, as ``analyser train`` packs it."""
    return _in_folder(TRAINED)


def _in_folder(folder: Path) -> Classifier:
    from analyser.pipeline.encoder.engine import Encoder

    return Encoder(folder.resolve())


CLASSIFIERS: dict[str, Callable[[Settings], Classifier]] = {"trained": _trained, "rules": _rules}


def classifier(settings: Settings) -> Classifier:
    """The classifier that the settings name, or the trained one in the folder that they name.

    :raises ModelError: no classifier has that name, and no folder.
    """
    if Path(settings.classifier).is_dir():
        return _in_folder(Path(settings.classifier))
    make = CLASSIFIERS.get(settings.classifier)
    if make is None:
        raise ModelError(
            f"There is no classifier called '{settings.classifier}'.",
            f"Known ones: {', '.join(sorted(CLASSIFIERS))}, or a folder with a trained one.",
        )
    return make(settings)


def label_rows(
    rows: Iterable[Mapping[str, Any] | None], model: Classifier
) -> Iterator[dict[str, str | float | None]]:
    """Label a conversation given as plain rows, one result per row, in order.

    A row has ``text`` and may have ``speaker``, ``role``, ``start`` and ``end`` (seconds). A role
    may change from row to row. Rows without a speaker are nobody's in particular. ``None`` stands
    for an empty line: it has no result, and counts where lines are counted.

    :raises InputError: a row cannot be used; the message names its line, counted from 1.
    """
    utterances: list[Utterance] = []
    roles: dict[str, Role] = {}
    for line, row in enumerate(rows, start=1):
        if row is None:
            continue
        speaker, role = _speaker(row, line)
        if role is not None:
            roles[speaker] = role
        utterances.append(_utterance(row, len(utterances), speaker, line))
    for act in model.classify(utterances, roles):
        yield {
            "act": act.act,
            "form": act.form,
            "confidence": act.confidence,
            "cue": act.cue,
        }


def _utterance(row: Mapping[str, Any], n: int, speaker: str, line: int) -> Utterance:
    """The row in this line as the ``n``-th utterance.

    :raises InputError: it has no text, or one with half a character in it, or no usable times.
    """
    text = row.get("text")
    if not isinstance(text, str):
        raise InputError(
            f"Line {line} has no text.",
            'Give each line as {"text": "…"}, with the words in quotes.',
        )
    if _HALF_CHARACTER.search(text):
        raise InputError(
            f"The text in line {line} has half a character in it (a lone surrogate).",
            "Write the character itself, in UTF-8, or both of its halves.",
        )
    start = _seconds(row, "start", line, otherwise=float(n))
    end = _seconds(row, "end", line, otherwise=start)
    return Utterance(n=n, start=start, end=max(start, end), speaker=speaker, text=text)


def _speaker(row: object, line: int) -> tuple[str, Role | None]:
    """Who speaks: the same person in another role counts as another speaker.

    :raises InputError: the row is no object, or its speaker or role cannot be used.
    """
    if not isinstance(row, Mapping):
        raise InputError(f"Line {line} is not a JSON object.", 'Write it as {"text": "…"}.')
    name, role = row.get("speaker") or "", row.get("role")
    if not isinstance(name, str | int):
        raise InputError(f"The speaker in line {line} is not a name.", "Give it in quotes.")
    if role is None or role == "unnamed":
        return str(name), None
    if role not in ROLES:
        raise InputError(
            f"The role '{role}' in line {line} is not known.", f"Known ones: {', '.join(ROLES)}."
        )
    return f"{name} ({role})".strip(), role


def _seconds(row: Mapping[str, Any], key: str, line: int, *, otherwise: float) -> float:
    """A time in seconds.

    :raises InputError: it is not a number.
    """
    value = row.get(key)
    if value is None:
        return otherwise
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _ENDLESS:
        raise InputError(f"The {key} in line {line} is not a number.", "Give it in seconds.")
    return float(value)
