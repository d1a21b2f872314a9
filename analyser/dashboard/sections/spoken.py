"""What was asked and advised, in full: to listen to, to read, and to put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from analyser import workflow
from analyser.dashboard import components
from analyser.dashboard.context import current_settings
from analyser.dashboard.figures import voices_in
from analyser.dashboard.frame import kindly
from analyser.dashboard.look import CHOICES, chosen, clock, look_of, names_of
from analyser.dashboard.sections import Shown
from analyser.domain import QUESTIONS, Act, Analysis, Utterance
from analyser.store import ME

KINDS: dict[str, Callable[[Act], bool]] = {
    "Questions": lambda act: act.act in QUESTIONS,
    "Advice": lambda act: act.act == "advice",
    "Reflections": lambda act: act.act == "reflection",
    "Everything": lambda _act: True,
}
EVERYBODY = "Everybody"


def show_spoken(shown: Shown) -> None:
    """Lists with a filter; a change is a claim beside the machine's, and every figure follows."""
    st.header("Questions and advice")
    _show_list(shown)


@st.fragment
@kindly
def _show_list(shown: Shown) -> None:
    counted = {kind: sum(map(belongs, shown.analysis.acts)) for kind, belongs in KINDS.items()}
    key = shown.session.id
    with st.container(horizontal=True, vertical_alignment="top"):
        kind = st.segmented_control(
            "What",
            list(KINDS),
            default="Questions",
            required=True,
            format_func=lambda name: f"{name} {counted[name]}",
            key=f"kind-{key}",
        )
        names = names_of(shown.analysis)
        by = st.selectbox(
            "By",
            [EVERYBODY, *names],
            format_func=lambda v: names.get(v, v),
            key=f"by-{key}",
            width=240,
        )
    rows = spoken_rows(
        shown.analysis, KINDS[kind or "Questions"], by=None if by == EVERYBODY else by
    )
    corrections = components.moments(
        rows,
        choices=CHOICES,
        voices=[*names.items(), (workflow.NEW, "Somebody else")],
        empty="There are none here.",
        key=f"moments-{key}",
    )
    if corrections:
        put_right(shown, corrections)


def put_right(shown: Shown, corrections: list[dict[str, Any]]) -> None:
    """Keep what a person says the utterances are and who said them; every figure follows."""
    for correction in corrections:
        if "voice" in correction:
            _give(shown, correction["n"], correction["voice"])
        else:
            _relabel(shown, correction["n"], correction["choice"])
    st.toast("Noted. Every figure follows.")
    st.rerun()


def _relabel(shown: Shown, n: int, choice: str) -> None:
    right = chosen(choice)
    workflow.correct(
        shown.session.id, n, act=right.act, form=right.form, settings=current_settings()
    )


def _give(shown: Shown, n: int, voice: str) -> None:
    """An utterance was said by somebody else."""
    spoken = next(u for u in shown.analysis.utterances if u.n == n)
    workflow.move(
        shown.session.id,
        [(spoken.start, spoken.end)],
        to=voice,
        giver=spoken.speaker,
        settings=current_settings(),
    )
    voices_in.clear()


def spoken_rows(
    analysis: Analysis, belongs: Callable[[Act], bool], *, by: str | None = None
) -> list[dict[str, object]]:
    """The utterances of one kind, numbered, in order of time; ``by`` is a voice's id."""
    names = names_of(analysis)
    pairs = [
        (utterance, act)
        for utterance, act in zip(analysis.utterances, analysis.acts, strict=True)
        if belongs(act) and by in {None, utterance.speaker}
    ]
    return [
        moment_row(number, utterance, act, names)
        for number, (utterance, act) in enumerate(pairs, start=1)
    ]


def moment_row(
    number: int, utterance: Utterance, act: Act, names: Mapping[str, str]
) -> dict[str, object]:
    """One utterance as ``components.moments`` shows it."""
    look = look_of(act)
    return {
        "n": utterance.n,
        "number": number,
        "start": utterance.start,
        "text": utterance.text,
        "cue": act.cue,
        "mark": look.sign,
        "colour": look.colour,
        "about": _about(act, names.get(utterance.speaker, utterance.speaker), utterance.start),
        "choice": look.choice,
        "speaker": utterance.speaker,
    }


def _about(act: Act, name: str, start: float) -> str:
    told = f"{look_of(act).label} · {name} · {clock(start)}"
    return f"{told} · changed by you" if act.by == ME else told
