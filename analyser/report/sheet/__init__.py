"""The feedback sheet as a document: what it says, as a tagged PDF, and as a Word file."""

from analyser.report.sheet.docx import sheet_docx
from analyser.report.sheet.pdf import sheet_pdf
from analyser.report.sheet.told import Told, told_in

__all__ = ["Told", "sheet_docx", "sheet_pdf", "told_in"]
