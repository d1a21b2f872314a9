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
    """The claims, and those acts that the classifier sees otherwise once they hold."""
    from analyser.pipeline.classify import classifier
    from analyser.pipeline.relabel import relabelled
    from analyser.store.claims import live, news, standing

    made = scope.claims(session)
    stands = standing(claim for claim in live(made) if claim.machine)
    by = {int(about): claim.by for (kind, about), claim in stands.items() if kind == "act"}
    then, now = _talk(before), _talk(before, supposing=claims)
    acts = relabelled(classifier(settings), then, now, by=by)
    return [*claims, *news(acts, [*made, *claims])]


def warm_up(*, settings: Settings) -> None:
    """Load the classifier before it is needed, so that the first correction shows as soon as any.

    It takes some seconds, once in a process.

    :raises ModelError: the classifier's name is unknown, or its weights are missing.
    """
    from analyser.pipeline.classify import classifier

    classifier(settings).classify([Utterance(n=0, start=0, end=1, speaker="", text="So?")], {})


def _talk(analysis: Analysis, *, supposing: Iterable[Claim] = ()) -> Conversation:
    """Who says what, and in which role, once some more claims hold."""
    from analyser.pipeline.relabel import Conversation
    from analyser.store.revoice import revoiced

    claims = list(supposing)
    after = revoiced(replace(analysis, turns=()), claims)  # they do not matter here
    roles = {speaker.id: speaker.role for speaker in after.speakers}
    roles |= {claim.subject: claim.value["role"] for claim in claims if claim.kind == "role"}
    return Conversation(utterances=after.utterances, roles=roles)
