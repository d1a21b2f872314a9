"""A person puts right what the machine made of a session: voices, roles, acts.

Nothing that a machine said is overwritten: each change is a set of claims beside it, which stands
until it is taken back. Where it matters who speaks, the acts are labelled again from the text;
no recording is listened to again. What was said, and when, is put right in ``edits``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from analyser.domain import ACTS, FORMS, ROLES, Act, ActName, Form, Role, Speaker
from analyser.errors import InputError
from analyser.settings import Settings
from analyser.workflow.changes import numbered, said, told, with_labels
from analyser.workflow.checks import (
    Span,
    check_known,
    known_voice,
    needed,
    turn_at,
    voice_at,
    voices_of,
    within,
)
from analyser.workflow.common import scope_of
from analyser.workflow.relabelling import labels_without
from analyser.workflow.session import audio_file

if TYPE_CHECKING:
    from analyser.store import Claim, Scope

ANYBODY = "*"
"""Stands for whoever speaks, where a stretch is given to a voice."""

NEW = "new"
"""Stands for a voice that was not there before."""


def name_voice(
    session: str,
    speaker: str,
    *,
    name: str | None = None,
    role: Role | None = None,
    settings: Settings,
) -> None:
    """Give a voice a name, a role in the set, or both; a new role has the acts labelled again.

    :raises InputError: there is no such voice or role, or the name is empty.
    :raises StoreError: there is no such session.
    """
    voices = voices_of(scope_of(settings).analysis(session))
    before = voices[known_voice(voices, speaker)]
    now = replace(before, name=before.name if name is None else name, role=role or before.role)
    name_voices(session, [now], settings=settings)


def name_voices(
    session: str, voices: Iterable[Speaker], *, settings: Settings, script: str = ""
) -> None:
    """Give several voices names and roles at once; what is as it was is not claimed again.

    :param script: what tells the names, where nobody chose them: then it is no change of a person,
        and ``undo`` passes it over.
    :raises InputError: there is no such voice or role, or a name is empty.
    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    analysis = scope.analysis(session)
    known = voices_of(analysis)
    by = script or scope.person
    claims = [claim for voice in voices for claim in _naming(known, voice, by=by)]
    if any(claim.kind == "role" for claim in claims):
        claims = with_labels(scope, session, analysis, claims, settings)
    if script:
        claims = [replace(claim, machine=True) for claim in claims]
    scope.claim(session, claims)


def merge_voices(session: str, *, kept: str, gone: str, settings: Settings) -> None:
    """Say that two voices are one person; all that ``gone`` said is ``kept``'s from now on.

    :raises InputError: there is no such voice, or they are the same.
    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    analysis = scope.analysis(session)
    if kept == gone:
        raise InputError("A voice cannot be merged with itself.", "Choose two different voices.")
    for voice in (gone, kept):
        known_voice(voices_of(analysis), voice)
    claim = said(scope.person, "merge", gone, {"into": kept})
    scope.claim(session, with_labels(scope, session, analysis, [claim], settings))


def same_person(session: str, first: float, second: float, *, settings: Settings) -> str:
    """Say that one person is heard at two moments (seconds); their voices are one from now on.

    :return: the id of the voice that is left: the one at ``first``.
    :raises InputError: they are one voice already, or no single voice is heard at a moment.
    :raises StoreError: there is no such session.
    """
    analysis = scope_of(settings).analysis(session)
    kept, gone = voice_at(analysis, first), voice_at(analysis, second)
    if kept == gone:
        raise InputError("At both moments it is the same voice.", "There is nothing to merge.")
    merge_voices(session, kept=kept, gone=gone, settings=settings)
    return kept


def move(
    session: str,
    stretches: Iterable[Span],
    *,
    to: str,
    giver: str = ANYBODY,
    settings: Settings,
) -> str:
    """Say that somebody else speaks in some stretches of the recording.

    :param stretches: seconds, ``[start, end)`` each.
    :param to: the voice that really speaks there; ``NEW`` for one that was not heard of yet.
    :param giver: whose speech there is given to it; ``ANYBODY`` for whoever is heard.
    :return: the id of the voice that it was given to.
    :raises InputError: there is no such voice, or no stretch of the recording.
    :raises StoreError: there is no such session.
    """
    scope = scope_of(settings)
    analysis = scope.analysis(session)
    spans = [within(analysis, span) for span in stretches]
    if not spans:
        raise InputError("No stretch of the recording was named.", "Say from when to when.")
    taker = _fresh(scope, session) if to == NEW else known_voice(voices_of(analysis), to)
    if giver != ANYBODY:
        known_voice(voices_of(analysis), giver)
    if giver == taker:
        raise InputError("This voice speaks there already.", "Choose another voice.")
    claim = said(
        scope.person, "move", giver, {"to": taker, "stretches": [list(span) for span in spans]}
    )
    scope.claim(session, with_labels(scope, session, analysis, [claim], settings))
    return taker


def move_turn(session: str, moment: float, *, to: str, settings: Settings) -> str:
    """Say that somebody else speaks in the whole turn that is heard at a moment (seconds).

    :param to: the voice that really speaks; ``NEW`` for one that was not heard of yet.
    :return: the id of the voice that the turn was given to.
    :raises InputError: there is no such voice, or no single voice is heard at the moment.
    :raises StoreError: there is no such session.
    """
    giver, span = turn_at(scope_of(settings).analysis(session), moment)
    return move(session, [span], to=to, giver=giver, settings=settings)


def split_voice(session: str, voice: str, *, settings: Settings) -> str:
    """Say that a voice is two people; the one heard less of becomes a voice of its own.

    Only this voice's stretches are listened to again, to tell which are whose.

    :return: the id of the new voice.
    :raises InputError: there is no such voice, or too little is heard of it.
    :raises ModelError: weights are missing or damaged.
    :raises StoreError: there is no such session, or its sound is gone.
    """
    from analyser.pipeline.audio import Audio
    from analyser.pipeline.parting import second_person

    analysis = scope_of(settings).analysis(session)
    known_voice(voices_of(analysis), voice)
    audio = Audio(id=analysis.recording.id, path=audio_file(session, settings=settings))
    stretches = second_person(audio, analysis.turns, voice, settings=settings)
    return move(session, stretches, to=NEW, giver=voice, settings=settings)


def correct(
    session: str, utterance: int, *, act: ActName, form: Form | None = None, settings: Settings
) -> None:
    """Say what an utterance really is; this stands against every machine.

    :param utterance: its ``n``.
    :param form: for advice only; without one the advice counts as direct.
    :raises InputError: there is no such utterance, act or form.
    :raises StoreError: there is no such session.
    """
    from analyser.store.claims import act_claim

    scope = scope_of(settings)
    check_known("act", act, ACTS)
    if act == "advice":
        form = form or "direct"
        check_known("form of advice", form, FORMS)
    elif form is not None:
        raise InputError("Only advice has a form.", "Leave the form out.")
    numbered(scope.analysis(session), utterance)
    right = Act(utterance=utterance, act=act, form=form, confidence=1.0, by=settings.person)
    scope.claim(session, [act_claim(right, machine=False)])


def last_change(session: str, *, settings: Settings) -> str:
    """In a few words what ``undo`` would take back; empty if there is nothing.

    What somebody else changed last is theirs to take back, or the session's owner's.

    :raises StoreError: there is no such session.
    """
    from analyser.store.claims import latest_change

    scope = scope_of(settings)
    made = [claim for claim in latest_change(scope.claims(session)) if not claim.machine]
    if not scope.owns(scope.session(session)) and any(claim.by != scope.person for claim in made):
        return ""
    return ", ".join(dict.fromkeys(told(claim) for claim in made))


def undo(session: str, *, settings: Settings) -> str:
    """Take back the last change that a person made, with all that came of it.

    :return: in a few words what was taken back.
    :raises InputError: there is nothing to take back.
    :raises StoreError: there is no such session.
    """
    from analyser.store.claims import labelled_since, latest_change

    scope = scope_of(settings)
    taken_back = last_change(session, settings=settings)
    if not taken_back:
        raise InputError(
            "Nothing was changed in this session that you could take back.",
            "What somebody else changed last is theirs to take back.",
        )
    made = scope.claims(session)
    change = latest_change(made)
    undone = [said(scope.person, "undo", change[0].at, {})]
    if labelled_since(change[0].at, made):
        undone += labels_without(scope, session, undone, settings)
    scope.claim(session, undone)
    return taken_back


def _naming(before: dict[str, Speaker], voice: Speaker, *, by: str) -> list[Claim]:
    """Claims for what is new about a voice."""
    known_voice(before, voice.id)
    check_known("role", voice.role, ROLES)
    claims = []
    if needed(voice.name) != before[voice.id].name:
        claims.append(said(by, "name", voice.id, {"name": needed(voice.name)}))
    if voice.role != before[voice.id].role:
        claims.append(said(by, "role", voice.id, {"role": voice.role}))
    return claims


def _fresh(scope: Scope, session: str) -> str:
    """The id of a new voice: higher than any that was ever used in the session."""
    used = [speaker.id for speaker in scope.heard(session).speakers]
    used += [str(claim.value["to"]) for claim in scope.claims(session) if claim.kind == "move"]
    numbers = [int(digits) for voice in used for digits in re.findall(r"^S(\d+)$", voice)]
    return f"S{max(numbers, default=0) + 1}"
