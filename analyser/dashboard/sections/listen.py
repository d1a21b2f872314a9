"""The player, its timeline and the transcript beside the figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import chain
from typing import Any

import streamlit as st

from analyser import workflow
from analyser.codebook import codebook
from analyser.dashboard import components
from analyser.dashboard.authors import authors
from analyser.dashboard.context import current_settings, is_served
from analyser.dashboard.mentor.pinned import pins
from analyser.dashboard.playing import make_changes, refusal
from analyser.dashboard.routes import WAVESURFER_PATH, audio_address, peaks_address
from analyser.dashboard.sections import Shown
from analyser.dashboard.sound import ticket_of
from analyser.dashboard.words import word_starts
from analyser.domain import ACTS, ROLES, SET_STAGES, Analysis, Mark, Turn, Utterance
from analyser.measures import please_look
from analyser.report.look import LOOKS, ROLE_COLOURS, ROLE_LABELS, clock, look_of, names_of

SILENCE_SECONDS = 1.5
"""A silence that is shorter belongs to the talk, and is not skipped."""

_Row = dict[str, Any]


def show_player(shown: Shown) -> None:
    """Sound, timeline and transcript; what a person changes in them is kept at once.

    :param shown: the whole session, not a part of it.
    """
    session = shown.session.id
    heard = workflow.has_sound(session, settings=current_settings())
    if not is_served():
        st.caption("Start the app with the command `analyser app` to listen.")
    elif not heard:
        st.caption("There is no sound: this session was written, or its sound is kept no longer.")
    ticket = ticket_of(session) if is_served() and heard else ""
    expired = components.player(
        {**_addresses(ticket), **_told(shown)},
        on_edits=partial(make_changes, session),
        key=f"player-{session}",
    )
    if expired and ticket and expired == audio_address(ticket):
        ticket_of(session, renew=True)
        st.rerun()


def _addresses(ticket: str) -> _Row:
    if not ticket:
        return {"address": "", "peaks": "", "wavesurfer": ""}
    return {
        "address": audio_address(ticket),
        "peaks": peaks_address(ticket),
        "wavesurfer": WAVESURFER_PATH,
    }


def _told(shown: Shown) -> _Row:
    """All that the player shows of a session."""
    analysis, session = shown.analysis, shown.session.id
    return {
        "session": session,
        "duration": analysis.recording.duration,
        "voices": _voices(analysis),
        "roles": [(role, ROLE_LABELS[role]) for role in ROLES],
        "stranger": workflow.NEW,
        "stages": [(stage, codebook().stage(stage).title) for stage in SET_STAGES],
        **_labels(),
        "utterances": _utterances(analysis, session),
        "turns": _turns(analysis),
        "silences": silences(analysis.turns, analysis.recording.duration),
        "marks": _marks(analysis, session),
        "comments": pins(session),
        "refused": refusal(session),
    }


def _labels() -> _Row:
    """How each act looks, and which number key stands for it."""
    first = {act: next(look for look in LOOKS if look.act == act) for act in ACTS}
    named = [f"{key} {codebook().entry(act).title.lower()}" for key, act in enumerate(ACTS, 1)]
    return {
        "looks": [
            {
                "choice": look.choice,
                "label": look.label,
                "sign": look.sign,
                "colour": look.colour,
                "shape": look.shape,
                "filled": look.filled,
            }
            for look in LOOKS
        ],
        "acts": [first[act].choice for act in ACTS],
        "keys": f"{', '.join(named)}; the key for advice twice: disguised",
    }


def _voices(analysis: Analysis) -> list[_Row]:
    names = names_of(analysis)
    return [
        {
            "id": voice.id,
            "name": names[voice.id],
            "role": voice.role,
            "colour": ROLE_COLOURS[voice.role],
        }
        for voice in analysis.speakers
    ]


def _utterances(analysis: Analysis, session: str) -> list[_Row]:
    """A row for each; ``words`` are hundredths of a second from its start to each of its words."""
    known, starts = authors(), word_starts(analysis)
    unsure = {look.utterance.n for look in please_look(analysis)}
    changed = {
        said.n: known.get(said.by) or known[act.by]
        for said, act in zip(analysis.utterances, analysis.acts, strict=True)
        if said.by in known or act.by in known
    }
    heard = _heard(analysis, session, changed)
    return [
        {
            "n": said.n,
            "start": said.start,
            "end": said.end,
            "voice": said.speaker,
            "choice": look_of(act).choice,
            "invited": act.invited,
            "text": said.text,
            "words": starts[said.n],
            "by": changed.get(said.n, ""),
            "look": said.n in unsure,
            "heard": heard.get(said.n),
        }
        for said, act in zip(analysis.utterances, analysis.acts, strict=True)
    ]


def _heard(analysis: Analysis, session: str, changed: Mapping[int, str]) -> dict[int, _Row]:
    """What the machine heard where a person put something right."""
    if not changed:
        return {}
    before = workflow.as_heard(session, settings=current_settings())
    names = names_of(analysis)
    return {
        said.n: _as_heard(said, before, names) for said in analysis.utterances if said.n in changed
    }


def _as_heard(said: Utterance, before: Analysis, names: Mapping[str, str]) -> _Row:
    """The machine's version of an utterance: what it heard at the same time, mostly."""
    pairs = [
        (other, act)
        for other, act in zip(before.utterances, before.acts, strict=True)
        if other.n == said.n or _lies_mostly_in(said, other)
    ]
    told = [
        f"{names.get(other.speaker, other.speaker)}, {look_of(act).label.lower()}, "
        f"{clock(other.start)} to {clock(other.end)}"
        for other, act in pairs
    ]
    return {"text": " ".join(other.text for other, _ in pairs), "about": f"({'; '.join(told)})"}


def _lies_mostly_in(said: Utterance, other: Utterance) -> bool:
    """Whether more than half of the other utterance lies in one; of most none does."""
    if other.start >= said.end or other.end <= said.start:
        return False
    together = min(said.end, other.end) - max(said.start, other.start)
    return together > (other.end - other.start) / 2


def _turns(analysis: Analysis) -> dict[str, list[int]]:
    """For each voice, starts and ends of its turns in hundredths of a second, by turns."""
    voices: dict[str, list[int]] = {voice.id: [] for voice in analysis.speakers}
    for turn in analysis.turns:
        voices.setdefault(turn.speaker, []).extend((round(100 * turn.start), round(100 * turn.end)))
    return voices


def silences(
    turns: tuple[Turn, ...], duration: float, *, least: float = SILENCE_SECONDS
) -> list[tuple[float, float]]:
    """Stretches of at least so many seconds in which nobody speaks, in order of time."""
    found, quiet_since = [], 0.0
    spans = sorted((turn.start, turn.end) for turn in turns)
    for start, end in chain(spans, [(duration, duration)]):
        if start - quiet_since >= least:
            found.append((quiet_since, start))
        quiet_since = max(quiet_since, end)
    return found


def _marks(analysis: Analysis, session: str) -> list[_Row]:
    """Rounds and stages, and those that are proposed, in order of time."""
    proposed = workflow.proposals(session, settings=current_settings())
    names, marks = (
        names_of(analysis),
        sorted((*analysis.marks, *proposed), key=lambda mark: (mark.start, mark.end)),
    )
    return [_mark(mark, names) for mark in marks]


def _mark(mark: Mark, names: Mapping[str, str]) -> _Row:
    label = codebook().stage(mark.stage).title if mark.stage else "Round"
    if mark.presenter:
        label = f"{label}: {names.get(mark.presenter, mark.presenter)}"
    return {
        "id": mark.id,
        "kind": mark.kind,
        "start": mark.start,
        "end": mark.end,
        "stage": mark.stage,
        "presenter": mark.presenter,
        "label": label,
        "proposed": mark.proposed,
    }
