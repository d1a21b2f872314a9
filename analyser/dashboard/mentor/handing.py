"""A feedback sheet as a file to take away; it is made when somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from analyser import report, workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.sections import Shown
from analyser.domain import Sheet

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_NOT_IN_A_NAME = re.compile(r"[^\w\- ]+")


def show_downloads(sheet: Sheet, shown: Shown, *, author: str) -> None:
    """A button for the PDF and one for the document that can be edited."""
    rubric = workflow.rubric(settings=current_settings())
    own = workflow.own_template(settings=current_settings())

    def made(write: Callable[..., bytes]) -> Callable[[], bytes]:
        return partial(
            write,
            sheet,
            shown.session,
            shown.analysis,
            shown.measures,
            author=author,
            rubric=rubric,
        )

    with st.container(horizontal=True):
        for label, ending, mime, write in (
            ("PDF", "pdf", PDF, report.sheet_pdf),
            ("Word", "docx", DOCX, partial(report.sheet_docx, template=own)),
        ):
            st.download_button(
                label,
                made(write),
                file_name=f"{file_name(shown.session.name)}.{ending}",
                mime=mime,
                key=f"take-{ending}-{shown.session.id}",
                icon=":material/download:",
                on_click="ignore",
            )


def file_name(name: str) -> str:
    """A session's name as the beginning of a file's: ``Feedback on Set of 3 March``."""
    return f"Feedback on {' '.join(_NOT_IN_A_NAME.sub(' ', name).split()) or 'a session'}"
