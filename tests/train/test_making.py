"""From a recipe to a packaged classifier, with a network of one layer that knows nothing yet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from analyser.errors import InputError
from analyser.pipeline.classify import TRAINED
from analyser.pipeline.encoder.codes import CODES
from analyser.pipeline.encoder.component import TOKENISER
from analyser.pipeline.encoder.pieces import Speller
from analyser.pipeline.encoder.views import View
from analyser.train.calibrate import temperature
from analyser.train.card import card
from analyser.train.dialogues import Spoken
from analyser.train.examples import Example
from analyser.train.export import as_onnx
from analyser.train.fit import Pace, fit, probabilities
from analyser.train.judge import judged
from analyser.train.lessons import Lessons, lessons
from analyser.train.network import Network, averaged
from analyser.train.recipe import read_recipe
from analyser.train.run import pack

VOCABULARY = TRAINED / "acts_encoder" / TOKENISER
VIEWS = [View(text="what do you want"), View(text="you should go"), View(text="mm")]


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(1)
    return Network(len(CODES), layers=1).eval()


@pytest.fixture(scope="module")
def packed(network, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("packed") / "acts"
    pack(folder, as_onnx(network), VOCABULARY, 1.5)
    return folder


def test_the_packed_network_says_what_the_network_says(network, packed):
    speller = Speller(VOCABULARY)
    scores = torch.softmax(torch.from_numpy(probabilities(network, VIEWS, speller)) / 1.5, -1)
    from analyser.pipeline.encoder.engine import _doc, pipeline

    nlp = pipeline(packed)
    docs = list(nlp.pipe(_doc(nlp, view) for view in VIEWS))
    found = np.stack([doc._.acts_chances for doc in docs])
    assert np.abs(found - scores.numpy()).max() < 0.02  # whole numbers cost a little


def test_a_judgement_has_figures_by_group_and_a_card(packed):
    rows = [
        Spoken(dialogue="x", speaker="A", role="facilitator", stage="questions", text=t, code=c)
        for t, c in (("What now?", "open"), ("Is it?", "closed"), ("Yes.", "other"))
    ]
    judgement = judged(packed, {"x": rows}, None)
    assert judgement.written.count == 3
    assert {"stage questions", "role facilitator"} <= judgement.groups.keys()
    told = card(judgement)
    assert judgement.model in told
    assert "AnnoMI's held-out" not in told
    assert not judgement.worse_than(judgement)


def test_learning_makes_what_was_learnt_less_surprising(network):
    taught = Network(len(CODES), layers=1)
    taught.load_state_dict(network.state_dict())
    examples = [
        Example(view=view, allowed=(code,))
        for view, code in zip(VIEWS, ("open", "direct", "other"), strict=True)
    ] * 8
    told: list[str] = []
    pace = Pace(epochs=4, rate=1e-3, batch=8)
    fit(taught, lambda _n: examples, [], Speller(VOCABULARY), pace, seed=1, tell=told.append)
    scores = probabilities(taught, VIEWS, Speller(VOCABULARY))
    assert [CODES[n] for n in scores.argmax(axis=1)] == ["open", "direct", "other"]
    assert told


def test_the_same_seed_teaches_the_same():
    def taught() -> np.ndarray:
        torch.manual_seed(3)
        one = Network(len(CODES), layers=1)
        examples = [Example(view=view, allowed=("open",)) for view in VIEWS] * 4
        pace = Pace(epochs=1, rate=1e-4, batch=4)
        fit(one, lambda _n: examples, VIEWS, Speller(VOCABULARY), pace, seed=5, tell=str)
        return probabilities(one, VIEWS, Speller(VOCABULARY))

    assert np.array_equal(taught(), taught())


def test_the_temperature_undoes_overconfidence():
    random = np.random.default_rng(1)
    true = random.integers(0, len(CODES), 4000)
    scores = random.normal(size=(4000, len(CODES)))
    scores[np.arange(4000), true] += 2.0
    honest = temperature(scores, [CODES[n] for n in true])
    assert temperature(scores * 2, [CODES[n] for n in true]) == pytest.approx(2 * honest, rel=0.02)


def test_the_recipe_teaches_the_corpus_without_what_is_held():
    recipe = read_recipe()
    taught = lessons(recipe)
    texts = {item.view.text for item in taught.own if isinstance(item, Example)}
    from analyser.train.lessons import held

    for dialogues in held(recipe):
        for rows in dialogues.values():
            long = [row.text for row in rows if len(row.text.split()) > 8]
            assert not texts & set(long)


def test_a_recipe_that_lacks_something_is_refused(tmp_path):
    (tmp_path / "a.cfg").write_text("[paths]\ncorpus = 'corpus'\n")
    with pytest.raises(InputError, match="does not say"):
        read_recipe(tmp_path / "a.cfg")


def test_an_epoch_shows_all_of_ours_and_a_part_of_the_rest():
    own = [Example(view=view, allowed=("open",)) for view in VIEWS]
    other = [Example(view=View(text=str(n)), allowed=("other",)) for n in range(50)]
    taught = Lessons(own=own, public={"far": other}, rows={"far": 20}, epochs=2, seed=1)
    assert [len(taught(n)) for n in range(2)] == [23, 13]
    assert taught(0) == taught(0)
    assert (
        taught(0)[3:]
        != Lessons(own=own, public={"far": other}, rows={"far": 20}, epochs=2, seed=2)(0)[3:]
    )


def test_the_mean_of_networks_has_the_mean_of_their_weights():
    torch.manual_seed(4)
    one, other = Network(len(CODES), layers=1), Network(len(CODES), layers=1)
    mean = averaged([one, other])
    for name, weight in mean.state_dict().items():
        theirs = one.state_dict()[name], other.state_dict()[name]
        assert torch.allclose(weight, sum(theirs) / 2, atol=1e-6), name
    assert not mean.training
    assert torch.equal(averaged([one]).head.weight, one.head.weight)
