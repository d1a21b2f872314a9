"""A measure over a cohort in sentences and as a table: the same that its charts draw."""

from __future__ import annotations

import math

import pandas as pd

from analyser.domain import Measure
from analyser.measures import told
from analyser.measures.cohort import FEWEST, Cell, Month, Spread
from analyser.measures.wording import many


def table(spread: Spread) -> pd.DataFrame:
    """The same to read: all sessions, each month, those with warnings, and one's own."""
    if spread.words:
        return pd.DataFrame(
            [
                {"What": w.word, "Sessions": "withheld" if w.sessions is None else str(w.sessions)}
                for w in spread.words
            ]
        )
    cells = [
        ("All sessions", spread.all),
        *((month_name(month.month), month.cell) for month in spread.months),
        *([("With warnings", spread.flagged)] if spread.flagged.sessions else []),
    ]
    told_rows = [_told_row(name, cell, spread.unit) for name, cell in cells]
    own = [
        {"What": f"Yours, {day_name(point.when)}", "Median": amount(point.value, spread.unit)}
        for point in spread.own
    ]
    columns = ["What", "People", "Sessions", "Median", "Half lie between"]
    return pd.DataFrame([*told_rows, *own], columns=columns).fillna("")


def words(spread: Spread) -> str:
    """The spread, the months and the change in sentences."""
    parts = (_of_all(spread), _of_months(spread), _of_change(spread), _of_own(spread))
    return " ".join(part for part in parts if part)


def amount(value: float, unit: str) -> str:
    """One value in its unit, as everywhere."""
    return told(Measure(name="", subject="", value=value, unit=unit))


def middle(cell: Cell, unit: str) -> str:
    """A cell's median, or that it is withheld."""
    if cell.withheld:
        return "withheld"
    return "cannot tell" if cell.median is None else amount(cell.median, unit)


def between(cell: Cell, unit: str) -> str:
    """Between what half of the sessions lie."""
    if cell.lower is None or cell.upper is None:
        return ""
    return f"{amount(cell.lower, unit)} and {amount(cell.upper, unit)}"


def rests(cell: Cell) -> str:
    """``14 sessions of 6 people``."""
    people = "1 person" if cell.people == 1 else f"{cell.people} people"
    return f"{many(cell.sessions, 'session')} of {people}"


def month_name(month: str) -> str:
    """``2026-04`` as ``April 2026``."""
    return pd.Timestamp(f"{month}-01").strftime("%B %Y")


def day_name(day: str) -> str:
    """``2026-04-23`` as ``23 April 2026``."""
    moment = pd.Timestamp(day)
    return f"{moment.day} {moment:%B %Y}"


def step(spread: Spread) -> str:
    """The change in a month within people, with its interval; empty where it cannot be told."""
    change = spread.change
    if change.per_month is None or change.low is None or change.high is None:
        return ""
    value, low, high = (
        _step(number, spread.unit) for number in (change.per_month, change.low, change.high)
    )
    return f"{value} a month (between {low} and {high})"


def _step(number: float, unit: str) -> str:
    if unit.startswith("odds ratio"):
        return f"× {math.exp(number):.2f}"
    if unit == "share":
        return f"{100 * number:+.1f} points"
    return f"{number:+.2f}{' s' if unit == 's' else ''}"


def _of_all(spread: Spread) -> str:
    cell = spread.all
    if cell.withheld:
        if not cell.people:
            return "It cannot be told in any of these sessions."
        return f"Withheld: it rests on {rests(cell)}, and is told from {FEWEST} people on."
    if spread.words:
        return f"{_counts(spread)}, of {rests(cell)}."
    if cell.median is None:
        return f"It cannot be told in {rests(cell)}."
    return (
        f"In {rests(cell)} the median is {amount(cell.median, spread.unit)}; half of the sessions "
        f"lie between {between(cell, spread.unit)}."
    )


def _counts(spread: Spread) -> str:
    return ", ".join(
        f"{word.word.capitalize()}: "
        f"{'withheld' if word.sessions is None else many(word.sessions, 'session')}"
        for word in spread.words
    )


def _of_months(spread: Spread) -> str:
    known, withheld = told_months(spread), [m for m in spread.months if m.cell.withheld]
    ends = (
        f"{middle(known[0].cell, spread.unit)} in {month_name(known[0].month)}, "
        f"{middle(known[-1].cell, spread.unit)} in {month_name(known[-1].month)}."
        if len(known) > 1
        else ""
    )
    hidden = (
        f"{many(len(withheld), 'month')} with fewer than {FEWEST} people "
        f"{'is' if len(withheld) == 1 else 'are'} withheld."
        if withheld and not spread.all.withheld
        else ""
    )
    return " ".join(part for part in (ends, hidden) if part)


def _of_change(spread: Spread) -> str:
    verb = {"up": "rises", "down": "falls"}.get(spread.change.direction)
    if verb:
        return f"Within people it {verb}: {step(spread)}."
    if spread.change.direction == "too few to tell" or spread.all.withheld:
        return ""
    return "Within people no change can be told."


def _of_own(spread: Spread) -> str:
    if not spread.own:
        return ""
    values = ", ".join(amount(point.value, spread.unit) for point in spread.own)
    return f"Yours, in order: {values}."


def told_months(spread: Spread) -> list[Month]:
    """The months of which the middle is told."""
    return [month for month in spread.months if month.cell.median is not None]


def _told_row(name: str, cell: Cell, unit: str) -> dict[str, object]:
    return {
        "What": name,
        "People": str(cell.people),
        "Sessions": str(cell.sessions),
        "Median": middle(cell, unit),
        "Half lie between": between(cell, unit),
    }
