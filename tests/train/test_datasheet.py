"""The datasheet's figures are those of the corpus."""

from __future__ import annotations

import pytest

from analyser.errors import InputError
from analyser.train.datasheet import BEGIN, END, labelled_twice, tables, with_figures
from analyser.train.dialogues import read_corpus
from tests.conftest import ROOT

CORPUS = ROOT / "corpus"


def test_the_page_has_the_figures_of_the_corpus():
    page = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert page == with_figures(page, CORPUS)


def test_a_page_without_marks_is_refused():
    with pytest.raises(InputError, match="marks"):
        with_figures("# Corpus", CORPUS)


def test_the_differences_are_all_the_differences():
    corpus = read_corpus(CORPUS / "dialogues")
    differ = sum(
        one != other for own in labelled_twice(CORPUS, corpus).values() for one, other in own
    )
    lines = (CORPUS / "differences.csv").read_text(encoding="utf-8").splitlines()
    assert differ == len(lines) - 1


def test_figures_of_two_made_dialogues(tmp_path):
    for folder in ("dialogues", "second"):
        (tmp_path / folder).mkdir()
    for name in ("a-one", "b-two"):
        text = "people: Ruth=facilitator\n## review\nRuth | open | What now?\nRuth | other | Mm.\n"
        (tmp_path / "dialogues" / f"{name}.txt").write_text(text)
        (tmp_path / "second" / f"{name}.txt").write_text("open\nprocess\n")
    listed = "dialogue,n,first,second,settled\na-one,2,process,process,other\n"
    (tmp_path / "differences.csv").write_text(listed)
    (tmp_path / "split.toml").write_text('test = ["b-two"]\ndev = []\n')
    found = tables(tmp_path)
    assert found.startswith("2 dialogues with 4 utterances, ")
    assert "| open | 1 | 0 | 1 | 2 |" in found
    assert "| dialogues of author a | 2 | 0 | – | – |" in found
    assert "| dialogues of author b | 2 | 1 |" in found
    assert with_figures(f"Before.\n{BEGIN}old\n{END}\nAfter.\n", tmp_path) == (
        f"Before.\n{BEGIN}{found}{END}\nAfter.\n"
    )
    (tmp_path / "second" / "b-two.txt").write_text("open\n")
    with pytest.raises(InputError, match="1 labels for 2"):
        tables(tmp_path)
