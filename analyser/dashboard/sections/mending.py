"""What the machine mixed up: two voices that are one, one that is two, and who speaks when."""

from __future__ import annotations

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import plain_errors
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.clips import show_clips
from analyser.errors import InputError
from analyser.report.look import names_apart


@st.fragment
def show_mending(shown: Shown) -> None:
    """A button for each of them; what it needs opens below it."""
    with st.container(horizontal=True):
        if len(shown.analysis.speakers) > 1:
            _merge(shown)
        _split(shown)
        _give(shown)


def _merge(shown: Shown) -> None:
    with st.popover("Two voices are the same person"), plain_errors():
        st.markdown("Listen to both. What the second voice said goes to the first.")
        kept = _listened(shown, "This voice", place=0)
        gone = _listened(shown, "and this one", place=1)
        if st.button("They are one person", type="primary", key=f"merge-{shown.session.id}"):
            with st.spinner("Working the figures out again …"):
                workflow.merge_voices(
                    shown.session.id, kept=kept, gone=gone, settings=current_settings()
                )
            _show_again()


def _listened(shown: Shown, label: str, *, place: int) -> str:
    """A voice that is chosen, with its samples beside it."""
    names = names_apart(shown.analysis)
    choose, listen = st.columns([1, 1.3], vertical_alignment="bottom")
    voice = choose.selectbox(label, tuple(names), index=place, format_func=names.__getitem__)
    with listen:
        show_clips(shown, voice, key=f"same-{place}-{shown.session.id}")
    return voice


def _split(shown: Shown) -> None:
    names = names_apart(shown.analysis)
    with (
        st.popover("A voice is two people"),
        st.form(f"split-{shown.session.id}", border=False),
        plain_errors(),
    ):
        st.markdown("Its sound is told apart again; the one heard less of becomes a new voice.")
        voice = st.selectbox("This voice is two", tuple(names), format_func=names.__getitem__)
        if st.form_submit_button("Part them", type="primary"):
            with st.spinner("Listening to this voice again …"):
                workflow.split_voice(shown.session.id, voice, settings=current_settings())
            _show_again()


def _give(shown: Shown) -> None:
    names = names_apart(shown.analysis) | {workflow.NEW: "Somebody else"}
    with (
        st.popover("A stretch is somebody else’s"),
        st.form(f"give-{shown.session.id}", border=False),
        plain_errors(),
    ):
        st.markdown("Times as the player shows them. Without an end, it is the whole turn.")
        first, last = st.columns(2)
        start = first.text_input("From", placeholder="12:05")
        end = last.text_input("To", placeholder="the turn’s end")
        voice = st.selectbox(
            "This is",
            tuple(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="Choose who speaks",
        )
        if st.form_submit_button("Give it to them", type="primary"):
            _given(shown, start, end, voice)
            _show_again()


def _given(shown: Shown, start: str, end: str, voice: str | None) -> None:
    """A stretch, or the turn at ``start`` where ``end`` is empty, becomes a voice's.

    :raises InputError: no voice was chosen, or nothing is heard there that could be given away.
    """
    if voice is None:
        raise InputError("Nobody was chosen.", "Choose who speaks there.")
    session, settings, since = shown.session.id, current_settings(), workflow.seconds_of(start)
    if end.strip():
        span = (since, workflow.seconds_of(end))
        workflow.move(session, [span], to=voice, settings=settings)
    else:
        workflow.move_turn(session, since, to=voice, settings=settings)


def _show_again() -> None:
    """Draw the page anew: every figure follows."""
    st.toast("Saved. Every figure follows.")
    st.rerun()
