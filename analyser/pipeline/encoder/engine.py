"""The trained classifier: a conversation in, one act for each utterance out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from analyser.domain import ACTS, Act, Form, Role, Utterance
from analyser.errors import ModelError
from analyser.pipeline.encoder import component
from analyser.pipeline.encoder.codes import ACT_OF, CODES, Label
from analyser.pipeline.encoder.sentences import foremost, sentences
from analyser.pipeline.encoder.views import Said, View, views
from analyser.pipeline.memory import Memory

_REMEMBERED = 20_000
"""Utterances whose label is kept, so that labelling again is quick: six long sessions, 10 MB."""

_DIRECT, _DISGUISED = CODES.index("direct"), CODES.index("disguised")
_OF_ACT = np.array([[ACT_OF[code] == act for code in CODES] for act in ACTS], dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """The classifier in a folder, as ``analyser train`` packs it."""

    folder: Path

    @property
    def id(self) -> str:
        """Name, version and content of the network."""
        meta = pipeline(self.folder).meta
        return f"{meta['name']}-{meta['version']}@{_content(self.folder)}"

    def classify(
        self, utterances: Sequence[Utterance], roles: Mapping[str, Role]
    ) -> tuple[Act, ...]:
        """One act per utterance of one conversation, in order."""
        return self.acts(utterances, self.views(utterances, roles))

    def views(self, utterances: Sequence[Utterance], roles: Mapping[str, Role]) -> list[View]:
        """What the network sees of each utterance of one conversation, in order."""
        said = [
            Said(text=u.text, speaker=u.speaker, role=roles.get(u.speaker, "unnamed"))
            for u in utterances
        ]
        return views(said)

    def acts(self, utterances: Sequence[Utterance], views: Sequence[View]) -> tuple[Act, ...]:
        """The acts of some utterances by their views, in order."""
        labels = _memory(self.folder).recall(views, self.wholes)
        return tuple(
            Act(
                utterance=utterance.n,
                act=label.act,
                form=label.form,
                confidence=label.confidence,
                cue=label.cue,
                by=self.id,
            )
            for utterance, label in zip(utterances, labels, strict=True)
        )

    def wholes(self, views: Sequence[View]) -> Iterator[Label]:
        """What each utterance is, in order: as the foremost of its sentences."""
        parts = [sentences(view) for view in views]
        labels = self.labels([part for own in parts for part in own])
        for own in parts:
            yield foremost([next(labels) for _ in own])

    def labels(self, views: Sequence[View]) -> Iterator[Label]:
        """What the network says of each view, in order."""
        nlp = pipeline(self.folder)
        docs = (_doc(nlp, view) for view in views)
        return (_label(doc) for doc in nlp.pipe(docs))


@cache
def pipeline(folder: Path) -> Language:
    """The spaCy pipeline in a folder, loaded once.

    :raises ModelError: there is none, or it cannot be loaded.
    """
    _ = component  # registers the factory
    if not (folder / "config.cfg").is_file():
        raise ModelError(
            f"The trained classifier is not in {folder}.",
            "Get the project's models folder back, or set ANALYSER_CLASSIFIER=rules.",
        )
    try:
        return spacy.load(folder)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"The trained classifier in {folder} cannot be loaded: {error}.",
            "Get the project's models folder back, or set ANALYSER_CLASSIFIER=rules.",
        ) from error


@cache
def _memory(_folder: Path) -> Memory[View, Label]:
    return Memory(_REMEMBERED)


@cache
def _content(folder: Path) -> str:
    """The network's content, as 8 digits."""
    found = next(folder.glob(f"*/{component.NETWORK}"))
    return hashlib.sha256(found.read_bytes()).hexdigest()[:8]


def _doc(nlp: Language, view: View) -> Doc:
    doc = nlp.make_doc(view.text)
    doc._.acts_view = view
    return doc


def _label(doc: Doc) -> Label:
    """The most probable act; where nothing was said, nothing was done."""
    if not doc.text.strip():
        return Label(act="other", form=None, confidence=1.0, cue="")
    chances: npt.NDArray[np.float64] = doc._.acts_chances
    of_act = _OF_ACT @ chances
    act = ACTS[int(of_act.argmax())]
    return Label(
        act=act,
        form=_form(chances) if act == "advice" else None,
        confidence=round(float(of_act.max()), 3),
        cue=doc._.acts_cue,
    )


def _form(chances: npt.NDArray[np.float64]) -> Form:
    return "disguised" if chances[_DISGUISED] > chances[_DIRECT] else "direct"
