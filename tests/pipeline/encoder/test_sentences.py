"""An utterance of several sentences is what the foremost of them is."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.domain import ActName, Utterance
from analyser.pipeline.classify import TRAINED
from analyser.pipeline.encoder.codes import Label
from analyser.pipeline.encoder.engine import Encoder
from analyser.pipeline.encoder.sentences import foremost, sentences
from analyser.pipeline.encoder.views import View


def label(act: ActName, confidence: float = 0.9) -> Label:
    return Label(act=act, form=None, confidence=confidence, cue="")


def test_the_sentences_of_a_turn_stand_beside_one_another():
    first, last = sentences(View(text="Mm. And then?", before="So.", before_by="presenter"))
    assert (first.before, first.before_by, first.after) == ("So.", "presenter", "And then?")
    assert (last.text, last.before, last.before_by) == ("And then?", "Mm.", "same")


@pytest.mark.parametrize(
    "text", ["", "Mm", "I saw Dr. Rees at 3.5 on Friday.", "well e.g. on a bus", "what did he say"]
)
def test_one_sentence_is_seen_as_it_is(text):
    view = View(text=text, before="So.", before_by="presenter")
    assert sentences(view) == (view,)


@given(st.text(alphabet="ab .?!…,", max_size=40))
def test_no_word_is_lost(text):
    parts = sentences(View(text=text))
    assert [word for part in parts for word in part.text.split()] == text.split()


@given(st.lists(st.sampled_from(get_args(ActName)), min_size=1))
def test_advice_comes_before_questions_and_these_before_the_rest(acts):
    act = foremost([label(act) for act in acts]).act
    if "advice" in acts:
        assert act == "advice"
    elif any(one.endswith("question") for one in acts):
        assert act.endswith("question")
    elif act == "other":
        assert set(acts) == {"other"}


def test_of_two_as_foremost_the_surer_counts():
    assert foremost([label("open_question", 0.6), label("closed_question", 0.8)]).confidence == 0.8


def test_a_whole_turn_is_labelled_by_what_it_asks_or_advises():
    turn = "Mm, right, thank you for that. It was the same with us. So what is it that you want?"
    said = [
        Utterance(n=0, start=0, end=9, speaker="P", text="She left on Monday and that was that."),
        Utterance(n=1, start=9, end=18, speaker="M", text=turn),
    ]
    _, act = Encoder(TRAINED).classify(said, {"P": "presenter", "M": "member"})
    assert act.act == "open_question"
    assert act.cue in "So what is it that you want?"
