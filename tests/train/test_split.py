"""The corpus is split by dialogue, and what judges is never learnt from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.errors import InputError
from analyser.train.dialogues import read_corpus
from analyser.train.split import Split, as_toml, drawn, read_split
from tests.conftest import ROOT

CORPUS = ROOT / "corpus"
NAMES = st.sets(st.from_regex(r"[a-e]-[a-z]{1,6}", fullmatch=True), min_size=8, max_size=60)


@pytest.fixture(scope="module")
def corpus():
    return read_corpus(CORPUS / "dialogues")


def test_every_dialogue_is_in_one_part_and_every_listed_one_is_there(corpus):
    split = read_split(CORPUS)
    parts = [split.train_of(corpus), split.dev_of(corpus), split.test_of(corpus)]
    assert sorted(name for part in parts for name in part) == sorted(corpus)
    assert {*split.test, *split.dev} <= corpus.keys()


def test_no_line_of_some_length_is_both_learnt_and_judged(corpus):
    split = read_split(CORPUS)
    learnt, judged = (
        {row.text for rows in part.values() for row in rows if len(row.text.split()) > 8}
        for part in (split.train_of(corpus), split.test_of(corpus))
    )
    assert learnt & judged == set()


def test_the_author_who_saw_no_other_dialogue_only_judges(corpus):
    assert {name for name in corpus if name.startswith("e-")} <= set(read_split(CORPUS).test)


def test_what_a_recogniser_heard_of_a_dialogue_only_judges(corpus):
    heard = {path.stem for path in (CORPUS / "heard").glob("*.txt")}
    assert heard
    assert heard & corpus.keys() <= set(read_split(CORPUS).test)


@settings(max_examples=30, deadline=None)
@given(NAMES)
def test_a_draw_is_repeatable_and_its_parts_share_nothing(names):
    split = drawn(names)
    assert split == drawn(sorted(names, reverse=True))
    assert set(split.test).isdisjoint(split.dev)
    assert {*split.test, *split.dev} <= names
    assert split.train_of(dict.fromkeys(names, 0)).keys() == names - {*split.test, *split.dev}


def test_a_split_is_read_as_it_was_written(tmp_path):
    split = Split(test=("a-one",), dev=("b-two", "c-three"))
    (tmp_path / "split.toml").write_text(as_toml(split), encoding="utf-8")
    assert read_split(tmp_path) == split


def test_a_split_that_is_missing_or_lists_a_dialogue_twice_is_refused(tmp_path):
    with pytest.raises(InputError, match="not there"):
        read_split(tmp_path)
    both = as_toml(Split(test=("a-one",), dev=("a-one",)))
    (tmp_path / "split.toml").write_text(both, encoding="utf-8")
    with pytest.raises(InputError, match="a-one is in both"):
        read_split(tmp_path)
