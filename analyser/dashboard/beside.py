"""Two sessions beside each other: which figures differ by more than their doubt."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analyser.domain import Measure
from analyser.measures import OPT_IN, TITLES, told

SAME = "No difference that can be told"
HIGHER = "Higher in the second"
LOWER = "Lower in the second"


def difference(first: Measure, second: Measure) -> str:
    """In words where the intervals lie apart; nothing where there is no interval to go by."""
    if isinstance(first.value, str) or isinstance(second.value, str):
        return "The same" if first.value == second.value else "Another word"
    if first.value is None or second.value is None:
        return "Cannot tell"
    ends = (first.low, first.high, second.low, second.high)
    if any(end is None for end in ends):
        return ""
    return _apart(*(float(end) for end in ends if end is not None))


def _apart(low: float, high: float, second_low: float, second_high: float) -> str:
    """Where the second interval lies, seen from the first."""
    if second_low > high:
        return HIGHER
    return LOWER if second_high < low else SAME


def side_by_side(
    first: Mapping[str, Measure], second: Mapping[str, Measure], titles: tuple[str, str]
) -> pd.DataFrame:
    """One row for each measure that both sessions have, by name, in the order of definitions.

    :param titles: what to call the two columns.
    """
    names = [n for n in TITLES if n in first and n in second and n not in OPT_IN]
    return pd.DataFrame(
        [
            {
                "Measure": TITLES[name],
                titles[0]: told(first[name]),
                titles[1]: told(second[name]),
                "Difference": difference(first[name], second[name]),
            }
            for name in names
        ],
        columns=["Measure", *titles, "Difference"],
    )
