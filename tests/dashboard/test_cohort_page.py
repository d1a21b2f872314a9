"""The cohort page without a browser: what it says, what it withholds, and what it never shows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analyser import workflow
from analyser.dashboard.cohort.panels import all_figures
from analyser.dashboard.cohort.told import WARNINGS, agreement, answer, caution, warning_rows
from analyser.domain import Measure, Notice
from analyser.measures import DEFINITIONS, UNITS
from analyser.measures.cohort import FEWEST, Figures, Sitting
from analyser.measures.pooling import together
from analyser.report.charts.cohort import chart, month_rows, months_chart, rows, words_chart
from analyser.report.charts.cohort_words import step, table, words
from tests.conftest import ROOT
from tests.dashboard import made_cohort


def open_cohort(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app._page_hash = calc_hash("cohort")  # noqa: SLF001 - its own way knows only pages that are files
    return app.run()


def texts(app: AppTest) -> str:
    parts = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption)
    told = "\n".join(str(part.value) for part in parts)
    return (told + "".join(part.proto.body for part in app.get("html"))).replace("\\", "")


def figures(open_share=0.5, *, code="", kappa=None, verdict="steady") -> Figures:
    measures = (
        Measure(name="open_share", subject="role:facilitator", value=open_share, unit="share"),
        Measure(name="wait_after_question", subject="set", value=2.0, unit="s"),
        Measure(name="advice_creep", subject="set", value=0.0, unit=UNITS["advice_creep"]),
        Measure(name="advice_creep_verdict", subject="set", value=verdict, unit="word"),
    )
    warnings = (Notice(code=code, text="Priya was heard for less than 10 seconds."),) * bool(code)
    return Figures(voices=6, measures=measures, warnings=warnings, kappa=kappa)


def sittings(people: int, *, each: int = 2, **of) -> list[Sitting]:
    return [
        Sitting(
            person=f"p{n}", day=f"2026-0{4 + held}-{10 + n:02d}",
            figures=figures(0.4 + 0.1 * held + 0.01 * n, **of),
        )
        for n in range(people)
        for held in range(each)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def six():
    return together(sittings(6), viewer="p2")


def test_an_empty_cohort_says_how_sessions_come_here():
    app = open_cohort()
    assert not app.exception
    assert "There are no sessions to look at here." in texts(app)


def test_the_answer_comes_first_and_says_what_it_rests_on(settings):
    made_cohort.stored(settings, people=6, sessions=2)
    app = open_cohort()
    assert not app.exception
    told = texts(app)
    assert "In 12 sessions of 6 people, " in told
    assert "of the facilitator’s questions were open" in told
    assert "the facilitator spoke for" in told
    assert "Nobody is named and nobody is ranked." in told
    assert not any(f"Person {n}" in told for n in range(1, 7))


def test_a_choice_changes_what_is_counted(settings):
    made_cohort.stored(settings, people=6, sessions=4)
    app = open_cohort()
    app.selectbox(key="cohort-where").select("Online").run()
    assert not app.exception
    assert "In 12 sessions of 6 people" in texts(app)
    app.date_input(key="cohort-since").set_value(date(2026, 4, 1)).run()
    assert "In 6 sessions of 6 people" in texts(app)
    app.selectbox(key="cohort-size").select("7 voices or more").run()
    assert "There are no sessions to look at here." in texts(app)


def test_too_few_people_are_told_nothing_but_their_own(settings):
    ids = made_cohort.stored(settings, people=4, sessions=2)
    app = open_cohort(who=ids[0])
    assert not app.exception
    told = texts(app)
    assert "what rests on fewer than 5 people is withheld" in told
    assert "Yours, in order:" in told


def test_only_ones_own_line_is_shown_and_only_to_oneself(settings):
    ids = made_cohort.stored(settings, people=6, sessions=2)
    assert "Yours, in order:" in texts(open_cohort(who=ids[0]))
    assert "Yours, in order:" not in texts(open_cohort())


def test_the_invented_cohort_goes_with_one_click(settings):
    workflow.add_sample_cohort(settings=settings)
    app = open_cohort()
    assert not app.exception
    button = next(b for b in app.button if b.label == "Remove the invented cohort")
    button.click().run()
    assert not app.exception
    assert "There are no sessions to look at here." in texts(app)
    assert workflow.sample_cohort(settings=settings) == "removed"
    assert workflow.people(settings=settings) == ()


def test_a_panel_says_the_spread_the_months_and_ones_own(six):
    told = words(six.spread("open_share"))
    assert "In 12 sessions of 6 people the median is" in told
    assert "in April 2026" in told
    assert "in May 2026" in told
    assert "Within people it rises: +" in told
    assert "Yours, in order: 42 %, 52 %." in told


def test_a_month_of_too_few_is_withheld_in_words_table_and_chart():
    spread = together([*sittings(6), *sittings(3, each=3)]).spread("open_share")
    assert "1 month with fewer than 5 people is withheld." in words(spread)
    told = table(spread).set_index("What")
    assert told.loc["June 2026", "Median"] == "withheld"
    assert list(month_rows(spread)["month"]) == ["2026-04-15", "2026-05-15"]


def test_no_dot_says_whose_or_of_which_month_it_is(six):
    frame = rows(six.spread("open_share"))
    assert set(frame["kind"]) == {"A session", "Yours"}
    drawn = chart(six.spread("open_share"), description="x").to_json()
    assert "2026-0" not in drawn
    assert "p2" not in drawn


def test_charts_can_be_drawn_for_every_unit(six):
    for spread in six.spreads:
        assert chart(spread, description="x").to_dict(validate=True)
        if spread.months:
            assert months_chart(spread, description="x").to_dict(validate=True)
    verdict = six.spread("advice_creep_verdict")
    assert words_chart(verdict, description="x").to_dict(validate=True)
    assert words(verdict).startswith("Steady: 12 sessions, of 12 sessions of 6 people.")


def test_an_odds_ratio_of_nought_is_drawn_at_the_axis_end(six):
    frame = rows(six.spread("advice_creep"))
    assert frame["value"].min() == pytest.approx(0.01)
    assert step(six.spread("advice_creep")).startswith("× 1.00 a month")


def test_what_is_withheld_draws_nothing():
    spread = together(sittings(FEWEST - 1)).spread("open_share")
    assert rows(spread).empty
    assert words(spread).startswith("Withheld: it rests on 8 sessions of 4 people")


def test_recordings_with_warnings_stand_apart_and_no_warning_names_anybody():
    cohort = together([*sittings(6), *sittings(5, each=1, code="voices_short")])
    assert cohort.flagged == 5
    assert caution(cohort).startswith("5 of 17 sessions carry a warning")
    assert warning_rows(cohort) == [{"Warning": WARNINGS["voices_short"], "Sessions": "5"}]
    assert "With warnings" in set(rows(cohort.spread("open_share"))["kind"])
    assert cohort.spread("open_share").all.sessions == 12


def test_few_warnings_are_not_counted_aloud():
    cohort = together([*sittings(6), *sittings(1, each=1, code="voices_short")])
    assert warning_rows(cohort)[0]["Sessions"] == "withheld"


def test_agreement_between_observers_is_told_with_its_doubt():
    assert agreement(together(sittings(6))).startswith("No session was labelled by two people")
    few = together(sittings(3, kappa=0.7))
    assert "told from 5 people on" in agreement(few)
    assert "kappa is 0.70 (between 0.70 and 0.70)" in agreement(together(sittings(6, kappa=0.7)))


def test_all_figures_stand_in_one_table(six):
    frame = all_figures(six)
    assert list(frame["Measure"]) == ["Share of open questions", "Wait after a question",
                                      "Advice creep", "Advice creep in words"]  # fmt: skip
    assert isinstance(frame, pd.DataFrame)
    assert frame.loc[0, "What it means"] == DEFINITIONS["open_share"]


def test_the_answer_of_an_unnamed_cohort_is_that_it_is_withheld():
    assert answer(together([])) == "There are no sessions to look at here."
    assert answer(together(sittings(2))).startswith("In 4 sessions of 2 people: what rests on")
    flagged = answer(together(sittings(6, code="quiet")))
    assert flagged.startswith("In 12 sessions of 6 people too few have a recording without a warn")
