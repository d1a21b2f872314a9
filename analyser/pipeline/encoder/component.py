"""The spaCy component ``acts_encoder``: how probable each class is, and the words that decided.

What stands around an utterance is given with it as ``doc._.acts_view``; without that the words
alone are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import srsly
from spacy.language import Language
from spacy.tokens import Doc

from analyser.pipeline.encoder.deciding import cue_of
from analyser.pipeline.encoder.pieces import Speller
from analyser.pipeline.encoder.reader import Reader
from analyser.pipeline.encoder.views import View

NETWORK, TOKENISER, SETTINGS = "network.onnx", "tokenizer.json", "settings.json"
_BATCH = 256


@Language.factory("acts_encoder", assigns=["doc._.acts_chances", "doc._.acts_cue"])
def make_acts_encoder(nlp: Language, name: str) -> ActsEncoder:  # noqa: ARG001  (spaCy gives it)
    """The component for ``nlp.add_pipe("acts_encoder")``; it is filled from disk or by training."""
    return ActsEncoder(name)


class ActsEncoder:
    """Writes ``doc._.acts_chances``, ``(classes,)`` of sum 1, and ``doc._.acts_cue``."""

    reader: Reader
    speller: Speller
    temperature: float = 1.0

    def __init__(self, name: str) -> None:
        self.name = name
        for extension in ("acts_view", "acts_chances", "acts_cue"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def fill(self, network: bytes, tokeniser: Path, temperature: float) -> None:
        """Take in what training made."""
        self.reader = Reader(network)
        self.speller = Speller(tokeniser)
        self.temperature = temperature

    def __call__(self, doc: Doc) -> Doc:
        """Read one utterance."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """Read many utterances, side by side."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            rows = self.speller.spell([doc._.acts_view or View(text=doc.text) for doc in docs])
            for doc, row, (scores, each) in zip(docs, rows, self.reader.read(rows), strict=True):
                chances = softmax(scores / self.temperature)
                doc._.acts_chances = chances
                doc._.acts_cue = cue_of(doc.text, row.spans, each, int(chances.argmax()))
                yield doc

    def to_disk(self, path: str | Path, *, exclude: Any = ()) -> None:  # noqa: ARG002  (spaCy's)
        """Write the network, its vocabulary and its settings into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NETWORK).write_bytes(self.reader.network)
        (folder / TOKENISER).write_bytes(self.speller.vocabulary)
        srsly.write_json(folder / SETTINGS, {"temperature": self.temperature})

    def from_disk(self, path: str | Path, *, exclude: Any = ()) -> ActsEncoder:  # noqa: ARG002
        """Read what ``to_disk`` wrote."""
        folder = Path(path)
        settings: Any = srsly.read_json(folder / SETTINGS)
        network = (folder / NETWORK).read_bytes()
        self.fill(network, folder / TOKENISER, settings["temperature"])
        return self


def softmax(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Scores as shares of 1."""
    raised = np.exp(np.asarray(scores, dtype=np.float64) - scores.max())
    shares: npt.NDArray[np.float64] = raised / raised.sum()
    return shares
