"""Who is who: names, roles, samples to listen to, and two voices that are one person."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from analyser import workflow
from analyser.dashboard import components
from analyser.dashboard.context import current_settings
from analyser.dashboard.figures import voices_in
from analyser.dashboard.frame import kindly
from analyser.dashboard.look import ROLE_LABELS, clock, names_of
from analyser.dashboard.sections import Shown
from analyser.dashboard.sound import samples
from analyser.domain import ROLES, Analysis, Role, Speaker
from analyser.measures.wording import many


def show_voices(shown: Shown) -> None:
    """Open while a voice has no role, folded away afterwards."""
    unknown = sum(speaker.role == "unnamed" for speaker in shown.analysis.speakers)
    label = "Who is who" if not unknown else f"Who is who? {many(unknown, 'voice')} to name"
    with st.expander(label, expanded=unknown > 0, icon=":material/group:"):
        _names(shown)
        with st.container(horizontal=True):
            if len(shown.analysis.speakers) > 1:
                _merge(shown)
            _split(shown)


@st.fragment
@kindly
def _names(shown: Shown) -> None:
    st.markdown(
        "Listen to a voice, then say who it is. Roles matter: a presenter's long turns are good "
        "practice, a facilitator's are worth a look."
    )
    with st.form(f"names-{shown.session.id}", border=False):
        names = names_of(shown.analysis)
        given = [
            _row(shown, speaker, names[speaker.id], first=place == 0)
            for place, speaker in enumerate(shown.analysis.speakers)
        ]
        if st.form_submit_button("Save names and roles", type="primary"):
            _save(shown, given)


def _row(shown: Shown, speaker: Speaker, name: str, *, first: bool) -> Speaker:
    """One voice's row; returns what is typed there. Only the first row shows its labels."""
    listen, called, does = st.columns([1.2, 1.2, 1], vertical_alignment="bottom")
    with listen:
        components.clips(_clips(shown.analysis, speaker, name), key=f"clips-{speaker.id}")
    key = f"{shown.session.id}-{speaker.id}"
    labels: Literal["visible", "collapsed"] = "visible" if first else "collapsed"
    typed = called.text_input(
        "Name" if first else f"Name of {name}",
        value=name,
        key=f"name-{key}",
        max_chars=80,
        label_visibility=labels,
    )
    role: Role = does.selectbox(
        "Role" if first else f"Role of {name}",
        ROLES,
        index=ROLES.index(speaker.role),
        format_func=lambda role: ROLE_LABELS[role],
        key=f"role-{key}",
        label_visibility=labels,
    )
    return Speaker(id=speaker.id, name=typed.strip(), role=role)


def _clips(analysis: Analysis, speaker: Speaker, name: str) -> list[dict[str, object]]:
    return [
        {
            "start": sample.start,
            "end": sample.end,
            "label": clock(sample.start),
            "about": f"Listen to {name} at {clock(sample.start)}",
        }
        for sample in samples(analysis, speaker.id)
    ]


def _save(shown: Shown, given: list[Speaker]) -> None:
    """Store what differs from before, all of it at once; an emptied name stays as it was."""
    shown_names = names_of(shown.analysis)
    now = [
        replace(
            voice, name=before.name if voice.name in {"", shown_names[voice.id]} else voice.name
        )
        for before, voice in zip(shown.analysis.speakers, given, strict=True)
    ]
    with st.spinner("Working the figures out again …"):
        workflow.name_voices(shown.session.id, now, settings=current_settings())
    st.toast("Saved. Every figure follows.")
    st.rerun()


@st.fragment
@kindly
def _merge(shown: Shown) -> None:
    names = names_of(shown.analysis)
    voices = tuple(names)
    with (
        st.popover("Two voices are the same person"),
        st.form(f"merge-{shown.session.id}", border=False),
    ):
        st.markdown("What the second voice said goes to the first.")
        kept = st.selectbox("This voice", voices, format_func=names.__getitem__)
        gone = st.selectbox("and this one", voices, index=1, format_func=names.__getitem__)
        if st.form_submit_button("They are one person", type="primary"):
            with st.spinner("Working the figures out again …"):
                workflow.merge_voices(
                    shown.session.id, kept=kept, gone=gone, settings=current_settings()
                )
            voices_in.clear()
            st.rerun()


@st.fragment
@kindly
def _split(shown: Shown) -> None:
    names = names_of(shown.analysis)
    with (
        st.popover("A voice is two people"),
        st.form(f"split-{shown.session.id}", border=False),
    ):
        st.markdown("Its sound is told apart again; the one heard less of becomes a new voice.")
        voice = st.selectbox("This voice is two", tuple(names), format_func=names.__getitem__)
        if st.form_submit_button("Part them", type="primary"):
            with st.spinner("Listening to this voice again …"):
                workflow.split_voice(shown.session.id, voice, settings=current_settings())
            voices_in.clear()
            st.rerun()
