"""Where to listen: the address of a session's sound, and short samples of each voice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import streamlit as st

from analyser.dashboard.routes import audio_address
from analyser.domain import Analysis, Stretch, Turn

SAMPLES = 3
LONGEST = 6.0
"""Seconds."""


def address_of(session: str, *, renew: bool = False) -> str:
    """The signed address of a session's sound: the same for a visit, so that it is loaded once."""
    key = f"address-{session}"
    if renew or key not in st.session_state:
        st.session_state[key] = audio_address(session)
    return str(st.session_state[key])


def samples(analysis: Analysis, voice: str) -> tuple[Stretch, ...]:
    """Up to three stretches of up to six seconds in which a voice is best heard alone.

    They are taken from different parts of the session where it allows that.
    """
    own = sorted((t for t in analysis.turns if t.speaker == voice), key=lambda turn: turn.start)
    others = [turn for turn in analysis.turns if turn.speaker != voice]
    edges = [round(len(own) * part / SAMPLES) for part in range(SAMPLES + 1)]
    thirds = (own[a:b] for a, b in pairwise(edges))
    chosen = [_clearest(third, others) for third in thirds if third]
    return tuple(Stretch(start=t.start, end=min(t.end, t.start + LONGEST)) for t in chosen)


def _clearest(turns: Sequence[Turn], others: Sequence[Turn]) -> Turn:
    """The longest turn that nobody talks into; the longest of all where there is none."""
    ordered = sorted(turns, key=lambda turn: min(turn.end - turn.start, LONGEST), reverse=True)
    return next((turn for turn in ordered if _alone(turn, others)), ordered[0])


def _alone(turn: Turn, others: Sequence[Turn]) -> bool:
    return not any(turn.start < other.end and other.start < turn.end for other in others)
