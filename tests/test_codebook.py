from __future__ import annotations

import pytest

from analyser.codebook import Example, codebook
from analyser.domain import ACTS, FORMS, ROLES, SET_STAGES, Utterance
from analyser.pipeline.classify import classifier
from analyser.settings import Settings


def test_every_act_form_and_role_is_explained_once() -> None:
    book = codebook()
    assert tuple(entry.act for entry in book.acts) == ACTS
    assert tuple(term.key for term in book.forms) == FORMS
    assert sorted(term.key for term in book.roles) == sorted(ROLES)


def test_the_stages_of_a_round_stand_in_their_order() -> None:
    assert tuple(term.key for term in codebook().stages) == SET_STAGES


def test_the_hard_cases_are_numbered() -> None:
    assert [case.number for case in codebook().hard_cases] == list(range(1, 23))


@pytest.mark.parametrize("entry", codebook().acts, ids=lambda entry: entry.act)
def test_an_act_has_words_and_examples_of_its_own(entry) -> None:
    assert entry.title
    assert entry.definition
    assert len(entry.examples) >= 4
    assert all(example.act == entry.act for example in entry.examples)
    assert all(example.act != entry.act for example in entry.counter_examples)


@pytest.mark.parametrize("example", codebook().examples(), ids=lambda example: example.text)
def test_an_example_has_a_form_exactly_when_it_is_advice(example: Example) -> None:
    assert example.act in ACTS
    assert (example.form is not None) == (example.act == "advice")


def test_an_entry_is_found_by_its_act() -> None:
    assert codebook().entry("advice").title == "Advice"


def labelled(example: Example, name: str) -> bool:
    """Whether a classifier says of an example what the codebook says."""
    before = Utterance(n=0, start=0, end=1, speaker="P", text="It has been like that since spring.")
    said = Utterance(n=1, start=1, end=2, speaker="S", text=example.text)
    roles = (
        {"P": "presenter", "S": example.role}
        if example.role != "presenter"
        else {"S": "presenter", "P": "member"}
    )
    act = classifier(Settings(classifier=name)).classify((before, said), roles)[1]
    return (act.act, act.form) == (example.act, example.form)


@pytest.mark.parametrize("example", codebook().examples(), ids=lambda example: example.text)
def test_the_rules_label_the_example_as_the_codebook_does(example: Example) -> None:
    assert labelled(example, "rules")


def test_the_trained_classifier_labels_nearly_all_examples_as_the_codebook_does() -> None:
    examples = codebook().examples()
    wrong = [example.text for example in examples if not labelled(example, "trained")]
    assert len(wrong) <= len(examples) * 0.05, wrong
