"""``models/acts.cfg``: how the classifier is made, as spaCy's configuration files say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analyser.errors import InputError
from analyser.settings import ROOT

CONFIG = ROOT / "models" / "acts.cfg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What goes in, and how it is learnt.

    ``public`` is the folder of the public corpora, if they are at hand; ``encoder`` that of the
    published encoder, else the one among the models; ``rows`` says how many rows of each public
    corpus an epoch shows. ``runs`` networks are taught, from ``seed`` on, and averaged.
    """

    corpus: Path
    public: Path | None
    encoder: Path | None
    out: Path
    rows: Mapping[str, int]
    seed: int
    runs: int
    threads: int
    epochs: int
    rate: float
    batch: int
    dropout: float

    def given(self, *, public: Path | None, out: Path | None) -> Recipe:
        """The recipe with what the command line gave instead."""
        return replace(self, public=public or self.public, out=out or self.out)


def read_recipe(path: Path = CONFIG) -> Recipe:
    """The recipe in a file.

    :raises InputError: the file is not there, or lacks something.
    """
    config = configuration(path)
    paths, training = config.get("paths", {}), config.get("training", {})
    try:
        return Recipe(
            corpus=_path(paths["corpus"]),
            public=_path(paths["public"]) if paths["public"] else None,
            encoder=_path(paths["encoder"]) if paths["encoder"] else None,
            out=_path(paths["out"]),
            rows=dict(training["public"]),
            **{name: training[name] for name in _NUMBERS},
        )
    except KeyError as error:
        raise InputError(f"{path.name} does not say {error}.", "Get the file back.") from error


_NUMBERS = ("seed", "runs", "threads", "epochs", "rate", "batch", "dropout")


def configuration(path: Path = CONFIG) -> dict[str, Any]:
    """The whole file, as spaCy reads it.

    :raises InputError: it is not there, or no configuration.
    """
    from spacy.util import load_config

    try:
        return dict(load_config(path))
    except (OSError, ValueError) as error:
        raise InputError(
            f"The configuration {path} cannot be read: {error}.", "Name another with --config."
        ) from error


def _path(named: str) -> Path:
    """A path, seen from the project's folder."""
    return ROOT / named
