"""The share of the whole and the time left are told from what was measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.domain import STAGES
from analyser.pipeline.progress import WEIGHTS, TimeLeft


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def run(seconds_of_whole, reports, *, left=None):
    """What is told last, when the whole takes so long and the reports come as it goes."""
    clock = Clock()
    left = left or TimeLeft(clock)
    told = (0.0, None)
    for stage, share in reports:
        before = sum(WEIGHTS[s] for s in STAGES[: STAGES.index(stage)])
        clock.now = seconds_of_whole * (before + WEIGHTS[stage] * share)
        told = left.update(stage, share)
    return told


def test_the_weights_are_shares_of_one():
    assert set(WEIGHTS) == set(STAGES)
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_nothing_is_guessed_before_there_is_something_to_judge_by():
    assert TimeLeft(Clock()).update("decode", 0.0) == (0.0, None)
    assert run(10.0, [("decode", 0.0), ("decode", 1.0)])[1] is None


def test_a_steady_run_tells_the_time_that_is_left():
    tenths = [(stage, n / 10) for stage in ("decode", "transcribe") for n in range(11)]
    share, left = run(200.0, tenths)
    assert share == pytest.approx(0.35)
    assert left == pytest.approx(130.0, rel=0.05)


def test_a_slower_machine_is_noticed_within_a_minute():
    clock = Clock()
    left = TimeLeft(clock)
    for n in range(101):
        clock.now = n * 0.2
        left.update("transcribe", n / 100)
    for n in range(31):
        clock.now = 20.0 + n * 4
        told = left.update("diarise", n / 100)
    assert told[1] == pytest.approx(4 / (0.58 / 100) * (1 - told[0]), rel=0.1)


def test_what_was_remembered_says_nothing_about_speed():
    clock = Clock()
    left = TimeLeft(clock)
    for window in range(101):
        left.update("transcribe", window / 100)
    assert left.update("diarise", 0.0)[1] is None
    for n in range(1, 6):
        clock.now = n * 2.0
        told = left.update("diarise", n / 100)
    assert told[1] == pytest.approx((1 - told[0]) * 2.0 / (0.58 / 100))


def test_the_end_is_the_end():
    assert TimeLeft(Clock()).update("classify", 1.0) == (pytest.approx(1.0), 0.0)


reports = st.tuples(st.sampled_from(STAGES), st.floats(-0.5, 1.5), st.floats(0, 100))


@given(st.lists(reports, min_size=1))
def test_the_share_never_falls_and_the_time_is_never_negative(told):
    clock = Clock()
    left = TimeLeft(clock)
    shares = []
    for stage, share, seconds in told:
        clock.now += seconds
        overall, remaining = left.update(stage, share)
        shares.append(overall)
        assert 0.0 <= overall <= 1.0
        assert remaining is None or remaining >= 0.0
    assert shares == sorted(shares)
