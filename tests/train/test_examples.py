"""Items keep exactly what is known, whatever is shown around them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from analyser.pipeline.encoder.codes import CODES
from analyser.pipeline.encoder.views import View
from analyser.train.dialogues import Spoken
from analyser.train.examples import Bag, Example, anything_but, corpus_examples, shown

ASKED = Spoken(
    dialogue="made",
    speaker="Ruth",
    role="facilitator",
    stage="questions",
    text="What now?",
    code="open",
)
TOLD = replace(ASKED, speaker="Sam", role="presenter", text="I don't know.", code="other")
STRANGER = View(text="Strange.", before="Before the strange.", after="After the strange.")


def test_a_dialogue_becomes_examples_with_what_stands_around_them():
    first, second = corpus_examples([ASKED, TOLD], weight=0.5)
    assert (first.allowed, first.weight) == (("open",), 0.5)
    assert (first.view.after, first.view.after_by) == ("I don't know.", "presenter")
    assert (second.view.before, second.view.before_by) == ("What now?", "facilitator")
    assert second.view.after_by == "nobody"


def test_anything_but_leaves_the_others():
    assert set(anything_but("direct", "disguised")) == set(CODES) - {"direct", "disguised"}
    assert anything_but() == CODES


@pytest.mark.parametrize("seed", range(30))
def test_showing_an_example_changes_neither_its_class_nor_its_weight(seed):
    _, item = corpus_examples([ASKED, TOLD])
    seen = shown(item, [STRANGER], Random(seed))
    assert isinstance(seen, Example)
    assert (seen.allowed, seen.weight) == (item.allowed, item.weight)
    assert seen.view.text
    assert seen == shown(item, [STRANGER], Random(seed))


def test_an_example_is_now_and_then_shown_without_roles_alone_and_among_strangers():
    _, item = corpus_examples([ASKED, TOLD])
    views = [shown(item, [STRANGER], Random(seed)).view for seed in range(400)]
    assert any(view.role == "unnamed" and view.before_by == "unnamed" for view in views)
    assert any(not view.before and view.before_by == "nobody" for view in views)
    assert any("strange" in view.before.lower() for view in views)
    assert sum(view.role == "presenter" for view in views) > len(views) / 2


def test_the_views_of_a_bag_are_shown_in_one_style():
    bag = Bag(views=(View(text="Is It?"), View(text="It Is.")), has=(("closed",),), lacks=("open",))
    for seed in range(40):
        seen = shown(bag, [], Random(seed))
        assert isinstance(seen, Bag)
        assert (seen.has, seen.lacks) == (bag.has, bag.lacks)
        assert len({view.text.islower() for view in seen.views}) == 1
