"""Rounds and stages that the talk suggests."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from analyser.measures import propose
from analyser.pipeline.encoder.codes import ACT_OF
from analyser.train.dialogues import read_dialogue
from tests.conftest import ROOT
from tests.measures.made import session, sessions

PLAIN = {act: act for act in ACT_OF.values()} | {"advice": "advice/direct"}


def dialogue(name: str):
    """A dialogue of the corpus, one utterance every five seconds."""
    rows = read_dialogue(ROOT / "corpus" / "dialogues" / f"{name}.txt")
    said = [
        (n * 5.0, n * 5.0 + 4, row.speaker, PLAIN[ACT_OF[row.code]], row.text)
        for n, row in enumerate(rows)
    ]
    roles = {row.speaker: row.role for row in reversed(rows)}
    return rows, session(*said, roles=roles, duration=5.0 * len(rows))


@pytest.mark.parametrize("name", ["e-carehome", "e-foodbank", "e-uniprog", "d-three-time-zones"])
def test_most_of_a_dialogue_that_nothing_was_learnt_from_is_in_its_stage(name):
    rows, analysis = dialogue(name)
    stages = [mark for mark in propose(analysis) if mark.kind == "stage"]
    right = sum(
        any(m.stage == row.stage and m.start <= u.start < m.end for m in stages)
        for row, u in zip(rows, analysis.utterances, strict=True)
    )
    assert right / len(rows) > 0.85


def test_a_second_round_has_its_own_presenter():
    _rows, analysis = dialogue("e-highways")
    rounds = [mark.presenter for mark in propose(analysis) if mark.kind == "round"]
    assert rounds == ["Mick", "Shaz"]


def test_nobody_need_be_named():
    _rows, analysis = dialogue("e-carehome")
    unnamed = replace(
        analysis, speakers=tuple(replace(s, role="unnamed") for s in analysis.speakers)
    )
    assert [m.stage for m in propose(unnamed)] == [m.stage for m in propose(analysis)]


def test_of_a_little_talk_nothing_is_proposed():
    assert propose(session()) == ()
    assert propose(session((0, 5, "A", "process", "Let's move to actions."))) == ()


@settings(max_examples=60, deadline=None)
@given(sessions())
def test_whatever_is_said_proposals_are_in_order_and_apart(analysis):
    marks = propose(analysis)
    assert marks == propose(replace(analysis))
    assert all(mark.proposed and mark.start <= mark.end for mark in marks)
    assert len({mark.id for mark in marks}) == len(marks)
    for kind in ("stage", "round"):
        own = [mark for mark in marks if mark.kind == kind]
        assert all(a.end <= b.start for a, b in pairwise(own))
