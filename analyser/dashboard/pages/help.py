"""Help: what each act means, what each figure means, and what leaves this machine."""

from __future__ import annotations

from html import escape

import streamlit as st

from analyser.codebook import ActEntry, Example, HardCase, codebook
from analyser.dashboard.frame import page, plain
from analyser.measures.definitions import ALL
from analyser.report.look import LOOKS

READING_WIDTH = 760
"""Pixels."""

ABOUT = "about"
"""Where the address keeps which part is open."""

COUNTED = "What is counted"


@page
def show() -> None:
    """Definitions from the one source that the figures themselves use."""
    with st.container(width=READING_WIDTH):
        st.title("Help")
        heard, counted, private = st.tabs(
            ["What is heard", COUNTED, "What leaves this machine"],
            key=ABOUT,
            bind="query-params",
        )
        with heard:
            _acts()
        with counted:
            _figures()
        with private:
            _private()


def _acts() -> None:
    st.markdown(plain(codebook().unit))
    for entry in codebook().acts:
        with st.container(border=True):
            _act(entry)
    with st.expander("Hard cases, decided"):
        for case in codebook().hard_cases:
            _hard_case(case)
    for title, terms in (("Who is who", codebook().roles), ("Stages", codebook().stages)):
        st.header(title)
        for term in terms:
            st.markdown(f"**{plain(term.title)}**: {plain(term.definition)}")


def _act(entry: ActEntry) -> None:
    signs = "".join(
        f'<span style="color:{look.colour}">{look.sign}</span> '
        for look in LOOKS
        if look.act == entry.act
    )
    st.html(f'<h2 class="act">{signs}{escape(entry.title)}</h2>')
    st.markdown(plain(entry.definition))
    with st.expander("How it sounds"):
        for example in entry.examples:
            st.markdown(_quoted(example))
        if entry.counter_examples:
            st.markdown("**It is not**")
        for example in entry.counter_examples:
            st.markdown(f"{_quoted(example)} {_title(example)}. {plain(example.why)}")


def _hard_case(case: HardCase) -> None:
    st.markdown(f"{case.number}\\. {plain(case.rule)}")
    for example in case.examples:
        st.markdown(f"{_quoted(example)} {_title(example)}.")


def _quoted(example: Example) -> str:
    return f"- “{plain(example.text)}”"


def _title(example: Example) -> str:
    """What an example is, in the screen's words."""
    label = next(
        look.label for look in LOOKS if (look.act, look.form) == (example.act, example.form)
    )
    return plain(label)


def _figures() -> None:
    st.markdown(
        "Every figure says what it rests on, and “cannot tell” where there is too little. There is "
        "no published norm for an action learning set."
    )
    for row in ALL:
        st.subheader(plain(row.title), anchor=row.name)
        st.markdown(plain(row.sentence))


def _private() -> None:
    st.markdown(
        """
        **Nothing.** Recordings, transcripts and figures are made and kept on this machine.

        - The app answers only this machine. Other computers cannot reach it, and other web pages
          in your browser cannot use it.
        - The models run here. Once they are installed the app needs no network.
        - No usage statistics are sent, and the pages load nothing from anywhere else.
        - What you forget is removed: the sound, the transcript, and all that was put right.
        """
    )
