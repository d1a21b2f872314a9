"""A cohort tells what many people have in common, and nothing about fewer than five of them."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.domain import Measure, Notice
from analyser.measures import about_facilitator, measure
from analyser.measures.cohort import FEWEST, Cell, Figures, Sitting
from analyser.measures.definitions import UNITS
from analyser.measures.pooling import together
from analyser.measures.within_people import DAYS_A_MONTH, Course, movement
from tests.measures.made import session

NOISY = (Notice(code="quiet", text="Ana's recording is very quiet."),)


def sitting(person, day, value, *, name="open_share", warnings=(), kappa=None):
    row = Measure(name=name, subject="S1", value=value, unit=UNITS[name], note="Ana said so")
    figures = Figures(voices=6, measures=(row,), warnings=warnings, kappa=kappa)
    return Sitting(person=person, day=day, figures=figures)


def everybody(people=5, *, per_month=0.0, months=3):
    """People with a level of their own, who all change alike."""
    return [
        sitting(f"p{n}", f"2026-0{month + 1}-1{n % 9}", 0.3 + 0.02 * n + per_month * month)
        for n in range(people)
        for month in range(months)
    ]


def test_five_people_are_told_of_and_four_are_not():
    five, four = together(everybody()), together(everybody(4))
    spread = five.spread("open_share")
    assert (five.people, five.sessions, spread.all.people, spread.all.sessions) == (5, 15, 5, 15)
    assert spread.all.median == pytest.approx(0.34)
    assert (spread.all.lower, spread.all.upper) == (pytest.approx(0.32), pytest.approx(0.36))
    assert [m.month for m in spread.months] == ["2026-01", "2026-02", "2026-03"]
    assert all(m.cell.median == pytest.approx(0.34) for m in spread.months)
    hidden = four.spread("open_share")
    assert hidden.all == Cell(people=4, sessions=12)
    assert hidden.all.withheld
    assert all(m.cell == Cell(people=4, sessions=4) for m in hidden.months)
    assert hidden.change.direction == "too few to tell"


def test_ones_own_sessions_are_shown_whatever_is_withheld():
    cohort = together(everybody(2), viewer="p1")
    own = cohort.spread("open_share").own
    assert [(point.when, point.value) for point in own] == [
        (f"2026-0{month}-11", pytest.approx(0.32)) for month in (1, 2, 3)
    ]
    assert together(everybody(2), viewer="lead").spread("open_share").own == ()


def test_sessions_with_warnings_are_counted_apart():
    loud = [sitting(f"q{n}", "2026-01-01", 0.9, warnings=NOISY) for n in range(5)]
    cohort = together([*everybody(), *loud])
    spread = cohort.spread("open_share")
    assert (cohort.sessions, cohort.flagged) == (20, 5)
    assert spread.all.median == pytest.approx(0.34)
    assert spread.flagged.median == pytest.approx(0.9)
    assert [(w.code, w.sessions) for w in cohort.warnings] == [("quiet", 5)]
    few = together([*everybody(), *loud[:4]])
    assert few.spread("open_share").flagged == Cell(people=4, sessions=4)
    assert [w.sessions for w in few.warnings] == [None]


def test_microphones_of_ones_own_are_no_warning():
    told = (Notice(code="tracks", text="A track for each of 6 people."),)
    cohort = together([sitting(f"p{n}", "2026-01-01", 0.5, warnings=told) for n in range(5)])
    assert cohort.flagged == 0


def test_words_are_counted_and_rare_ones_withheld():
    name = "advice_creep_verdict"
    steady = [sitting(f"p{n}", "2026-01-01", "steady", name=name) for n in range(6)]
    creeping = [sitting("p7", "2026-01-01", "creeping", name=name)]
    words = together([*steady, *creeping]).spread(name).words
    assert [(word.word, word.sessions) for word in words] == [("creeping", None), ("steady", 6)]


def test_what_cannot_be_told_of_a_session_is_left_out():
    rows = [*everybody(), sitting("p9", "2026-01-01", None)]
    assert together(rows).spread("open_share").all.sessions == 15
    assert together(rows).sessions == 16


def test_agreement_is_the_mean_over_sessions():
    kappas = (0.4, 0.6, 0.8, 0.5, 0.7, 0.6)
    rows = [sitting(f"p{n}", "2026-01-01", 0.5, kappa=k) for n, k in enumerate(kappas)]
    told = together(rows).observers
    assert (told.sessions, told.people, told.kappa) == (6, 6, pytest.approx(0.6))
    assert 0.4 <= told.low < told.kappa < told.high <= 0.8
    assert together(rows[:4]).observers.kappa is None
    assert together(everybody()).observers.sessions == 0


people = st.sampled_from([f"person-{n}" for n in range(9)])
days = st.sampled_from(["2026-01-07", "2026-01-29", "2026-02-03", "2026-05-30"])
values = st.none() | st.floats(0, 1, allow_nan=False)
rows = st.builds(
    lambda who, day, value, warned: sitting(who, day, value, warnings=NOISY if warned else ()),
    people, days, values, st.booleans(),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, max_size=40), st.randoms())
def test_no_cell_of_fewer_than_five_people_is_told_and_nobody_is_named(made, chance):
    cohort = together(made)
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert together(sorted(shuffled, key=lambda row: row.day)).people == cohort.people
    assert "person" not in str(list(asdict(cohort).values())).replace("people", "")
    assert "Ana" not in repr(cohort)
    assert "2026-01-" not in repr(cohort)
    for spread in cohort.spreads:
        for cell in (spread.all, spread.flagged, *(month.cell for month in spread.months)):
            if cell.people < FEWEST:
                assert (cell.median, cell.points) == (None, ())
            else:
                assert len(cell.points) == cell.sessions
                assert cell.median == pytest.approx(median(p.value for p in cell.points))
        told = {row.person for row in made if row.figures.measures[0].value is not None}
        assert spread.all.people <= len(told)


def course(*values, days=None):
    return Course(
        days=tuple([30.0 * n for n in range(len(values))] if days is None else days), values=values
    )


def test_all_who_change_alike_change_for_sure():
    up = movement([course(0.1 * n, 0.1 * n + 0.05, 0.1 * n + 0.1) for n in range(5)])
    assert (up.direction, up.people) == ("up", 5)
    assert up.per_month == pytest.approx(0.05 * DAYS_A_MONTH / 30)
    assert up.low == pytest.approx(up.per_month) == up.high
    assert movement([course(0.3, 0.2, 0.1)] * 5).direction == "down"


def test_who_differ_are_no_change():
    mixed = [course(0.1, 0.3), course(0.3, 0.1)] * 3
    told = movement(mixed)
    assert told.direction == "no change that can be told"
    assert told.low < 0.0 < told.high


def test_levels_of_people_are_no_change():
    early = [course(0.9, 0.9, days=(0, 1)) for _ in range(3)]
    late = [course(0.1, 0.1, days=(100, 101)) for _ in range(3)]
    assert movement([*early, *late]).per_month == pytest.approx(0.0)


@pytest.mark.parametrize("courses", [4 * [course(0.1, 0.2)], 9 * [course(0.1)], []])
def test_too_few_people_with_several_days_tell_nothing(courses):
    told = movement([*courses, course(0.1, 0.4, days=(3.0, 3.0))])
    assert (told.direction, told.per_month) == ("too few to tell", None)


def test_the_slope_is_that_of_a_regression_with_a_level_for_each_person():
    draw = np.random.default_rng(5)
    courses = [course(*draw.uniform(size=n), days=draw.uniform(0, 200, n)) for n in (2, 3, 4, 5, 6)]
    own = np.concatenate([np.full(len(c.days), n) for n, c in enumerate(courses)])
    months = np.concatenate([c.days for c in courses]) / DAYS_A_MONTH
    values = np.concatenate([c.values for c in courses])
    design = np.column_stack([months, own[:, None] == np.arange(len(courses))])
    slope = np.linalg.lstsq(design.astype(float), values, rcond=None)[0][0]
    assert movement(courses).per_month == pytest.approx(slope)


@pytest.mark.parametrize(("people", "own_pace"), [(5, 0.0), (5, 0.04), (15, 0.02)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(people, own_pace):
    draw = np.random.default_rng(11)

    def holds():
        paces = draw.normal(0.0, own_pace, people)
        days = draw.uniform(0, 180, (people, 4))
        noise = draw.normal(0.5, 0.1, (people, 4))
        told = movement(
            Course(days=tuple(d), values=tuple(v + pace * d / DAYS_A_MONTH))
            for d, v, pace in zip(days, noise, paces, strict=True)
        )
        return told.low <= 0.0 <= told.high

    assert 0.90 <= np.mean([holds() for _ in range(1000)]) <= 0.98


def test_odds_ratios_change_by_their_logarithm():
    rows = [
        sitting(f"p{n}", f"2026-0{month}-01", 2.0**month, name="advice_creep")
        for n in range(5)
        for month in (1, 2, 3)
    ]
    told = together(rows).spread("advice_creep").change
    assert told.per_month == pytest.approx(math.log(2.0), rel=0.05)


def test_figures_are_the_facilitators_where_voices_have_their_own():
    said = [(n * 10.0, n * 10.0 + 5.0, "F" if n % 2 else "M", "open") for n in range(12)]
    known = session(*said, roles={"F": "facilitator", "M": "member"})
    figures = about_facilitator(known, measure(known))
    assert figures["open_questions"].subject == "F"
    assert figures["open_questions"].value == 6
    assert figures["silence"].subject == "set"
    assert {row.name for row in measure(known)} == set(figures)


@pytest.mark.parametrize(
    ("roles", "why"),
    [({}, "not known yet"), ({"F": "facilitator", "M": "facilitator"}, "2 voices")],
)
def test_without_a_single_facilitator_it_cannot_be_told_whose_a_figure_is(roles, why):
    unknown = session((0.0, 5.0, "F", "open"), (6.0, 9.0, "M", "closed"), roles=roles)
    figures = about_facilitator(unknown, measure(unknown))
    assert (figures["open_questions"].value, why in figures["open_questions"].note) == (None, True)
    assert figures["silence"].value is not None


def test_a_figure_of_a_warned_session_that_is_ones_own_is_shown_to_oneself():
    rows = [replace(row) for row in everybody(1)]
    rows.append(sitting("p0", "2026-06-01", 0.7, warnings=NOISY))
    own = together(rows, viewer="p0").spread("open_share").own
    assert [point.value for point in own][-1] == pytest.approx(0.7)
