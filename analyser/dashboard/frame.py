"""The frame around every page: its look, and the one place where errors become words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analyser.errors import AnalyserError

Given = ParamSpec("Given")

_STYLE = Path(__file__).with_name("page.css")
_LOGO = Path(__file__).with_name("logo.svg")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show an error that a person can mend as one sentence and what to do; let others through."""
    try:
        yield
    except AnalyserError as error:
        remedy = f"\n\n{plain(error.remedy)}" if error.remedy else ""
        st.error(plain(error.message) + remedy, icon=":material/info:")


def kindly(part: Callable[Given, None]) -> Callable[Given, None]:
    """A page, or a part of one that runs on its own, which tells its errors in words."""

    @wraps(part)
    def shown(*args: Given.args, **kwargs: Given.kwargs) -> None:
        with plain_errors():
            part(*args, **kwargs)

    return shown


def page(show: Callable[[], None]) -> Callable[[], None]:
    """A whole page in the product's look."""

    @wraps(show)
    def shown() -> None:
        st.html(_STYLE)
        st.logo(_LOGO, size="large")
        kindly(show)()

    return shown


def unbroken(text: str) -> str:
    """A sentence whose figures stay with their per cent sign when a line ends."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def plain(text: str) -> str:
    """Text that somebody typed or said, shown as it is where Streamlit would read Markdown."""
    return unbroken(_SPECIAL.sub(r"\\\1", " ".join(text.split())))


def redraw() -> NoReturn:
    """Draw a part that runs on its own anew; the whole page where all of it has just run."""
    context = get_script_run_ctx()
    alone = context is not None and bool(context.fragment_ids_this_run)
    st.rerun(scope="fragment" if alone else "app")
