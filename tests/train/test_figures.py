"""F1 and the calibration error, worked by hand."""

from __future__ import annotations

import math

import pytest

from analyser.train.figures import calibration_error, f1, figures


def test_f1_of_one_hit_one_miss_and_one_false_alarm_is_a_half():
    assert f1([True, True, False, False], [True, False, True, False]) == 0.5


def test_f1_is_nought_where_nothing_is_true_or_found():
    assert f1([False, False], [False, False]) == 0.0


def test_a_sure_labeller_who_is_right_half_the_time_is_off_by_what_is_too_much():
    assert calibration_error([True, False], [0.9, 0.9]) == pytest.approx(0.4)


def test_each_bin_counts_by_its_share():
    # three of four at 0.75: right 2 of 3, off by 0.0833; one of four at 0.25: right, off by 0.75
    right, sure = [True, True, False, True], [0.75, 0.75, 0.75, 0.25]
    assert calibration_error(right, sure) == pytest.approx(0.75 * (0.75 - 2 / 3) + 0.25 * 0.75)


def test_full_confidence_belongs_to_the_last_bin():
    assert calibration_error([True], [1.0]) == 0.0


def test_figures_of_four_utterances():
    found = figures(
        ["open", "closed", "disguised", "direct"],
        ["open_question", "open_question", "advice", "other"],
        [1.0, 1.0, 1.0, 1.0],
    )
    assert found.by_act["open_question"] == pytest.approx(2 / 3)
    assert found.by_act["closed_question"] == 0.0
    assert found.by_act["advice"] == pytest.approx(2 / 3)
    assert found.three == pytest.approx(4 / 9)
    assert found.six == pytest.approx(4 / 9)  # over the acts that occur
    assert (found.count, found.disguised, found.calibration) == (4, 1.0, 0.5)


def test_without_disguised_advice_nobody_can_tell_how_much_of_it_was_found():
    assert math.isnan(figures(["open"], ["open_question"], [0.9]).disguised)
