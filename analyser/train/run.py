"""One command from labelled talk to a packaged classifier: learn, calibrate, pack, judge."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import srsly
import torch

from analyser.pipeline.encoder.codes import CODES
from analyser.pipeline.encoder.pieces import Speller
from analyser.pipeline.punctuation import unmarked
from analyser.train.calibrate import temperature
from analyser.train.card import card
from analyser.train.dialogues import Spoken
from analyser.train.examples import Item, seen
from analyser.train.export import as_onnx
from analyser.train.fit import Pace, fit, probabilities
from analyser.train.judge import Judgement, judged
from analyser.train.lessons import held, lessons
from analyser.train.network import Network, averaged, published
from analyser.train.recipe import Recipe, configuration

Tell = Callable[[str], None]

NAME, VERSION = "acts", "1.1.0"
WEIGHTS, TOKENISER = "model.safetensors", "tokenizer.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What came of a training: how good it is, how good the one before was, and which is kept."""

    judgement: Judgement
    before: Judgement | None
    kept: bool


def train(
    recipe: Recipe, encoder: Path, *, corrections: Sequence[Item] = (), tell: Tell = print
) -> Trained:
    """Make the classifier of a recipe and put it into the recipe's folder.

    With corrections it is put there only where no headline figure on the dialogues that judge is
    worse than that of the classifier that is there already.

    :param encoder: the folder of the published encoder.
    :raises InputError: a corpus is not there or cannot be read.
    """
    torch.set_num_threads(recipe.threads)
    network = _taught(recipe, encoder, corrections, tell)
    calibrating, judging = held(recipe)
    warmth = _temperature(network, Speller(encoder / TOKENISER), calibrating)
    fresh = recipe.out.with_name(f".{recipe.out.name}.new")
    pack(fresh, as_onnx(network), encoder / TOKENISER, warmth)
    judgement = judged(fresh, judging, recipe.public)
    before = judged(recipe.out, judging, None) if corrections and recipe.out.is_dir() else None
    kept = before is None or not judgement.worse_than(before)
    if kept:
        _told(fresh, judgement)
        _swapped(fresh, recipe.out)
    else:
        shutil.rmtree(fresh)
    return Trained(judgement=judgement, before=before, kept=kept)


def _taught(recipe: Recipe, encoder: Path, corrections: Sequence[Item], tell: Tell) -> Network:
    """The published encoder, fine-tuned in several runs whose networks are averaged."""
    networks = []
    for run in range(recipe.runs):
        tell(f"Run {run + 1} of {recipe.runs}.")
        seeded = replace(recipe, seed=recipe.seed + run)
        networks.append(_taught_once(seeded, encoder, corrections, tell))
    return averaged(networks)


def _taught_once(recipe: Recipe, encoder: Path, corrections: Sequence[Item], tell: Tell) -> Network:
    torch.manual_seed(recipe.seed)
    network = published(encoder / WEIGHTS, len(CODES), dropout=recipe.dropout)
    teach = lessons(recipe, corrections)
    pace = Pace(epochs=recipe.epochs, rate=recipe.rate, batch=recipe.batch)
    speller = Speller(encoder / TOKENISER)
    fit(network, teach, teach.strangers, speller, pace, seed=recipe.seed, tell=tell)
    return network


def _temperature(
    network: Network, speller: Speller, dialogues: Mapping[str, Sequence[Spoken]]
) -> float:
    """Fitted on dialogues as they are written, and as a recogniser without marks writes them."""
    found, true = [], []
    for rows in dialogues.values():
        for write in (str, unmarked):
            found.append(probabilities(network, seen(rows, write), speller))
            true += [row.code for row in rows]
    return temperature(np.concatenate(found), true)


def pack(folder: Path, network: bytes, tokeniser: Path, warmth: float) -> None:
    """A spaCy pipeline in a folder of its own; what was there is replaced."""
    import spacy

    from analyser.pipeline.encoder.component import ActsEncoder

    shutil.rmtree(folder, ignore_errors=True)
    nlp = spacy.blank("en")
    component: Any = nlp.add_pipe("acts_encoder")
    if isinstance(component, ActsEncoder):
        component.fill(network, tokeniser, warmth)
    nlp.meta.update(name=NAME, version=VERSION, license="MIT", description=_ABOUT)
    nlp.to_disk(folder)


_ABOUT = "Open question, closed question, advice, reflection, process or other, in spoken talk."


def _told(folder: Path, judgement: Judgement) -> None:
    """The figures beside the model, for people and for programs, and how it was made."""
    from confection import Config

    meta: Any = srsly.read_json(folder / "meta.json")
    srsly.write_json(folder / "meta.json", {**meta, "performance": judgement.as_json()})
    (folder / "README.md").write_text(card(judgement), encoding="utf-8")
    made = {"training": configuration()["training"]}
    Config(made).to_disk(folder / "training.cfg")


def _swapped(fresh: Path, place: Path) -> None:
    """The new folder in the place of the old one."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.is_dir():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)
