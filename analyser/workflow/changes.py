"""What every change that a person makes has in common: its claims, and the labels that follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analyser.domain import Analysis, Utterance
from analyser.errors import InputError
from analyser.settings import Settings

if TYPE_CHECKING:
    from analyser.pipeline.relabel import Conversation
    from analyser.store import Claim, Scope
    from analyser.store.claims import ClaimKind

_TOLD: dict[ClaimKind, str] = {
    "act": "a label",
    "invited": "whether advice was invited",
    "name": "a name",
    "role": "a role",
    "merge": "two voices made one",
    "move": "who speaks",
    "text": "what was said",
    "bounds": "when it was said",
    "split": "one utterance made two",
    "join": "two utterances made one",
    "remove": "an utterance removed",
    "mark": "a round or a stage",
}


def said(by: str, kind: ClaimKind, subject: str, value: dict[str, Any]) -> Claim:
    """A claim by the person at the screen."""
    from analyser.store import Claim

    return Claim(kind=kind, subject=subject, value=value, by=by)


def told(claim: Claim) -> str:
    """What was changed, in words for a button."""
    return _TOLD[claim.kind]


def numbered(analysis: Analysis, n: int) -> Utterance:
    """The utterance with this number.

    :raises InputError: there is none.
    """
    found = next((spoken for spoken in analysis.utterances if spoken.n == n), None)
    if found is None:
        raise InputError(
            f"There is no utterance {n} in this session.",
            "Its number stands in the exported table.",
        )
    return found


def with_labels(
    scope: Scope, session: str, before: Analysis, claims: list[Claim], settings: Settings
) -> list[Claim]:
    """The claims, and those acts that the classifier sees otherwise once they hold.

    :raises ModelError: the classifier's name is unknown, or its weights are missing.
    """
    from analyser.pipeline.classify import classifier
    from analyser.pipeline.relabel import relabelled
    from analyser.store.claims import live, news, standing

    then, now = as_cast(before), as_cast(_supposing(before, claims))
    if then == now:
        return claims
    made = scope.claims(session)
    stands = standing(claim for claim in live(made) if claim.machine)
    by = {int(about): claim.by for (kind, about), claim in stands.items() if kind == "act"}
    acts = relabelled(classifier(settings), then, now, by=by)
    return [*claims, *news(acts, [*made, *claims])]


def warm_up(*, settings: Settings) -> None:
    """Load the classifier before it is needed, so that the first correction shows as soon as any.

    It takes some seconds, once in a process.

    :raises ModelError: the classifier's name is unknown, or its weights are missing.
    """
    from analyser.pipeline.classify import classifier

    classifier(settings).classify([Utterance(n=0, start=0, end=1, speaker="", text="So?")], {})


def as_cast(analysis: Analysis) -> Conversation:
    """Who says what, each in the role that they have there: a round's presenter presents in it.

    Where a voice has another role than by name, it counts as another voice, named with that role.
    """
    from analyser.measures.casting import Casting, middle_of
    from analyser.pipeline.relabel import Conversation

    casting = Casting.of(analysis)
    roles, utterances = dict(casting.named), []
    for spoken in analysis.utterances:
        voice = spoken.speaker
        role = casting.role(voice, middle_of(spoken.start, spoken.end))
        if role != casting.named.get(voice, "unnamed"):
            voice = f"{voice} ({role})"
            roles[voice] = role
        utterances.append(replace(spoken, speaker=voice))
    return Conversation(utterances=tuple(utterances), roles=roles)


def _supposing(analysis: Analysis, claims: Iterable[Claim]) -> Analysis:
    """The words, voices, roles and rounds of an analysis once some more claims hold."""
    from analyser.store.marks import marked, value_of
    from analyser.store.revoice import revoiced

    more = list(claims)
    after = revoiced(replace(analysis, turns=()), more)  # they do not matter here
    roles = {claim.subject: claim.value["role"] for claim in more if claim.kind == "role"}
    voices = tuple(replace(s, role=roles.get(s.id, s.role)) for s in after.speakers)
    drawn = [said(mark.by, "mark", mark.id, value_of(mark)) for mark in analysis.marks]
    return marked(replace(after, speakers=voices), [*drawn, *more])
