"""The rubric: what a facilitator can be seen do, and whether it was seen in this session."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import count
from typing import Literal

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import kindly, plain
from analyser.dashboard.mentor.fields import kept
from analyser.domain import SEEN, Behaviour, Rating, Seen, Sheet

SEEN_WORDS: dict[Seen, str] = {
    "yes": "Yes",
    "partly": "Partly",
    "no": "No",
    "cannot_tell": "Cannot tell",
}

_NEW_ROWS = 2
_LONGEST_ID = 36


def show_rubric(sheet: Sheet, *, key: str) -> tuple[Rating, ...]:
    """Every behaviour with a choice and a note; what was chosen, beside what is asked no more."""
    behaviours = workflow.rubric(settings=current_settings())
    st.markdown("Say what you saw; where you could not see it, say so or leave it open.")
    before = {rating.behaviour: rating for rating in sheet.ratings}
    given = [
        rating
        for behaviour in behaviours
        if (rating := _rated(behaviour, before.get(behaviour.id), f"{key}-{behaviour.id}"))
    ]
    if st.button(
        "Change what is looked for", key=f"{key}-change", type="tertiary", icon=":material/edit:"
    ):
        _change(behaviours)
    asked = {behaviour.id for behaviour in behaviours}
    return (*given, *(rating for rating in sheet.ratings if rating.behaviour not in asked))


def _rated(behaviour: Behaviour, before: Rating | None, key: str) -> Rating | None:
    with st.container(border=True, key=key):
        st.markdown(f"**{plain(behaviour.title)}**  \n{plain(behaviour.question)}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            seen: Seen | None = st.segmented_control(
                f"{behaviour.title}: was it seen?",
                SEEN,
                format_func=SEEN_WORDS.__getitem__,
                key=kept(f"{key}-seen", before.seen if before else None),
                label_visibility="collapsed",
            )
            note = st.text_input(
                f"A note on: {behaviour.title}",
                key=kept(f"{key}-note", before.note if before else ""),
                placeholder="A note, if there is one",
                label_visibility="collapsed",
                width=420,
            )
    if seen is None:
        return None
    return Rating(behaviour=behaviour.id, seen=seen, note=note.strip())


@st.dialog("What is looked for", width="large")
@kindly
def _change(behaviours: Sequence[Behaviour]) -> None:
    """The programme's own rubric: change, add or empty a line; the whole of it is saved."""
    st.markdown(
        "One line for each behaviour that can be seen. Empty a title to leave it out. This is "
        "the rubric of everybody on this machine."
    )
    with st.form("rubric", border=False):
        fresh = [Behaviour(id="", title="", question="") for _ in range(_NEW_ROWS)]
        typed = [_line(n, behaviour) for n, behaviour in enumerate((*behaviours, *fresh))]
        if st.form_submit_button("Save the rubric", type="primary"):
            workflow.write_rubric(named(typed), settings=current_settings())
            st.rerun()


def named(typed: Sequence[Behaviour]) -> tuple[Behaviour, ...]:
    """The lines that have a title; a new one gets a name of its own, made of its title."""
    kept: dict[str, Behaviour] = {}
    for behaviour in typed:
        if behaviour.title:
            made = behaviour.id or _fresh(behaviour.title, kept)
            kept[made] = replace(behaviour, id=made)
    return tuple(kept.values())


def _fresh(title: str, taken: Container[str]) -> str:
    plain_title = "_".join(re.findall("[a-z0-9]+", title.lower()))[:_LONGEST_ID] or "behaviour"
    names = (f"{plain_title}_{n}" if n > 1 else plain_title for n in count(1))
    return next(name for name in names if name not in taken)


def _line(n: int, behaviour: Behaviour) -> Behaviour:
    title, question = st.columns([1, 2])
    first: Literal["visible", "collapsed"] = "visible" if n == 0 else "collapsed"
    return Behaviour(
        id=behaviour.id,
        title=title.text_input(
            "What is seen" if n == 0 else f"What is seen, line {n + 1}",
            value=behaviour.title,
            key=f"behaviour-{n}",
            label_visibility=first,
        ).strip(),
        question=question.text_input(
            "What one asks oneself" if n == 0 else f"What one asks oneself, line {n + 1}",
            value=behaviour.question,
            key=f"question-{n}",
            label_visibility=first,
        ).strip(),
    )
