"""What was heard has the label of what was said."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.errors import InputError
from analyser.train.aligned import Stretch, Timed, aligned, as_dialogue, settled, write
from analyser.train.dialogues import Spoken, read_dialogue

PEOPLE = {"Ruth": "facilitator", "Sam": "presenter", "Ana": "member"}


def said(start, end, speaker, code, text, **others):
    row = {"dialogue": "made", "stage": "questions", "role": PEOPLE[speaker], **others}
    return Timed(start=start, end=end, spoken=Spoken(speaker=speaker, code=code, text=text, **row))


def heard(start, end, text):
    return Stretch(start=start, end=end, text=text)


GOLD = [
    said(0.0, 2.0, "Ruth", "process", "Okay, ten minutes left."),
    said(2.2, 6.0, "Ana", "disguised", "Sorry, yeah, could you not just ask her mother?"),
    said(4.0, 4.4, "Sam", "other", "Yeah."),
    said(6.3, 8.0, "Sam", "other", "She'd never speak to me again."),
]


def label(*stretches):
    return [(row.speaker, row.code) for row in aligned(stretches, GOLD)]


def test_words_in_common_decide_and_the_heard_ones_are_kept():
    (row,) = aligned([heard(2.3, 6.1, "could you not ask  a mother")], GOLD)
    assert (row.speaker, row.role, row.code) == ("Ana", "member", "disguised")
    assert row.text == "could you not ask a mother"


def test_each_piece_of_an_utterance_has_its_label():
    assert label(heard(2.2, 3, "Sorry, yeah."), heard(3, 6, "Could you not ask her?")) == [
        ("Ana", "disguised"),
        ("Ana", "disguised"),
    ]


def test_two_that_were_heard_as_one_have_the_label_of_the_longer():
    assert label(heard(0, 6, "Okay could you not just ask her mother")) == [("Ana", "disguised")]


def test_a_small_word_under_a_long_utterance_stays_its_own():
    assert label(heard(4.0, 4.4, "Yeah.")) == [("Sam", "other")]


def test_time_decides_where_every_word_was_misheard():
    assert label(heard(0.1, 1.9, "OK, tin men, it's loft.")) == [("Ruth", "process")]


def test_what_was_never_said_is_left_out():
    assert label(heard(20, 21, "Thanks for watching!"), heard(0, 1, " ")) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 3), st.text(max_size=20)), max_size=6))
def test_nothing_is_added_and_the_order_stays(rows):
    stretches = [heard(start, start + length, text) for start, length, text in rows]
    found = iter(" ".join(stretch.text.split()) for stretch in stretches)
    assert all(row.text in found for row in aligned(stretches, GOLD))


def test_the_dialogue_has_the_last_word_on_labels():
    rows = [replace(row.spoken, code="reflection", stage="review") for row in GOLD]
    assert [row.spoken.code for row in settled(GOLD, rows)] == ["reflection"] * len(GOLD)
    with pytest.raises(InputError, match="something else"):
        settled(GOLD, rows[1:])


def test_a_file_is_read_back_as_it_was_written_rounds_and_stages_too(tmp_path):
    second = {"Sam": "member", "Ana": "presenter"}
    rows = [
        *(row.spoken for row in GOLD),
        said(9, 10, "Sam", "open", "And how are you?", role=second["Sam"], stage="review").spoken,
        said(9, 10, "Ana", "direct", "Leave it.", role=second["Ana"], stage="review").spoken,
    ]
    path = tmp_path / "made.txt"
    path.write_text(as_dialogue(rows, "Made"), encoding="utf-8")
    assert read_dialogue(path) == rows


def test_files_in_a_dialogue_out(tmp_path):
    gold, analysis, out = (tmp_path / name for name in ("gold.json", "found.json", "out.txt"))
    row = {"start": 0, "end": 2, "speaker": "Ana", "role": "member", "text": "Ask her!"}
    gold.write_text(
        json.dumps(
            {
                "utterances": [{**row, "act": "advice", "form": "direct"}],
                "stages": [{"stage": "actions", "start": 0.0}],
            }
        )
    )
    analysis.write_text(
        json.dumps({"utterances": [{"start": 0.2, "end": 2, "text": "Asked her."}]})
    )
    write(gold, analysis, out)
    assert out.read_text(encoding="utf-8").splitlines()[1:] == [
        "people: Ana=member",
        "## actions",
        "Ana | advice | Asked her.",
    ]
    analysis.write_text("[]")
    with pytest.raises(InputError, match=r"found\.json"):
        write(gold, analysis, out)
