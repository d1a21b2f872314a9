"""What holds for every session."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.measures import DEFINITIONS, TITLES, UNITS, first_sentence, measure, told, warnings
from tests.measures.made import found, session, sessions

common = settings(max_examples=60, deadline=None)

UNMOVED_BY_TIME = {
    name
    for name in DEFINITIONS
    if "third" not in name
    and name
    not in {"silence", "silence_share", "longest_silence", "first_advice_at", "quiet_voices"}
    and not name.startswith("advice_creep")
}
"""Figures that do not depend on where in the recording things happen."""


def moved(analysis, seconds):
    def shift(row):
        return replace(row, start=round(row.start + seconds, 3), end=round(row.end + seconds, 3))

    return replace(
        analysis,
        turns=tuple(map(shift, analysis.turns)),
        utterances=tuple(map(shift, analysis.utterances)),
    )


def longer(analysis, seconds):
    recording = replace(analysis.recording, duration=analysis.recording.duration + seconds)
    return replace(analysis, recording=recording)


def figures(measures, names):
    return {(m.name, m.subject): m.value for m in measures if m.name in names}


def same(left, right):
    assert left.keys() == right.keys()
    for key, value in left.items():
        other = right[key]
        assert value == other or math.isclose(value, other, rel_tol=1e-6, abs_tol=2e-3), key


@common
@given(sessions(), st.integers(1, 400))
def test_shifting_all_times_changes_nothing(analysis, seconds):
    roomy = longer(analysis, 400)
    here, there = measure(roomy), measure(moved(roomy, seconds))
    same(figures(here, UNMOVED_BY_TIME), figures(there, UNMOVED_BY_TIME))


@common
@given(sessions())
def test_swapping_two_voices_swaps_their_figures(analysis):
    swap = {"A": "B", "B": "A"}

    def renamed(row):
        return replace(row, speaker=swap.get(row.speaker, row.speaker))

    swapped = replace(
        analysis,
        speakers=tuple(replace(s, id=swap.get(s.id, s.id)) for s in analysis.speakers),
        turns=tuple(map(renamed, analysis.turns)),
        utterances=tuple(map(renamed, analysis.utterances)),
    )
    here = {
        (m.name, swap.get(m.subject, m.subject)): (m.value, m.low, m.high)
        for m in measure(analysis)
        if m.name != "quiet_voices"
    }
    there = {
        (m.name, m.subject): (m.value, m.low, m.high)
        for m in measure(swapped)
        if m.name != "quiet_voices"
    }
    assert here.keys() == there.keys()
    for key, values in here.items():
        for left, right in zip(values, there[key], strict=True):
            assert left == right or math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-6), key


@common
@given(sessions())
def test_shares_add_up_to_one(analysis):
    by_voice, by_role = [], []
    for m in measure(analysis):
        if m.name == "airtime_share" and m.value is not None:
            (by_role if m.subject.startswith("role:") else by_voice).append(m.value)
    assert by_voice == [] or sum(by_voice) == pytest.approx(1)
    assert by_role == [] or sum(by_role) == pytest.approx(1)


@common
@given(sessions(), st.integers(1, 3000))
def test_added_silence_leaves_the_shares(analysis, seconds):
    names = {"airtime", "airtime_share", "evenness", "open_share", "advice_share", "overlap_share"}
    here, there = measure(analysis), measure(longer(analysis, seconds))
    assert figures(here, names) == figures(there, names)
    silence = found(there, "silence").value - found(here, "silence").value
    assert silence == pytest.approx(seconds, abs=1e-3)


@common
@given(sessions())
def test_every_figure_lies_in_its_interval_and_in_its_unit(analysis):
    for m in measure(analysis):
        assert (m.low is None) == (m.high is None)
        if m.low is not None:
            assert m.low <= m.value <= m.high
        if m.unit == "share" and m.value is not None:
            assert 0 <= m.value <= 1
            assert m.low is None or 0 <= m.low <= m.high <= 1
        if isinstance(m.value, float):
            assert math.isfinite(m.value)
        if m.value is None:
            assert m.note, m
        assert told(m)


@common
@given(sessions())
def test_evidence_points_at_utterances_that_are_there(analysis):
    utterances = {u.n: u for u in analysis.utterances}
    for m in measure(analysis):
        for stretch in m.evidence:
            assert stretch.start <= stretch.end
            if stretch.utterance is not None:
                assert stretch.utterance in utterances


@common
@given(sessions())
def test_every_figure_about_talk_can_be_listened_to(analysis):
    for m in measure(analysis):
        if m.unit in {"s", "share", "words", "0 to 1"} and m.value:
            assert m.evidence, m.name


@common
@given(sessions())
def test_counts_are_as_many_as_their_evidence(analysis):
    for m in measure(analysis):
        if m.unit == "count" and m.value is not None:
            assert m.value == len(m.evidence), m.name


@common
@given(sessions())
def test_voices_roles_and_the_set_agree(analysis):
    counted = {
        name: [m for m in measure(analysis) if m.name == name]
        for name in ("open_questions", "advice", "contributions", "reflections", "turns")
    }
    for rows in counted.values():
        by_set = sum(m.value for m in rows if m.subject == "set")
        by_role = sum(m.value for m in rows if m.subject.startswith("role:"))
        by_voice = sum(m.value for m in rows if m.subject in set("ABCD"))
        assert by_set == by_role == by_voice


@common
@given(sessions())
def test_there_is_always_an_answer(analysis):
    answer = first_sentence(analysis, measure(analysis))
    assert answer.endswith(".")
    assert "None" not in answer
    for notice in warnings(analysis):
        assert notice.text.endswith(".")


@common
@given(sessions())
def test_no_figure_comes_twice_and_each_is_defined(analysis):
    keys = [(m.name, m.subject) for m in measure(analysis)]
    assert len(keys) == len(set(keys))
    assert {name for name, _subject in keys} <= set(DEFINITIONS)


def test_every_defined_figure_is_made():
    measures = measure(session((0, 2, "A", "open"), roles={"A": "member"}))
    assert {m.name for m in measures} == set(DEFINITIONS)


def test_every_definition_is_one_sentence_with_a_title_and_a_unit():
    assert DEFINITIONS.keys() == TITLES.keys() == UNITS.keys()
    for sentence in DEFINITIONS.values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0
    assert len(set(TITLES.values())) == len(TITLES)


@pytest.mark.parametrize(
    "analysis",
    [
        session(),
        session(duration=600),
        session(turns=[(0, 60, "A")], duration=60),
        session((0, 2, "A", "open"), turns=[], duration=60),
        session((0, 0, "A", "open", ""), (0, 0, "A", "advice", ""), duration=0.0),
        session(turns=[], roles={"F": "facilitator", "P": "presenter", "M": "member"}),
    ],
)
def test_little_or_nothing_breaks_nothing(analysis):
    measures = measure(analysis)
    assert all(m.value is not None or m.note for m in measures)
    assert first_sentence(analysis, measures)
    assert all(notice.text for notice in warnings(analysis))
