"""Labels once somebody has put right who spoke or what: only what may differ is labelled again."""

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

    :param before: the conversation as it was labelled last; an utterance that is not in it is new.
    :param by: the classifier that labelled each utterance then, by the utterance's ``n``.
    """
    if not isinstance(model, Views):
        return model.classify(after.utterances, after.roles)
    seen, now_by = dict(_by_number(model, before)), model.id
    pairs = [
        (utterance, now)
        for utterance, (n, now) in zip(after.utterances, _by_number(model, after), strict=True)
        if seen.get(n) != now or by.get(n) != now_by
    ]
    return model.acts([utterance for utterance, _ in pairs], [now for _, now in pairs])


def _by_number(model: Views, talk: Conversation) -> list[tuple[int, Hashable]]:
    """What the model sees of each utterance, with the utterance's ``n``."""
    seen = model.views(talk.utterances, talk.roles)
    return [(utterance.n, view) for utterance, view in zip(talk.utterances, seen, strict=True)]
