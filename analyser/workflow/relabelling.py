"""Old sessions are labelled again with the classifier that is set now; no recording is heard again.

What a machine said earlier is kept beside it, and what a person said stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyser.domain import Act, Analysis, Session
from analyser.settings import Settings
from analyser.workflow.changes import as_cast
from analyser.workflow.common import scope_of

if TYPE_CHECKING:
    from analyser.pipeline.classify import Classifier
    from analyser.store import Claim, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabelled:
    """What became of a session: ``renewed`` labels are by ``model`` now, ``changed`` ones differ.

    Labels that the same model had given already are in neither.
    """

    session: Session
    model: str
    renewed: int
    changed: int


def relabel(session: str, *, settings: Settings) -> Relabelled:
    """Label a session's utterances again, as their voices, roles and rounds stand now.

    It is no change that a person made, so ``undo`` passes it over.

    :raises ModelError: the classifier's name is unknown, or its weights are missing.
    :raises StoreError: there is no such session.
    """
    from analyser.pipeline.classify import classifier
    from analyser.store.claims import renewals

    scope = scope_of(settings)
    analysis = scope.analysis(session)
    model = classifier(settings)
    fresh = renewals(_labelled(model, analysis), scope.claims(session))
    if fresh:
        scope.claim(session, fresh)
    after = scope.analysis(session)
    changed = sum(
        (was.act, was.form) != (now.act, now.form)
        for was, now in zip(analysis.acts, after.acts, strict=True)
    )
    return Relabelled(
        session=scope.session(session), model=model.id, renewed=len(fresh), changed=changed
    )


def labels_without(
    scope: Scope, session: str, undone: Sequence[Claim], settings: Settings
) -> list[Claim]:
    """The labels as they are once a change is taken back, where the session was relabelled since.

    The labels that were made then still go by the change, and are no part of it.
    """
    from analyser.pipeline.classify import classifier
    from analyser.store.claims import renewals

    after = scope.analysis(session, supposing=undone)
    acts = _labelled(classifier(settings), after)
    return renewals(acts, [*scope.claims(session), *undone])


def _labelled(model: Classifier, analysis: Analysis) -> tuple[Act, ...]:
    """What a classifier says of a session, as its voices, roles and rounds stand now."""
    talk = as_cast(analysis)
    return model.classify(talk.utterances, talk.roles)
