"""An analysis leaves the program: tables, subtitles, tiers, charts, a feedback sheet, a summary."""

from __future__ import annotations

from analyser.report.document import document, json_of
from analyser.report.engines import heard_with, labelled_by
from analyser.report.formats import FORMATS, Format, export, file_name
from analyser.report.sheet import sheet_docx, sheet_pdf
from analyser.report.subtitles import srt_of, vtt_of
from analyser.report.summary import Summary, summary
from analyser.report.turns import rttm_of

__all__ = [
    "FORMATS",
    "Format",
    "Summary",
    "document",
    "export",
    "file_name",
    "heard_with",
    "json_of",
    "labelled_by",
    "rttm_of",
    "sheet_docx",
    "sheet_pdf",
    "srt_of",
    "summary",
    "vtt_of",
]
