"""What made an analysis, in plain words: the ids of its engines are for machines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from analyser.domain import Analysis

_WRITTEN = "written"
_HEARING = {
    "whisper-base": "Whisper base",
    "whisper-tiny-en": "Whisper tiny",
    "whisper-small.en": "Whisper small",
    "distil-large-v3": "Distil-Whisper large",
    "large-v3-turbo": "Whisper large turbo",
}
_VOICES = {"pyannote.audio": "pyannote", "tracks": "the microphones"}
_LABELS = {"rules": "rules", "acts": "a trained model"}


def heard_with(analysis: Analysis) -> str:
    """One sentence: "Heard with Whisper base, voices by pyannote, labels by rules."; or nothing."""
    engines = analysis.engines
    voices = engines.get("diarise", "")
    parts = (
        _heard(engines.get("transcribe", "")),
        "" if voices.startswith(_WRITTEN) else _by("voices", voices, _VOICES),
        _by("labels", engines.get("classify", ""), _LABELS),
    )
    told = ", ".join(part for part in parts if part)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def labelled_by(analysis: Analysis, *, me: str) -> str:
    """Who made how many labels, with the version: "Labels: 337 by rules-4f1c…, 3 by you".

    :param me: how the person at the screen signs.
    """
    counts = Counter(act.by for act in analysis.acts)
    told = [f"{count} by {'you' if by == me else by}" for by, count in counts.most_common()]
    return f"Labels: {', '.join(told)}." if told else "Nothing was labelled."


def _heard(engine: str) -> str:
    """Where the words are from; faster-whisper's id names the model after the program."""
    if engine.startswith(_WRITTEN):
        return "words and voices from a transcript"
    model = engine.removeprefix("faster-whisper-").partition(" ")[2] or engine
    return f"heard with {_plainly(model, _HEARING)}" if engine else ""


def _by(what: str, engine: str, known: Mapping[str, str]) -> str:
    return f"{what} by {_plainly(engine, known)}" if engine else ""


def _plainly(engine: str, known: Mapping[str, str]) -> str:
    """What an engine is called; where nobody knows it, the first word of its id."""
    names = (name for begin, name in known.items() if engine.startswith(begin))
    return next(names, re.split("[@ (]", engine)[0])
