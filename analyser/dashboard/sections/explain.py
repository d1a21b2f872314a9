"""What is this? One answer for the screen, from the codebook and the measures' definitions."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analyser.codebook import codebook
from analyser.dashboard.frame import plain
from analyser.domain import ActName
from analyser.measures import DEFINITIONS, TITLES

HELP = "help?about=What+is+counted"
"""Where the help says what is counted; there a measure's name is its anchor."""


def show_heading(
    title: str,
    *,
    measures: Sequence[str] = (),
    acts: Sequence[ActName] = (),
    about: str = "",
) -> None:
    """A section's heading, with what its words and figures mean one click away.

    :param about: what else is to be known about the section, in a sentence or two.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(title, width="content")
        if measures or acts or about:
            what_is_this(title, measures=measures, acts=acts, about=about)


def what_is_this(
    title: str, *, measures: Sequence[str], acts: Sequence[ActName], about: str
) -> None:
    """The definitions in a bubble, each with a link to its place in the help."""
    with st.popover("What is this?", type="tertiary", key=f"what-{title}"):
        if about:
            st.markdown(plain(about))
        for act in acts:
            entry = codebook().entry(act)
            st.markdown(f"**{plain(entry.title)}**  \n{plain(entry.definition)}")
        for name in measures:
            title = plain(TITLES[name])
            st.markdown(f"**[{title}]({HELP}#{name})**  \n{plain(DEFINITIONS[name])}")
