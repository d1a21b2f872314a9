"""Learning from what a person put right: their own labels, on their own machine, when they ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyser.domain import Analysis
from analyser.settings import Settings
from analyser.workflow.changes import as_cast
from analyser.workflow.common import scope_of

if TYPE_CHECKING:
    from analyser.pipeline.relabel import Conversation
    from analyser.train.examples import Example
    from analyser.train.recipe import Recipe
    from analyser.train.run import Tell, Trained

ENCODER = "minilm"
"""The published encoder that the classifier is made from, among the models."""

Row = dict[str, Any]


def learn(
    recipe: Recipe, *, settings: Settings, with_corrections: bool = False, tell: Tell = print
) -> Trained:
    """Make the classifier anew; with what this machine's person put right, if they ask for it.

    :raises ModelError: the encoder that it is made from was not pulled.
    :raises InputError: there is nothing to learn from.
    """
    from analyser.train.run import train
    from analyser.weights import path_of

    corrections = _examples(corrections_of(settings)) if with_corrections else []
    encoder = recipe.encoder or path_of(ENCODER, settings)
    return train(recipe, encoder, corrections=corrections, tell=tell)


def corrections_of(settings: Settings) -> list[Row]:
    """Every label that a person gave: the words, what stands around them, and the label."""
    scope = scope_of(settings)
    return [
        row
        for session in scope.sessions()
        for row in _rows(scope.analysis(session.id), _judged(scope.claims(session.id)))
    ]


def _judged(claims: Sequence[Any]) -> set[int]:
    """The utterances whose label is a person's."""
    from analyser.store.claims import live

    return {int(c.subject) for c in live(claims) if c.kind == "act" and not c.machine}


def _rows(analysis: Analysis, judged: set[int]) -> Iterator[Row]:
    """The utterances that a person labelled, each with its two neighbours."""
    talk = as_cast(analysis)
    for place, (utterance, act) in enumerate(zip(talk.utterances, analysis.acts, strict=True)):
        if utterance.n in judged:
            yield {
                "text": utterance.text,
                "role": talk.roles.get(utterance.speaker, "unnamed"),
                "act": act.act,
                "form": act.form,
                **_neighbour(talk, place, -1, "before"),
                **_neighbour(talk, place, 1, "after"),
            }


def _neighbour(talk: Conversation, place: int, step: int, name: str) -> Row:
    """What stands before or after an utterance, and who says it."""
    there = place + step
    if not 0 <= there < len(talk.utterances):
        return {name: "", f"{name}_by": "nobody"}
    other, own = talk.utterances[there], talk.utterances[place]
    by = "same" if other.speaker == own.speaker else talk.roles.get(other.speaker, "unnamed")
    return {name: other.text, f"{name}_by": by}


def _examples(rows: Sequence[Row]) -> list[Example]:
    """The labels as the training takes them."""
    from analyser.pipeline.encoder.codes import code_of
    from analyser.pipeline.encoder.views import View
    from analyser.train.examples import Example

    around = ("text", "role", "before", "before_by", "after", "after_by")
    return [
        Example(
            view=View(**{key: row[key] for key in around}),
            allowed=(code_of(row["act"], row["form"]),),
        )
        for row in rows
    ]


def write_corrections(path: Path, *, settings: Settings) -> int:
    """Write every label that a person gave as JSON Lines; gives back how many there are."""
    import json

    from analyser.files import replacing

    rows = corrections_of(settings)
    with replacing(path) as unfinished:
        unfinished.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
    return len(rows)
