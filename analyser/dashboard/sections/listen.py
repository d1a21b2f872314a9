"""The player and the transcript beside the figures."""

from __future__ import annotations

import streamlit as st

from analyser.dashboard import components
from analyser.dashboard.context import is_served
from analyser.dashboard.look import look_of, names_of
from analyser.dashboard.sections import Shown
from analyser.dashboard.sound import address_of
from analyser.domain import Analysis


def show_player(shown: Shown) -> None:
    """Sound and transcript; a new address is signed where the old one has run out."""
    session = shown.session.id
    if not is_served():
        st.caption("Start the app with the command `analyser app` to listen.")
    data = {
        "session": session,
        "address": address_of(session) if is_served() else "",
        "utterances": _lines(shown.analysis),
    }
    expired = components.player(data, key=f"player-{session}")
    if expired and expired == data["address"]:
        address_of(session, renew=True)
        st.rerun()


def _lines(analysis: Analysis) -> list[dict[str, object]]:
    names = names_of(analysis)
    lines = []
    for utterance, act in zip(analysis.utterances, analysis.acts, strict=True):
        look = look_of(act)
        lines.append(
            {
                "start": utterance.start,
                "speaker": utterance.speaker,
                "name": names.get(utterance.speaker, utterance.speaker),
                "text": utterance.text,
                "mark": look.sign,
                "colour": look.colour,
                "label": look.label,
            }
        )
    return lines
