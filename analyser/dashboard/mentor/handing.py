"""A feedback sheet as a file to take away; it is made when somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.sections import Shown
from analyser.domain import Sheet
from analyser.workflow.paper import Paper

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PAPERS: tuple[tuple[str, Paper, str], ...] = (("PDF", "pdf", PDF), ("Word", "docx", DOCX))
_NOT_IN_A_NAME = re.compile(r"[^\w\- ]+")


def show_downloads(sheet: Sheet, shown: Shown) -> None:
    """A button for the PDF and one for the document that can be edited."""
    with st.container(horizontal=True):
        for label, paper, mime in _PAPERS:
            st.download_button(
                label,
                made(sheet, paper),
                file_name=f"{file_name(shown.session.name)}.{paper}",
                mime=mime,
                key=f"take-{paper}-{shown.session.id}",
                icon=":material/download:",
                on_click="ignore",
            )


def made(sheet: Sheet, paper: Paper) -> Callable[[], bytes]:
    """What makes the file, for the person who looks now."""
    return partial(workflow.sheet_file, sheet, paper, settings=current_settings())


def file_name(name: str) -> str:
    """A session's name as the beginning of a file's: ``Feedback on Set of 3 March``."""
    return f"Feedback on {' '.join(_NOT_IN_A_NAME.sub(' ', name).split()) or 'a session'}"
