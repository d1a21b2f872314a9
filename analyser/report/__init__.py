"""An analysis leaves the program: as a JSON document, a table, subtitles, turns, or a summary."""

from __future__ import annotations

from collections.abc import Callable

from analyser.domain import Analysis
from analyser.errors import InputError
from analyser.measures import measure
from analyser.report.document import document, json_of
from analyser.report.engines import heard_with, labelled_by
from analyser.report.subtitles import vtt_of
from analyser.report.summary import Summary, summary
from analyser.report.tables import csv_of
from analyser.report.turns import rttm_of

__all__ = [
    "FORMATS",
    "Summary",
    "csv_of",
    "document",
    "export",
    "heard_with",
    "json_of",
    "labelled_by",
    "rttm_of",
    "summary",
    "vtt_of",
]


def _json(analysis: Analysis) -> str:
    return json_of(document(analysis, measure(analysis)))


FORMATS: dict[str, Callable[[Analysis], str]] = {
    "json": _json,
    "csv": csv_of,
    "vtt": vtt_of,
    "rttm": rttm_of,
}
"""Every format that an analysis can be exported to, by its name."""


def export(analysis: Analysis, form: str) -> str:
    """The analysis as the text of a file in one of ``FORMATS``.

    :raises InputError: the format is unknown.
    """
    if form not in FORMATS:
        raise InputError(
            f"The format '{form}' is not known.", f"Known formats: {', '.join(FORMATS)}."
        )
    return FORMATS[form](analysis)
