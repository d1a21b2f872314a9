"""Firth's regression against what is known in closed form, by brute force and without penalty."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from sklearn.linear_model import LogisticRegression

from analyser.measures.firth import fit, profile_interval


def design_of(x):
    return np.column_stack([np.ones(len(x)), np.asarray(x, dtype=float)])


def table(a, b, c, d):
    """Outcome yes/no among x = 1 (a, b) and x = 0 (c, d)."""
    x = [1.0] * (a + b) + [0.0] * (c + d)
    y = [1.0] * a + [0.0] * b + [1.0] * c + [0.0] * d
    return design_of(x), np.array(y)


@pytest.mark.parametrize("cells", [(7, 3, 2, 8), (5, 0, 3, 4), (0, 6, 4, 0), (1, 1, 1, 1)])
def test_on_a_two_by_two_table_it_adds_one_half_to_each_cell(cells):
    # Firth (1993), section 3: for a saturated model the penalty is half a case in each cell
    a, b, c, d = (cell + 0.5 for cell in cells)
    found = fit(*table(*cells))
    assert found.beta == pytest.approx([math.log(c / d), math.log(a * d / (b * c))], abs=1e-5)


def penalised(design, outcome, beta):
    """The penalised log likelihood, written out for an intercept and a slope."""
    chance = 1 / (1 + np.exp(-(design @ beta)))
    weight = chance * (1 - chance)
    x = design[:, 1]
    information = weight.sum() * (weight * x * x).sum() - (weight * x).sum() ** 2
    likelihood = np.sum(np.log(np.where(outcome == 1, chance, 1 - chance)))
    return likelihood + 0.5 * math.log(information)


def test_the_interval_ends_where_the_best_of_a_fine_grid_has_fallen_enough():
    x = np.array([0.0, 0.4, 0.9, 1.3, 1.8, 2.2, 2.9, 3.1, 3.6, 4.0, 4.4, 5.0])
    y = np.array([0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 1], dtype=float)
    design = design_of(x - x.mean())
    intercepts = np.linspace(-6, 6, 2401)

    def best(slope):
        return max(penalised(design, y, np.array([i, slope])) for i in intercepts)

    top = fit(design, y)
    assert top.loglik == pytest.approx(best(top.beta[1]), abs=1e-4)
    for end in profile_interval(design, y, 1):
        assert 2 * (top.loglik - best(end)) == pytest.approx(chi2.ppf(0.95, 1), abs=1e-3)


def test_on_a_large_sample_it_meets_the_unpenalised_fit():
    rng = np.random.default_rng(3)
    x = rng.normal(size=20_000)
    y = (rng.random(20_000) < 1 / (1 + np.exp(1.0 - 0.7 * x))).astype(float)
    plain = LogisticRegression(C=np.inf, tol=1e-8).fit(x[:, None], y)
    found = fit(design_of(x), y)
    assert found.beta == pytest.approx([plain.intercept_[0], plain.coef_[0, 0]], abs=1e-3)
    low, high = profile_interval(design_of(x), y, 1)
    wald = 1.959964 * found.errors[1]
    assert (low, high) == pytest.approx((found.beta[1] - wald, found.beta[1] + wald), abs=1e-3)


def test_its_penalty_shrinks_a_small_sample_towards_no_effect():
    x = np.repeat([0.0, 1.0, 2.0, 3.0], 5)
    y = np.array([0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1], dtype=float)
    plain = LogisticRegression(C=np.inf, tol=1e-8).fit(x[:, None], y)
    assert 0 < fit(design_of(x), y).beta[1] < plain.coef_[0, 0]


def test_a_separated_sample_stays_finite():
    x = np.arange(14) / 10
    y = (x > 0.75).astype(float)
    low, high = profile_interval(design_of(x - x.mean()), y, 1)
    assert 0 < low < fit(design_of(x - x.mean()), y).beta[1] < high < math.inf


def test_outcomes_that_never_differ_tell_no_slope():
    x = np.arange(20) / 10
    low, high = profile_interval(design_of(x - x.mean()), np.ones(20), 1)
    assert low < 0 < high
    assert low == pytest.approx(-high, rel=1e-3)


def test_one_time_for_all_cannot_be_fitted():
    with pytest.raises(ArithmeticError):
        fit(design_of(np.zeros(20)), np.array([0.0, 1.0] * 10))


def test_where_the_information_has_no_inverse_an_arithmetic_error_says_so():
    x = np.arange(20.0)
    with pytest.raises(ArithmeticError):
        fit(design_of(x), (x > 9).astype(float), start=np.array([1e4, 0.0]))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10_800), st.booleans()),
        min_size=12,
        max_size=40,
        unique_by=lambda r: r[0],
    )
)
def test_any_sample_has_a_finite_interval_around_its_slope(rows):
    x = np.array([row[0] for row in rows]) / 600
    y = np.array([row[1] for row in rows], dtype=float)
    design = design_of(x - x.mean())
    low, high = profile_interval(design, y, 1)
    assert -math.inf < low <= fit(design, y).beta[1] <= high < math.inf


@settings(max_examples=20, deadline=None)
@given(st.lists(st.booleans(), min_size=12, max_size=30))
def test_turning_time_round_turns_the_slope_round(outcomes):
    x = np.arange(len(outcomes)) / 10
    design = design_of(x - x.mean())
    y = np.array(outcomes, dtype=float)
    there, back = fit(design, y).beta[1], fit(design, y[::-1].copy()).beta[1]
    assert there == pytest.approx(-back, abs=1e-4)
