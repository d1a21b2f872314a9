"""How right the analyser is on recordings whose truth is known."""

from __future__ import annotations

from analyser.evaluate.run import evaluate
from analyser.evaluate.scores import (
    ActCount,
    Diarisation,
    Result,
    Scores,
    SpeechErrors,
    WordErrors,
    Wording,
)
from analyser.evaluate.table import table_of

__all__ = [
    "ActCount",
    "Diarisation",
    "Result",
    "Scores",
    "SpeechErrors",
    "WordErrors",
    "Wording",
    "evaluate",
    "table_of",
]
