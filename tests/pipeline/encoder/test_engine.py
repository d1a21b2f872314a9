"""The trained classifier as it is packed: how good, how sure, how quick."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from time import perf_counter

import pytest

from analyser.domain import ACTS, Utterance
from analyser.errors import ModelError
from analyser.pipeline.classify import TRAINED, classifier
from analyser.pipeline.encoder.engine import Encoder
from analyser.pipeline.encoder.views import View
from analyser.pipeline.punctuation import unmarked
from analyser.settings import Settings
from analyser.train.dialogues import Spoken, read_corpus
from analyser.train.examples import seen
from analyser.train.figures import Figures, figures
from analyser.train.split import read_split

CORPUS = Path(__file__).resolve().parents[3] / "corpus"


@cache
def judging() -> dict[str, list[Spoken]]:
    return read_split(CORPUS).test_of(read_corpus(CORPUS / "dialogues"))


@cache
def scored(write, author: str = "") -> Figures:
    model = Encoder(TRAINED)
    rows = {name: rows for name, rows in judging().items() if name.startswith(author)}
    found = [label for one in rows.values() for label in model.labels(seen(one, write))]
    gold = [row.code for one in rows.values() for row in one]
    return figures(gold, [one.act for one in found], [one.confidence for one in found])


def utterances(*texts: str) -> list[Utterance]:
    return [
        Utterance(n=n, start=float(n), end=n + 1.0, speaker=f"S{n % 2}", text=text)
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("write", "three", "six"), [(str, 0.88, 0.86), (unmarked, 0.85, 0.83)], ids=["written", "bare"]
)
@pytest.mark.parametrize("author", ["", "e-"], ids=["all that judge", "a stranger"])
def test_the_acts_are_told_apart(write, three, six, author):
    found = scored(write, author)
    assert found.three >= three
    assert found.six >= six


def test_disguised_advice_is_found():
    assert scored(str).disguised >= 0.85
    assert scored(unmarked).disguised >= 0.8


def test_it_is_as_sure_as_it_is_right():
    assert scored(str).calibration <= 0.05
    assert scored(unmarked).calibration <= 0.05


def test_a_label_does_not_depend_on_what_is_labelled_along_with_it():
    model = Encoder(TRAINED)
    views = [View(text=text) for text in ("What matters most?", "Mm.", "You should ring her.")]
    together = list(model.labels(views))
    assert [next(iter(model.labels([view]))) for view in views] == together


def test_what_was_said_decides_and_says_why():
    said = utterances("How did that leave you feeling?", "Tired.", "Have you tried asking her?")
    acts = Encoder(TRAINED).classify(said, {"S0": "facilitator", "S1": "presenter"})
    assert [act.act for act in acts] == ["open_question", "other", "advice"]
    assert [act.form for act in acts] == [None, None, "disguised"]
    assert all(act.cue in one.text for act, one in zip(acts, said, strict=True))


@pytest.mark.parametrize("text", ["", "   ", "…", "?", "🙂", "ⅷ" * 900, "word " * 3000])
def test_any_text_has_an_act(text):
    (act,) = Encoder(TRAINED).classify(utterances(text), {})
    assert act.act in ACTS
    assert 0 <= act.confidence <= 1


def test_where_nothing_was_said_nothing_was_done():
    (act,) = Encoder(TRAINED).classify(utterances("  "), {})
    assert (act.act, act.confidence) == ("other", 1.0)


def test_it_is_the_default_and_a_folder_can_be_named():
    assert classifier(Settings()).id == classifier(Settings(classifier=str(TRAINED))).id
    assert classifier(Settings()).id.startswith("acts-")


def test_a_folder_without_a_classifier_is_refused(tmp_path):
    with pytest.raises(ModelError, match="not in"):
        classifier(Settings(classifier=str(tmp_path))).classify(utterances("Hello."), {})


def test_a_damaged_classifier_is_told_as_one(tmp_path):
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 'en'\n")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Encoder(tmp_path).classify(utterances("Hello."), {})


def test_three_hours_of_talk_are_labelled_in_a_breath():
    rows = [row for one in judging().values() for row in one]
    views = [View(text=f"{row.text} {n}") for n, row in enumerate(rows)]
    model = Encoder(TRAINED)
    list(model.labels(views[:10]))
    began = perf_counter()
    list(model.labels(views))
    assert (perf_counter() - began) / len(views) * 3000 < 25  # 4 s on two free cores


def test_it_is_small_enough_to_be_passed_on():
    size = sum(file.stat().st_size for file in TRAINED.rglob("*") if file.is_file())
    assert size < 60_000_000
