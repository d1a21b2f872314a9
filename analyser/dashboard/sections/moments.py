"""Lists of what was said, in full: to listen to, to narrow down, and to put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analyser import workflow
from analyser.dashboard import components
from analyser.dashboard.authors import authors, changed_by
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import kindly
from analyser.dashboard.sections import Shown
from analyser.domain import Act, Utterance
from analyser.measures.common import Said, said_in
from analyser.report.look import CHOICES, chosen, clock, look_of, names_of

EVERYBODY = "Everybody"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list can be narrowed to: a label, what belongs to it, and a remark on a row."""

    label: str
    belongs: Callable[[Said], bool]
    remark: Callable[[Said], str] | None = None


def behind(shown: Shown, name: str) -> Callable[[Said], bool]:
    """Tells whether an utterance is among the evidence of a measure of the whole set."""
    measure = shown.measure(name)
    evidence = measure.evidence if measure else ()
    numbers = {stretch.utterance for stretch in evidence}

    def is_behind(row: Said) -> bool:
        said = row.utterance
        return said.n in numbers or any(
            stretch.start <= said.start and said.end <= stretch.end for stretch in evidence
        )

    return is_behind


@st.fragment
@kindly
def show_moments(
    shown: Shown, kinds: Sequence[Kind], *, key: str, voices: Sequence[str] = ()
) -> None:
    """A list with a choice of kind and of voice; a change is kept, and every figure follows.

    :param kinds: the first of them is shown at first; a single one leaves nothing to choose.
    :param voices: whose utterances are shown at first; nobody's in particular where it is empty.
    """
    key = f"{key}-{shown.key}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        own = _choose_voice(shown, voices, key)
        said = [row for row in said_in(shown.analysis) if row.utterance.speaker in own]
        kind = _choose_kind(kinds, said, key) if len(kinds) > 1 else kinds[0]
    rows = [row for row in said if kind.belongs(row)]
    names, known = names_of(shown.analysis), authors()
    corrections = components.moments(
        [_row(number, row, kind, names, known) for number, row in enumerate(rows, start=1)],
        choices=CHOICES,
        voices=[*names.items(), (workflow.NEW, "Somebody else")],
        empty="There are none here.",
        key=f"moments-{key}",
    )
    if corrections:
        put_right(shown, corrections)


def _choose_kind(kinds: Sequence[Kind], said: Sequence[Said], key: str) -> Kind:
    counted = {kind.label: sum(map(kind.belongs, said)) for kind in kinds}
    wanted = st.segmented_control(
        "What",
        list(counted),
        default=kinds[0].label,
        required=True,
        format_func=lambda label: f"{label} {counted[label]}",
        key=f"kind-{key}",
    )
    return next((kind for kind in kinds if kind.label == wanted), kinds[0])


def _choose_voice(shown: Shown, voices: Sequence[str], key: str) -> frozenset[str]:
    """The voices whose utterances are shown: everybody's, or one's."""
    names = names_of(shown.analysis)
    spoke = {utterance.speaker for utterance in shown.analysis.utterances}
    choices = [EVERYBODY, *(voice for voice in names if voice in spoke)]
    first = voices[0] if len(voices) == 1 and voices[0] in choices else EVERYBODY
    by = st.selectbox(
        "By",
        choices,
        index=choices.index(first),
        format_func=lambda voice: names.get(voice, voice),
        key=f"by-{key}",
        width=240,
    )
    return frozenset(spoke if by == EVERYBODY else {by})


def _row(
    number: int, said: Said, kind: Kind, names: Mapping[str, str], known: Mapping[str, str]
) -> dict[str, object]:
    row = moment_row(number, said.utterance, said.act, names, known)
    remark = kind.remark(said) if kind.remark else ""
    return {**row, "about": f"{row['about']} · {remark}"} if remark else row


def moment_row(
    number: int,
    utterance: Utterance,
    act: Act,
    names: Mapping[str, str],
    known: Mapping[str, str],
) -> dict[str, object]:
    """One utterance as ``components.moments`` shows it.

    :param names: what to call the voices; ``known`` likewise the persons who may have changed it.
    """
    look = look_of(act)
    told = (
        look.label,
        names.get(utterance.speaker, utterance.speaker),
        clock(utterance.start),
        changed_by(act.by, known),
    )
    return {
        "n": utterance.n,
        "number": number,
        "start": utterance.start,
        "text": utterance.text,
        "cue": act.cue,
        "mark": look.sign,
        "colour": look.colour,
        "about": " · ".join(filter(None, told)),
        "choice": look.choice,
        "speaker": utterance.speaker,
    }


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
