"""Advice creep by hand and by property."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from analyser.measures import curve, drift, measure
from analyser.measures.common import jeffreys
from analyser.measures.firth import fit, profile_interval
from tests.measures.made import found, session, sessions, value


def contributions(*acts, every=30.0, duration=None, voice="M", roles=None):
    """One contribution every so many seconds; ``a`` is advice and ``q`` an open question."""
    told = {"a": "advice", "q": "open", "r": "reflection", "o": "other"}
    rows = [(n * every, n * every + 2, voice, told[act]) for n, act in enumerate("".join(acts))]
    return session(*rows, duration=duration or len(rows) * every, roles=roles)


CREEPING = contributions("qqqqqqqqqq", "qqaqqqaqqa", "aaqaaaqaaa")
RECEDING = contributions("aaqaaaqaaa", "qqaqqqaqqa", "qqqqqqqqqq")
STEADY = contributions("qqqaqqqqqaqqqqaqqqqq" * 4)
UNSURE = contributions("qaqaqqaqaqqaqaaqqa")


@pytest.mark.parametrize(
    ("analysis", "verdict"),
    [
        (CREEPING, "creeping"),
        (RECEDING, "receding"),
        (STEADY, "steady"),
        (UNSURE, "too little to tell"),
        (contributions("qqqqqaaaaaa"), "too little to tell"),
        (contributions("qqqqqqaaaaaa"), "creeping"),
        (contributions("qqqqqqqqqqqqqqqqqqaa"), "too little to tell"),
        (contributions("o" * 30), "too little to tell"),
    ],
)
def test_the_word_follows_the_interval_and_the_counts(analysis, verdict):
    assert drift(analysis).verdict == verdict
    assert value(measure(analysis), "advice_creep_verdict") == verdict


def test_the_odds_ratio_is_firths_on_tens_of_minutes():
    ratio = found(measure(CREEPING), "advice_creep")
    minutes = np.arange(30) * 30 / 600
    design = np.column_stack([np.ones(30), minutes])
    outcome = np.array([act == "a" for act in "qqqqqqqqqqqqaqqqaqqaaaqaaaqaaa"], dtype=float)
    low, high = profile_interval(design, outcome, 1)
    assert math.log(ratio.value) == pytest.approx(fit(design, outcome).beta[1], abs=1e-4)
    assert math.log(ratio.low) == pytest.approx(low, abs=1e-4)
    assert math.log(ratio.high) == pytest.approx(high, abs=1e-4)
    assert ratio.low > 1


def test_the_word_never_comes_without_its_counts():
    for analysis in (CREEPING, STEADY, UNSURE):
        found_drift = drift(analysis)
        note = found(measure(analysis), "advice_creep_verdict").note
        assert f"{found_drift.first[0]} of {found_drift.first[1]} in the first third" in note
        assert f"{found_drift.last[0]} of {found_drift.last[1]} in the last" in note


def test_thirds_are_thirds_of_the_time():
    measures = measure(contributions("qaqqaa", "aaa", every=100, duration=1500))
    first, last = (found(measures, f"advice_share_{third}_third") for third in ("first", "last"))
    assert (first.note, first.value) == ("2 of 5", 0.4)
    assert last.value is None
    assert len(first.evidence) == 2


def test_the_presenter_does_not_creep():
    analysis = contributions(
        "qqqqqqqqqq", "qqaqqqaqqa", "aaqaaaqaaa", voice="P", roles={"P": "presenter"}
    )
    assert drift(analysis).contributions == 0


def test_the_facilitators_own_drift_is_told_too():
    analysis = contributions("qqqqqqaaaaaa", voice="F", roles={"F": "facilitator"})
    assert value(measure(analysis), "advice_creep_verdict", "role:facilitator") == "creeping"


def test_contributions_at_one_moment_tell_no_drift():
    analysis = contributions("qqqqqqaaaaaa", every=0.0, duration=600)
    assert drift(analysis).odds_ratio is None
    assert drift(analysis).verdict == "too little to tell"


def test_the_curve_moves_a_window_of_five_minutes_by_half_a_minute():
    points = curve(contributions("qa" * 7, every=30.0, duration=410))
    assert [(p.start, p.end) for p in points] == [
        (0, 300),
        (30, 330),
        (60, 360),
        (90, 390),
        (110, 410),
    ]
    first = points[0]
    assert (first.advice, first.contributions, first.share) == (5, 10, 0.5)
    assert first.middle == 150
    assert (first.low, first.high) == pytest.approx(beta(5.5, 5.5).ppf([0.025, 0.975]))


def test_jeffreys_interval_is_that_of_the_beta_distribution():
    for whole in (1, 2, 7, 60, 3000):
        for part in {0, 1, whole // 2, whole}:
            low, high = jeffreys(part, whole)
            posterior = beta(part + 0.5, whole - part + 0.5)
            assert low == pytest.approx(posterior.ppf(0.025) if part else 0, abs=1e-9)
            assert high == pytest.approx(posterior.ppf(0.975) if part < whole else 1, abs=1e-9)


def test_a_short_session_is_one_window():
    (point,) = curve(contributions("qqq", duration=90))
    assert (point.start, point.end, point.share, point.low) == (0, 90, 0, 0)


def test_a_window_without_contributions_has_no_share():
    points = curve(contributions("q", duration=900))
    assert points[-1].contributions == 0
    assert points[-1].share is None


def test_no_recording_has_no_curve():
    assert curve(session()) == ()


@settings(max_examples=60, deadline=None)
@given(sessions())
def test_every_band_holds_its_share(analysis):
    for point in curve(analysis):
        if point.share is not None:
            assert 0 <= point.low <= point.share <= point.high <= 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("aqr"), min_size=12, max_size=60), st.integers(0, 500))
def test_shifting_all_times_leaves_the_odds_ratio(acts, shift):
    here = contributions(*acts, duration=3000)
    rows = [
        (u.start + shift, u.end + shift, u.speaker, a.act)
        for u, a in zip(here.utterances, here.acts, strict=True)
    ]
    there = drift(session(*rows, duration=3000))
    if there.odds_ratio is None:
        assert drift(here).odds_ratio is None
    else:
        assert math.log(there.odds_ratio) == pytest.approx(
            math.log(drift(here).odds_ratio), abs=1e-3
        )
