"""Logistic regression that stays finite on small and separated samples: Firth's penalty.

The log likelihood is penalised by half the log determinant of the Fisher information (Jeffreys'
prior), which removes the first-order bias and keeps every estimate finite even where a line
separates the outcomes. Estimates solve the modified score equations of Firth (1993), Biometrika
80:27-38; intervals are profiles of the penalised likelihood as in Heinze & Schemper (2002),
Statistics in Medicine 21:2409-2419.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize
from scipy.special import expit
from scipy.stats import chi2

Array = npt.NDArray[np.float64]

_GRADIENT = 1e-7
_GROWTH = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Coefficients, their penalised log likelihood and standard errors, each of shape ``(p,)``."""

    beta: Array
    loglik: float
    errors: Array


def fit(
    design: Array, outcome: Array, *, held: int | None = None, start: Array | None = None
) -> Fitted:
    """The coefficients with the greatest penalised likelihood.

    :param design: one row per observation, one column per coefficient, shape ``(n, p)``.
    :param outcome: 0 or 1 per observation, shape ``(n,)``.
    :param held: a coefficient that stays at its value in ``start``.
    :raises ArithmeticError: the columns say the same thing, so nothing can be told apart.
    """
    beta = np.zeros(design.shape[1]) if start is None else start.copy()
    free = np.arange(design.shape[1]) != held

    def loss(values: Array) -> tuple[float, Array]:
        tried = beta.copy()
        tried[free] = values
        loglik, score = _penalised(design, outcome, tried)
        return -loglik, -score[free]

    if not np.isfinite(loss(beta[free])[0]):
        raise ArithmeticError("The columns of the design cannot be told apart.")
    found = minimize(loss, beta[free], jac=True, method="BFGS", options={"gtol": _GRADIENT})
    beta[free] = found.x
    return Fitted(beta=beta, loglik=-float(found.fun), errors=_errors(design, beta))


def profile_interval(
    design: Array, outcome: Array, coefficient: int, *, level: float = 0.95
) -> tuple[float, float]:
    """Where twice the penalised log likelihood falls by the chi-square quantile of ``level``.

    :raises ArithmeticError: the columns say the same thing, or an end could not be found.
    """
    best = fit(design, outcome)
    allowed = float(chi2.ppf(level, 1))

    def excess(value: float) -> float:
        start = _likely(design, outcome, best, coefficient, value)
        profile = fit(design, outcome, held=coefficient, start=start)
        return 2 * (best.loglik - profile.loglik) - allowed

    middle = float(best.beta[coefficient])
    ends = []
    for side in (-1.0, 1.0):
        inner, reach = middle, side * float(best.errors[coefficient])
        while excess(inner + reach) < 0:
            inner, reach = inner + reach, reach * _GROWTH
        ends.append(float(brentq(excess, inner, inner + reach, xtol=1e-8)))
    return ends[0], ends[1]


def _likely(design: Array, outcome: Array, best: Fitted, held: int, value: float) -> Array:
    """A good place to start from with one coefficient held far from its best value.

    The penalised likelihood is nearly quadratic near its top and, where a line separates the
    outcomes, nearly the same along a ray from zero: the better of the two guesses is taken. There
    it can also have several tops, so that the far end of the interval of a separated sample, an
    astronomical odds ratio, may come out a little small.
    """
    covariance = _inverse(_information(design, best.beta))
    away = value - best.beta[held]
    guesses = [best.beta + covariance[:, held] / covariance[held, held] * away]
    if best.beta[held]:
        guesses.append(best.beta * (value / best.beta[held]))
    return max(guesses, key=lambda guess: _penalised(design, outcome, guess)[0])


def _penalised(design: Array, outcome: Array, beta: Array) -> tuple[float, Array]:
    """The penalised log likelihood and its gradient, Firth's modified score of shape ``(p,)``."""
    eta = design @ beta
    chance, weights = expit(eta), expit(eta) * expit(-eta)
    information = _information(design, beta)
    sign, log_determinant = np.linalg.slogdet(information)
    if sign <= 0:
        return -np.inf, np.zeros_like(beta)
    leverage = weights * np.sum(design @ _inverse(information) * design, axis=1)
    likelihood = float(np.sum(outcome * eta - np.logaddexp(0.0, eta)))
    score = design.T @ (outcome - chance + leverage * (0.5 - chance))
    return likelihood + 0.5 * float(log_determinant), score


def _information(design: Array, beta: Array) -> Array:
    """The Fisher information, shape ``(p, p)``."""
    eta = design @ beta
    weights = expit(eta) * expit(-eta)
    information: Array = design.T @ (weights[:, None] * design)
    return information


def _errors(design: Array, beta: Array) -> Array:
    """Standard errors from the inverse Fisher information, shape ``(p,)``."""
    errors: Array = np.sqrt(np.diag(_inverse(_information(design, beta))))
    return errors


def _inverse(information: Array) -> Array:
    """The inverse of the Fisher information, shape ``(p, p)``.

    :raises ArithmeticError: there is none.
    """
    try:
        return np.asarray(np.linalg.inv(information), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise ArithmeticError("The columns of the design cannot be told apart.") from error
