"""Public corpora say what they say, and no more."""

from __future__ import annotations

from random import Random

import pytest

from analyser.errors import InputError
from analyser.train.examples import Bag
from analyser.train.public import (
    ADVICE,
    advice_items,
    annomi_items,
    is_held_out,
    marked,
    mrda_items,
    read_public,
)


def turn(text="Right. What now?", who="therapist", **marks):
    empty = dict.fromkeys(("question_subtype", "input_subtype", "reflection_subtype"))
    known = {"transcript_id": 1, "tie": False, "main_behaviour": "question"}
    return {**empty, **known, "interlocutor": who, "text": text, **marks}


def test_a_turn_with_a_question_is_a_bag_that_holds_one_and_an_example():
    bag, whole = annomi_items([turn(question_subtype="open")])
    assert isinstance(bag, Bag)
    assert [view.text for view in bag.views] == ["Right.", "What now?"]
    assert (bag.has, bag.lacks) == ((("open",),), ADVICE)
    assert whole.allowed == ("open",)


def test_a_turn_without_a_mark_holds_neither_question_nor_advice():
    bag, whole = annomi_items([turn("We have ten minutes.", main_behaviour="other")])
    assert (bag.has, set(bag.lacks)) == ((), {"open", "closed", *ADVICE})
    assert whole.allowed == ("other", "process")


def test_a_question_with_advice_counts_as_either():
    both = turn(question_subtype="closed", input_subtype="advice", reflection_subtype="simple")
    assert marked(both) == (("closed",), ADVICE, ("reflection",))
    assert list(annomi_items([both]))[1].allowed == ("closed", *ADVICE)


@pytest.mark.parametrize("doubtful", [{"tie": True}, {"main_behaviour": None}])
def test_a_turn_on_which_nobody_agreed_teaches_nothing(doubtful):
    assert list(annomi_items([turn(question_subtype="open", **doubtful)])) == []


def test_a_client_tells_unless_they_ask():
    telling = turn("I have been at it for nine years now.", "client")
    assert [item.allowed for item in annomi_items([telling])] == [("other",)]
    asking = turn("Do you think that I could do it at all?", "client")
    assert list(annomi_items([asking])) == []


def test_every_sixth_transcript_is_left_for_checking():
    assert [n for n in range(1, 20) if is_held_out({"transcript_id": n})] == [6, 12, 18]


def test_forum_sentences_are_advice_of_either_form_or_anything_else():
    rows = [
        {"text": "Do n't go .", "split": "train", "advice_majority": 1, "advice_ds": 1},
        {"text": "I went .", "split": "train", "advice_majority": 0, "advice_ds": 0},
        {"text": "Unsure .", "split": "train", "advice_majority": 1, "advice_ds": 0},
        {"text": "Unseen .", "split": "test", "advice_majority": 1, "advice_ds": 1},
    ]
    found = {item.view.text: item.allowed for item in advice_items(rows, Random(0))}
    assert found.keys() == {"Do n't go.", "I went."}
    assert found["Do n't go."] == ADVICE
    assert not set(ADVICE) & set(found["I went."])


def test_a_suggestion_that_is_asked_in_a_meeting_is_disguised_or_runs_it():
    rows = [
        {"meeting": "m", "speaker": "a", "text": text, "full": full, "label5": label}
        for text, full, label in [
            ("could we not ask him", "cs", "disguised_advice"),
            ("hm", "unknown", "other"),
            ("what for", "qw", "open_question"),
        ]
    ]
    found = {item.view.text: item for item in mrda_items(rows, Random(0))}
    assert found["could we not ask him"].allowed == ("disguised", "process")
    assert found["what for"].allowed == ("open", "closed")
    assert found["what for"].view.before == "hm"
    assert "hm" not in found


def test_a_corpus_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"annomi_dev\.jsonl"):
        read_public(tmp_path, Random(0))
