"""Labels once somebody has put right who speaks: only what may differ is labelled again."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from analyser.domain import Act, Role, Utterance
from analyser.pipeline.classify import Classifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Utterances, and what their speakers do in the set."""

    utterances: Sequence[Utterance]
    roles: Mapping[str, Role]


@runtime_checkable
class Views(Protocol):
    """A classifier that can say what it sees of each utterance before it labels it."""

    def views(
        self, utterances: Sequence[Utterance], roles: Mapping[str, Role]
    ) -> Sequence[Hashable]:
        """All that decides the act of each utterance: where two are equal, so are their acts."""

    def acts(self, utterances: Sequence[Utterance], views: Sequence[Any]) -> tuple[Act, ...]:
        """The acts of some utterances of a conversation by their views, in order."""


def relabelled(
    model: Classifier, before: Conversation, after: Conversation, *, by: Mapping[int, str]
) -> tuple[Act, ...]:
    """The acts that may differ ``after``; an utterance without one keeps the act it had.

    :param before: the same utterances, in the same order, as they were labelled last.
    :param by: the classifier that labelled each utterance then, by the utterance's ``n``.
    """
    if not isinstance(model, Views):
        return model.classify(after.utterances, after.roles)
    seen = model.views(before.utterances, before.roles)
    sees = model.views(after.utterances, after.roles)
    pairs = [
        (utterance, now)
        for utterance, was, now in zip(after.utterances, seen, sees, strict=True)
        if was != now or by.get(utterance.n) != model.id
    ]
    return model.acts([utterance for utterance, _ in pairs], [now for _, now in pairs])
