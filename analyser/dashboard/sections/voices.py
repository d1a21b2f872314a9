"""Who is who: names, roles, samples to listen to, and what the machine mixed up."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import kindly
from analyser.dashboard.sections import Shown
from analyser.dashboard.sections.clips import show_clips
from analyser.dashboard.sections.mending import show_mending
from analyser.domain import ROLES, Role, Speaker
from analyser.measures.wording import many
from analyser.report.look import ROLE_LABELS, names_of


def show_voices(shown: Shown) -> None:
    """Open while a voice has no role, folded away afterwards."""
    unknown = sum(speaker.role == "unnamed" for speaker in shown.analysis.speakers)
    label = "Who is who" if not unknown else f"Who is who? {many(unknown, 'voice')} to name"
    with st.expander(label, expanded=unknown > 0, icon=":material/group:"):
        _names(shown)
        show_mending(shown)


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
        show_clips(shown, speaker.id, key=f"clips-{speaker.id}")
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
