"""Dialogues as plain text are read, and a line that cannot be read is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyser.errors import InputError
from analyser.train.dialogues import read_codes, read_corpus, read_dialogue, shares

TWO_ROUNDS = """name: Two short rounds
people: Ruth=facilitator, Sam=presenter, Ana=member
## check_in
Ruth | process | Shall we start?
## presenting
Sam | other | It's the van | the old one.
Ana | advice | Sell it.
round: Ana
Sam | disguised | Could you not ask him?
Ana | other | I'd rather not.
"""


@pytest.fixture
def dialogue(tmp_path: Path):
    def written(text: str) -> Path:
        path = tmp_path / "made.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_line_has_its_speaker_code_stage_and_words(dialogue):
    first, second, third, *_ = read_dialogue(dialogue(TWO_ROUNDS))
    assert (first.dialogue, first.speaker, first.stage) == ("made", "Ruth", "check_in")
    assert (first.role, first.code, first.text) == ("facilitator", "process", "Shall we start?")
    assert (second.stage, second.text) == ("presenting", "It's the van | the old one.")
    assert third.code == "direct"


def test_who_presented_is_a_member_in_the_next_round(dialogue):
    rows = read_dialogue(dialogue(TWO_ROUNDS))
    assert [row.role for row in rows] == [
        *("facilitator", "presenter", "member"),
        *("member", "presenter"),
    ]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Sam | other | It's the van | the old one.", "Sam | other"),
        ("Sam | other", "Who | other"),
        ("Sam | other", "Sam | gossip"),
        ("Ana=member", "Ana=guest"),
        ("round: Ana", "round: Bo"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(dialogue, given, wanted):
    with pytest.raises(InputError, match=r"made\.txt, line \d"):
        read_dialogue(dialogue(TWO_ROUNDS.replace(given, wanted)))


def test_codes_stand_one_a_line(dialogue):
    assert read_codes(dialogue("open\nadvice\n\ndisguised\n")) == ["open", "direct", "disguised"]
    with pytest.raises(InputError, match="line 2"):
        read_codes(dialogue("open\nopne\n"))


def test_a_folder_without_dialogues_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no dialogues"):
        read_corpus(tmp_path)


def test_codes_are_counted_also_where_there_is_none():
    assert shares(["open", "open", "other"])["open"] == 2
    assert shares([])["direct"] == 0
