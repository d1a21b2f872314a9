"""Errors that a person can act on.

Each message is one sentence that a facilitator understands, followed by what to do about it.
Only :class:`AnalyserError` is caught, in the command line and in the dashboard.

    AnalyserError
    ├── RecordingError      the recording cannot be read or used
    ├── TranscriptError     a written transcript cannot be read
    ├── ModelError          weights are missing or damaged, or a model's name is unknown
    ├── StoreError          a session or a place to keep it is not there
    ├── InputError          what was typed or handed in cannot be used
    └── Cancelled           a person stopped the analysis
"""

from __future__ import annotations


class AnalyserError(Exception):
    """Something went wrong that the person at the screen can mend.

    :param message: one plain sentence about what is wrong.
    :param remedy: what to do next, one plain sentence; may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[AnalyserError], tuple[str, str]]:
        """Keep both parts when the error crosses from one process to another."""
        return type(self), (self.message, self.remedy)


class RecordingError(AnalyserError):
    """The recording cannot be read, or cannot be used."""


class TranscriptError(AnalyserError):
    """A written transcript cannot be read."""


class ModelError(AnalyserError):
    """Weights are missing or damaged, or a model's name is unknown."""


class StoreError(AnalyserError):
    """A session, or the place where sessions are kept, is not there."""


class InputError(AnalyserError):
    """What was typed or handed in cannot be used."""


class Cancelled(AnalyserError):
    """A person stopped the analysis; what was finished is kept."""

    def __init__(self, message: str = "The analysis was stopped.", remedy: str = "") -> None:
        super().__init__(message, remedy)
