from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.matcher import Matcher

from analyser.domain import ACTS
from analyser.pipeline.rules.patterns import load_lexicon

WORDS = 'kind = "ring call"\nany = "@kind write"\n'


def matches(folder: Path, line: str, text: str) -> list[str]:
    (folder / "words.toml").write_text(WORDS)
    rule = f'[one]\nact = "advice"\nform = "direct"\nrank = 1\npatterns = ["{line}"]\n'
    (folder / "advice.toml").write_text(rule)
    nlp = spacy.blank("en")
    matcher = Matcher(nlp.vocab)
    for n, pattern in enumerate(load_lexicon(folder).patterns):
        matcher.add(str(n), list(pattern.tokens), greedy="LONGEST")
    doc = nlp(text)
    return [doc[start:end].text for _, start, end in matcher(doc)]


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("you should", "Well YOU should go", ["YOU should"]),
        ("you should|could", "you could go", ["you could"]),
        ("you @any him", "you write him", ["you write him"]),
        ("you @kind? him", "you him", ["you him"]),
        ("you !ring him", "you ring him", []),
        ("you !ring him", "you see him", ["you see him"]),
        ("you * him", "you never him", ["you never him"]),
        ("if ... then", "if she comes late then", ["if she comes late then"]),
        ("if ... then", "if she comes. But then", []),
        ("you just* go", "you just just go", ["you just just go"]),
    ],
)
def test_a_line_of_the_notation_finds_its_words(
    tmp_path: Path, line: str, text: str, found: list[str]
) -> None:
    assert matches(tmp_path, line, text) == found


def test_an_unknown_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        matches(tmp_path, "you @nowhere", "you")


def test_a_line_that_may_end_is_two_lines(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text(WORDS)
    rule = '[one]\nact = "other"\nrank = 1\npatterns = ["^ here we|$"]\n'
    (tmp_path / "other.toml").write_text(rule)
    assert [(p.line, p.ends) for p in load_lexicon(tmp_path).patterns] == [
        ("^ here we", False),
        ("^ here $", True),
    ]


def test_every_rule_of_the_lexicon_is_whole() -> None:
    lexicon = load_lexicon()
    assert {pattern.rule.name for pattern in lexicon.patterns} == set(lexicon.rules)
    for rule in lexicon.rules.values():
        assert rule.act in ACTS
        assert (rule.form is not None) == (rule.act == "advice")
        assert rule.who in {"all", "others", "presenter", "facilitator"}
