"""Whether a measure changed over sessions: worked by hand, and what must always hold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.domain import Measure
from analyser.measures.over_time import change


def figure(value, low=None, high=None, *, unit="share") -> Measure:
    return Measure(
        name="open_share", subject="role:facilitator", value=value, unit=unit, low=low, high=high
    )


def test_two_sessions_whose_intervals_are_apart_differ():
    found = change([figure(0.3, 0.2, 0.45), figure(0.6, 0.5, 0.7)])
    assert found.direction == "up"
    assert found.low == pytest.approx(0.3 - math.sqrt(0.15**2 + 0.1**2))
    assert found.high == pytest.approx(0.3 + math.sqrt(0.1**2 + 0.1**2))


def test_a_step_within_the_doubt_is_no_change():
    assert change([figure(0.5, 0.3, 0.7), figure(0.4, 0.2, 0.6)]).direction == (
        "no change that can be told"
    )


def test_one_session_is_too_few_and_sessions_that_cannot_tell_do_not_count():
    assert change([]).direction == "too few to tell"
    found = change([figure(None), figure(0.5, 0.4, 0.6), figure(None)])
    assert (found.direction, found.sessions) == ("too few to tell", 1)


def test_without_intervals_two_sessions_are_too_few():
    assert change([figure(1.0), figure(9.0)]).direction == "too few to tell"


def test_sessions_far_from_their_line_make_its_slope_doubtful():
    narrow = [figure(v, v - 0.01, v + 0.01) for v in (0.2, 0.7, 0.2, 0.5)]
    assert change(narrow).direction == "no change that can be told"
    steady = [figure(v, v - 0.01, v + 0.01) for v in (0.2, 0.31, 0.39, 0.5)]
    assert change(steady).direction == "up"


def test_odds_ratios_are_compared_as_factors():
    unit = "odds ratio per 10 min"
    found = change([figure(4.0, 2.0, 8.0, unit=unit), figure(0.5, 0.25, 1.0, unit=unit)])
    reach = math.sqrt(2) * math.log(2)
    assert found.low == pytest.approx(math.log(1 / 8) - reach)
    assert found.direction == "down"


shares = st.lists(st.floats(0.05, 0.95), min_size=2, max_size=8)


@given(shares)
def test_sessions_in_reverse_turn_the_change_round(values):
    rows = [figure(v, v * 0.9, v + 0.05) for v in values]
    there, back = change(rows), change(rows[::-1])
    assert there.low == pytest.approx(-back.high, abs=1e-9)
    assert there.high == pytest.approx(-back.low, abs=1e-9)


@given(shares)
def test_less_doubt_never_makes_the_interval_wider(values):
    wide = change([figure(v, v - 0.05, v + 0.05) for v in values])
    narrow = change([figure(v, v - 0.01, v + 0.01) for v in values])
    assert narrow.low >= wide.low - 1e-9
    assert narrow.high <= wide.high + 1e-9
