"""Doubt about labels by hand, and against drawing them."""

import time
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import ACTS
from analyser.measures import measure
from analyser.measures.common import said_in, wilson
from analyser.measures.doubt import (
    chances,
    count_interval,
    mistakes,
    score_interval,
    share_interval,
)
from tests.measures.made import found, session, sessions

sure = st.floats(0.0, 1.0)


def with_confidences(analysis, confidences):
    acts = [replace(a, confidence=c) for a, c in zip(analysis.acts, confidences, strict=True)]
    return replace(analysis, acts=tuple(acts))


def test_a_mistake_is_another_act():
    table = mistakes()
    assert table.shape == (6, 6)
    assert table.sum(axis=1) == pytest.approx(np.ones(6))
    assert (np.diag(table) == 0).all()
    assert (table[~np.eye(6, dtype=bool)] > 0).all()


def test_a_label_is_right_with_its_confidence():
    analysis = session((0, 1, "A", "open"), (2, 3, "A", "advice"), confidence=0.8)
    chance = chances(said_in(analysis))
    assert chance.sum(axis=1) == pytest.approx([1, 1])
    assert chance[0, ACTS.index("open_question")] == pytest.approx(0.8)
    assert chance[1, ACTS.index("advice")] == pytest.approx(0.8)


def test_a_count_by_hand():
    # mean 0.9 + 0.9 + 0.2 = 2, variance 0.09 + 0.09 + 0.16 = 0.34, 2 ± 1.96 × 0.583 = 0.86 to 3.14
    assert count_interval(np.array([0.9, 0.9, 0.2, 0.0])) == (0, 3)
    # one is certain, and no more than two are possible
    assert count_interval(np.array([1.0, 0.5, 0.0])) == (1, 2)


def test_what_is_certain_has_no_interval_as_a_count():
    assert count_interval(np.array([1.0, 1.0, 0.0])) is None
    assert count_interval(np.array([])) is None


@pytest.mark.parametrize(("part", "whole"), [(4, 5), (0, 9), (9, 9), (31, 100)])
def test_where_labels_are_certain_a_share_has_wilsons_interval(part, whole):
    among = np.ones(whole)
    counted = np.array([1.0] * part + [0.0] * (whole - part))
    assert share_interval(counted, among) == pytest.approx(wilson(part, whole), abs=1e-6)


def test_a_share_by_hand():
    # Ten questions, each open with 0.8 or 0.2: q = 0.5, U = 0.25 / 10 = 0.025,
    # B = 10 × 0.8 × 0.2 / 100 = 0.016, n / (1 + B / U) = 10 / 1.64 = 6.097561
    part, whole = np.array([0.8] * 5 + [0.2] * 5), np.ones(10)
    low, high = share_interval(part, whole)
    z, n = 1.959964, 10 / 1.64
    reach = z * sqrt(0.25 / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    assert (low, high) == pytest.approx((0.5 - reach, 0.5 + reach), abs=1e-6)
    assert (low, high) == pytest.approx((0.189153, 0.810847), abs=1e-6)


def test_the_spread_of_a_share_is_that_of_drawn_labels():
    rng = np.random.default_rng(0)
    whole = rng.uniform(0.1, 1.0, 400)
    part = whole * rng.uniform(0.0, 1.0, 400)
    happens = rng.uniform(size=(4000, 400))
    shares = (happens < part).sum(axis=1) / (happens < whole).sum(axis=1)
    expected, q = whole.sum(), part.sum() / whole.sum()
    sampling = q * (1 - q) / expected
    size = expected / (1 + shares.var() / sampling)
    assert share_interval(part, whole) == pytest.approx(score_interval(q, size), abs=3e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(sure, min_size=1, max_size=30), st.integers(0, 99))
def test_most_drawn_counts_lie_in_the_interval(chance, seed):
    events = np.array(chance)
    low, high = count_interval(events) or (events.sum(), events.sum())
    drawn = (np.random.default_rng(seed).uniform(size=(400, len(events))) < events).sum(axis=1)
    assert ((drawn >= low) & (drawn <= high)).mean() > 0.9


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(sure, sure), min_size=1, max_size=40))
def test_doubt_never_leaves_a_share_outside_its_bounds(pairs):
    whole = np.array([w for w, _p in pairs]) + 1e-6
    part = whole * np.array([p for _w, p in pairs])
    low, high = share_interval(part, whole)
    assert 0 <= low <= high <= 1


ASKED = session(*[(n * 9, n * 9 + 2, "F", "open" if n % 3 else "closed") for n in range(30)])
DOUBTED = ("open_questions", "closed_questions", "open_share", "advice", "advice_share")


def width(analysis, name):
    figure = found(measure(analysis), name)
    return (figure.high or 0) - (figure.low or 0)


@pytest.mark.parametrize("name", DOUBTED)
def test_more_doubt_is_a_wider_interval(name):
    widths = [width(with_confidences(ASKED, [c] * 30), name) for c in (1.0, 0.9, 0.7)]
    assert widths[0] < widths[1] < widths[2]


def test_what_a_person_said_is_certain():
    open_questions = found(measure(with_confidences(ASKED, [1.0] * 30)), "open_questions")
    assert (open_questions.value, open_questions.low, open_questions.high) == (20, None, None)
    half = with_confidences(ASKED, [1.0] * 15 + [0.7] * 15)
    assert found(measure(half), "open_questions").low >= 10


def test_what_a_presenter_says_leaves_the_advice_share_alone():
    rows = [(n * 9, n * 9 + 2, "MP"[n % 2], "open" if n % 4 else "advice") for n in range(40)]
    made = session(*rows, roles={"P": "presenter"})
    doubtful = with_confidences(made, [0.9, 0.2] * 20)
    shares = [found(measure(a), "advice_share") for a in (made, doubtful)]
    assert (shares[0].low, shares[0].high) == (shares[1].low, shares[1].high)


@settings(max_examples=30, deadline=None)
@given(sessions())
def test_the_same_labels_give_the_same_intervals(analysis):
    assert measure(analysis) == measure(analysis)


def test_three_hours_of_talk_are_worked_out_at_once():
    acts = ["open", "closed", "advice", "reflection", "process", *["other"] * 10]
    rows = [(n * 3.0, n * 3.0 + 2.5, "ABCDEF"[n % 6], acts[n * 7 % 15]) for n in range(3000)]
    rows = said_in(session(*rows, roles={"A": "facilitator"}))
    start = time.perf_counter()
    for act in range(5):
        chance = chances(rows)
        count_interval(chance[:, act])
        share_interval(chance[:, act], chance[:, :5].sum(axis=1))
    assert time.perf_counter() - start < 0.2
