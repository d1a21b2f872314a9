"""Claims folded into an analysis: rows in, rows out.

A claim says something about a session, with who says so and when. Of the claims about one thing
the latest that a person made stands; where no person has spoken, the latest that a machine made.
No claim is ever changed or removed, so each can be traced, and taken back by a later one. Claims
that were made together, at one time, are one change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from analyser.domain import Act, Analysis, Speaker
from analyser.store.edited import EDITS
from analyser.store.marks import marked
from analyser.store.revoice import revoiced

ClaimKind = Literal[
    "act",
    "invited",
    "name",
    "role",
    "merge",
    "move",
    "text",
    "bounds",
    "split",
    "join",
    "remove",
    "mark",
    "undo",
]

_ANEW = frozenset({"split", "join"})
"""What makes another thing of an utterance: what was said about its act before holds no more."""

_OF_ACTS = frozenset({"act", "invited"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something said about a session.

    ========  ==================  ====================================================
    kind      subject             value
    ========  ==================  ====================================================
    act       an utterance's n    ``{"act", "form", "confidence", "cue"}``
    invited   an utterance's n    ``{"invited"}``: whether this advice was asked for; ``None``
                                  leaves it to the words before it
    name      a voice's id        ``{"name"}``
    role      a voice's id        ``{"role"}``
    merge     the voice that goes ``{"into"}``: the voice that it is merged into
    move      a voice's id        ``{"to", "stretches"}``: what it says there is another's
              or ``*``            (``*``: whatever anybody says there)
    text      an utterance's n    ``{"text"}``: the words that were really said
    bounds    an utterance's n    ``{"start", "end"}``: when it was really said
    split     an utterance's n    ``{"word", "new"}``: from this word on, counted from 0, it is
                                  another utterance, whose n is ``new``
    join      an utterance's n    ``{"second"}``: it goes on in this one, which is no more
    remove    an utterance's n    ``{}``: nobody said it
    mark      a mark's id         ``{"kind", "start", "end", "stage", "presenter"}``: a round or
                                  a stage; ``{}`` removes it
    undo      when a change was   ``{}``: the change is taken back
              made
    ========  ==================  ====================================================

    ``by`` is a person, or where ``machine`` is set, a model's id or another thing that is nobody:
    an invented set comes with names and rounds from its script. ``at`` is ISO 8601 in UTC and is
    filled in by the store.
    """

    kind: ClaimKind
    subject: str
    value: Mapping[str, Any] = field(hash=False)
    by: str
    machine: bool = False
    at: str = ""


def act_claim(act: Act, *, machine: bool) -> Claim:
    """An act as a claim about its utterance."""
    value = {
        "act": act.act,
        "form": act.form,
        "confidence": act.confidence,
        "cue": act.cue,
    }
    return Claim(kind="act", subject=str(act.utterance), value=value, by=act.by, machine=machine)


def fold(analysis: Analysis, claims: Sequence[Claim]) -> Analysis:
    """The analysis as the claims, oldest first, leave it."""
    held = live(claims)
    stands = standing(held)
    voiced = marked(revoiced(analysis, held), held)
    return replace(
        voiced,
        engines=_engines(analysis.engines, held),
        speakers=_speakers(voiced.speakers, stands),
        acts=_acts(voiced, stands),
    )


def live(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that hold: not taken back, and about an act that is still the same utterance's."""
    anew: set[str] = set()
    held = []
    for claim in reversed(_kept(claims)):
        if claim.kind in _ANEW:
            anew.add(claim.subject)
        if claim.kind not in _OF_ACTS or claim.subject not in anew:
            held.append(claim)
    return held[::-1]


def by_machines(claims: Iterable[Claim]) -> list[Claim]:
    """What machines claim of what they heard themselves, and not of what a person made of it."""
    kept = _kept(claims)
    edited = {claim.at for claim in kept if claim.kind in EDITS}
    return [claim for claim in kept if claim.machine and claim.at not in edited]


def _kept(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that were not taken back."""
    made = list(claims)
    undone = {claim.subject for claim in made if claim.kind == "undo"}
    return [claim for claim in made if claim.kind != "undo" and claim.at not in undone]


def labelled_since(moment: str, claims: Iterable[Claim]) -> bool:
    """Whether a machine labelled everything again after a moment, by no change of a person."""
    held = live(claims)
    people = {claim.at for claim in held if not claim.machine}
    return any(claim.machine and claim.at > moment and claim.at not in people for claim in held)


def latest_change(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """What a person said last, with all that was claimed along with it; empty if nothing."""
    held = live(claims)
    moment = next((claim.at for claim in reversed(held) if not claim.machine), None)
    return tuple(claim for claim in held if claim.at == moment)


def standing(claims: Iterable[Claim]) -> dict[tuple[str, str], Claim]:
    """The claim that stands about each (kind, subject)."""
    stands: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        about = (claim.kind, claim.subject)
        earlier = stands.get(about)
        if earlier is None or earlier.machine or not claim.machine:
            stands[about] = claim
    return stands


def news(acts: Iterable[Act], claims: Iterable[Claim]) -> list[Claim]:
    """A machine's acts as claims, without those that a machine's claim says already."""
    stands = standing(claim for claim in live(claims) if claim.machine)
    fresh = [act_claim(act, machine=True) for act in acts]
    said = {about: claim.value for about, claim in stands.items()}
    return [claim for claim in fresh if claim.value != said.get((claim.kind, claim.subject))]


def renewals(acts: Iterable[Act], claims: Iterable[Claim]) -> list[Claim]:
    """A machine's acts as claims, without those that this very machine has claimed already.

    Where another machine said the same, it is claimed again, so that each label's version is known.
    """
    stands = standing(claim for claim in live(claims) if claim.machine)
    fresh = [act_claim(act, machine=True) for act in acts]
    said = {about: (claim.by, claim.value) for about, claim in stands.items()}
    return [c for c in fresh if said.get((c.kind, c.subject)) != (c.by, c.value)]


def _engines(engines: Mapping[str, str], held: Iterable[Claim]) -> Mapping[str, str]:
    """The engines, with the machine that labelled last where more than one has."""
    labelled = [claim.by for claim in held if claim.kind == "act" and claim.machine]
    return {**engines, "classify": labelled[-1]} if len(set(labelled)) > 1 else engines


def _speakers(
    speakers: Iterable[Speaker], stands: Mapping[tuple[str, str], Claim]
) -> tuple[Speaker, ...]:
    """The voices with the names and roles that stand."""
    return tuple(_named(speaker, stands) for speaker in speakers)


def _named(speaker: Speaker, stands: Mapping[tuple[str, str], Claim]) -> Speaker:
    name, role = stands.get(("name", speaker.id)), stands.get(("role", speaker.id))
    return replace(
        speaker,
        name=speaker.name if name is None else name.value["name"],
        role=speaker.role if role is None else role.value["role"],
    )


def _acts(analysis: Analysis, stands: Mapping[tuple[str, str], Claim]) -> tuple[Act, ...]:
    """One act for each utterance: the claim that stands."""
    return tuple(
        _act(spoken.n, stands["act", str(spoken.n)], stands.get(("invited", str(spoken.n))))
        for spoken in analysis.utterances
    )


def _act(utterance: int, claim: Claim, invited: Claim | None) -> Act:
    act = Act(utterance=utterance, by=claim.by, **claim.value)
    if invited is None or act.act != "advice":
        return act
    return replace(act, invited=invited.value["invited"])
