"""A trainee's pages without a browser: who looks, how practice goes, goals, notes, sharing."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analyser import workflow
from analyser.dashboard.practice.chart import chart
from analyser.dashboard.practice.followed import (
    FOLLOWED,
    Held,
    answer,
    in_order,
    moved,
    rows,
    table,
    words,
)
from analyser.domain import Measure, Recording, Session
from tests.conftest import ROOT
from tests.dashboard import made_people

OPEN = next(one for one in FOLLOWED if one.name == "open_share")


def open_app(page: str = "", **query: str) -> AppTest:
    """The app on one of its pages, looked at by whom the address names."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    if page:
        app._page_hash = calc_hash(page)  # noqa: SLF001 - its own way knows only pages in files
    return app.run()


def texts(app: AppTest) -> str:
    parts = (*app.title, *app.header, *app.markdown, *app.caption)
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


def answered(app: AppTest) -> str:
    """The sentence at the top of a page, and its style."""
    return "".join(part.proto.body for part in app.get("html"))


def button(app: AppTest, label: str):
    return next(b for b in app.button if b.label == label)


@pytest.fixture
def house(settings) -> made_people.House:
    return made_people.house(settings)


def held(n: int, value: float | None, low=None, high=None) -> Held:
    session = Session(
        id=f"s{n}",
        name=f"Set {n}",
        created=f"2026-0{n}-10T10:00:00+00:00",
        recording=Recording(id=str(n) * 64, name="r", duration=600.0),
        held=f"2026-0{n}-03",
    )
    share = Measure(
        name="open_share", subject="S1", value=value, unit="share", low=low, high=high,
        note="3 of 9",
    )  # fmt: skip
    talk = replace(share, name="airtime_share", value=0.2, low=0.1, high=0.3)
    return Held(session=session, measures=(share, talk), cautions=())


RISING = [held(1, 0.2, 0.1, 0.3), held(2, 0.45, 0.35, 0.55), held(3, 0.7, 0.6, 0.8)]


def test_a_change_is_called_one_only_where_the_intervals_say_so():
    assert words(moved(OPEN, RISING)).startswith(
        "It rose: 20 % (3 of 9) in the first session, 70 %"
    )
    doubtful = [held(1, 0.2, 0.0, 0.6), held(2, 0.4, 0.1, 0.8)]
    assert words(moved(OPEN, doubtful)).startswith("No change that can be told")


def test_the_answer_names_what_moved_and_the_doubt_of_the_last_session():
    said = answer(RISING)
    assert said.startswith("Over three sessions the open share of your questions rose.")
    assert "70 % (60 % to 80 %) of your questions were open" in said


def test_the_answer_promises_nothing_from_one_session_or_none():
    assert "No session of yours" in answer([])
    assert "from the second on" in answer(RISING[:1])


def test_where_nothing_changed_it_says_so():
    flat = [held(n, 0.4, 0.3, 0.5) for n in (1, 2, 3)]
    assert "no figure changed by more than its doubt" in answer(flat)


def test_sessions_stand_in_the_order_of_their_days():
    assert in_order(RISING[::-1]) == tuple(RISING)


def test_what_cannot_be_told_stays_in_the_table_and_out_of_the_chart():
    frame = rows(OPEN, [*RISING, held(4, None)])
    assert list(table(frame)["Value"])[-1] == "cannot tell"
    drawn = chart(frame, unit="share", description="d").to_dict(validate=True)
    (points,) = [rows for rows in drawn["datasets"].values() if "known" in rows[0]]
    assert [point["session"] for point in points] == ["s1", "s2", "s3"]


def test_without_people_nobody_is_asked_who_looks():
    app = open_app()
    assert not app.exception
    assert not app.sidebar.selectbox


def test_who_looks_is_chosen_and_sees_only_their_own(house):
    app = open_app()
    assert not app.exception
    assert "Noor’s first set" in texts(app)
    app.sidebar.selectbox[0].select(house.trainee.id).run()
    assert not app.exception
    assert "Noor’s first set" not in texts(app)
    assert app.query_params["who"] == house.trainee.id


def test_the_address_keeps_who_looks(house):
    app = open_app(who=house.other.id)
    assert "Noor’s first set" in texts(app)
    assert "Set 1" not in texts(app)
    assert open_app(who="nobody").sidebar.selectbox[0].value == "me"


def test_the_list_says_whose_a_session_is_and_with_whom_it_is_shared(house):
    workflow.share(house.sessions[0], house.mentor.id, settings=house.settings)
    said = texts(open_app())
    assert "Lena Hartig · 3 March 2026 · 30 min · Spring programme · in one room" in said
    assert "Shared with Jo Berg" in said


def test_two_hundred_sessions_are_drawn_in_pages_and_searched(house):
    for n in range(30):
        made_people.another(house, name=f"More {n}", seed=100 + n)
    app = open_app()
    opens = [b for b in app.button if b.label == "Open"]
    assert len(opens) == 20
    app.text_input(key="sessions-wanted").input("noor first").run()
    assert [b.label for b in app.button].count("Open") == 1


def test_my_practice_answers_first_and_has_a_panel_for_each_figure(house):
    app = open_app("practice", who=house.trainee.id)
    assert not app.exception
    assert app.title[0].value == "My practice"
    assert "Over four sessions the open share of your questions" in answered(app)
    assert [e.label for e in app.expander].count("As a table") == len(FOLLOWED)


def test_everybody_may_choose_whose_practice_is_shown(house):
    app = open_app("practice")
    whose = app.selectbox(key="whose-practice")
    assert {*whose.options} == {"Lena Hartig", "Noor Vale"}
    whose.select(house.other.id).run()
    assert "One session so far" in answered(app)
    assert "of their questions were open" in answered(app)


def test_a_mentor_follows_a_trainee_over_what_was_shared_and_sets_no_goal(house):
    for session in house.sessions[:2]:
        workflow.share(session, house.mentor.id, settings=house.settings)
    app = open_app("practice", who=house.mentor.id)
    assert not app.exception
    assert "Over two sessions" in answered(app)
    assert "Set this goal" not in [b.label for b in app.button]


def test_a_goal_is_set_and_checked_on_the_next_session_and_put_aside(house):
    settings = house.seen_by(house.trainee)
    workflow.set_goal(
        house.sessions[1], "At least half of my questions are open",
        measure="open_share", aim="at_least", value=0.5, settings=settings,
    )  # fmt: skip
    app = open_app("practice", who=house.trainee.id)
    assert not app.exception
    assert "Met" in texts(app)
    app.selectbox(key=f"new-goal-{house.sessions[-1]}-what").select("One in my own words").run()
    button(app, "Set this goal").click().run()
    assert "The goal has no words" in app.error[0].value
    app.text_input(key=f"new-goal-{house.sessions[-1]}-text").input("Wait longer")
    button(app, "Set this goal").click().run()
    assert not app.exception
    assert "Wait longer" in [g.text for g in workflow.goals_of(house.trainee.id, settings=settings)]
    button(app, "Put aside").click().run()
    first = workflow.goals_of(house.trainee.id, settings=settings)[0]
    assert first.closed
    assert "At least half" not in texts(app)


def test_a_goal_from_a_template_has_its_percentage(house):
    settings = house.seen_by(house.trainee)
    app = open_app("practice", who=house.trainee.id)
    last = house.sessions[-1]
    app.number_input(key=f"new-goal-{last}-open_share").set_value(60).run()
    button(app, "Set this goal").click().run()
    (goal,) = workflow.goals_of(house.trainee.id, settings=settings)
    assert (goal.text, goal.measure, goal.aim, goal.value) == (
        "At least 60 % of my questions are open", "open_share", "at_least", 0.6,
    )  # fmt: skip


def open_feedback(session: str, who: str) -> AppTest:
    """The part of a session's page in which people speak to one another."""
    return open_app("session", session=session, who=who, look="Feedback")


def test_a_private_note_is_kept_and_nobody_else_reads_it(house):
    session = house.sessions[0]
    workflow.share(session, house.mentor.id, settings=house.settings)
    app = open_feedback(session, house.trainee.id)
    assert not app.exception
    app.text_area(key=f"note-{session}-{house.trainee.id}").input("I was nervous.").run()
    assert not app.exception
    own = house.seen_by(house.trainee)
    assert workflow.private_note(session, settings=own) == "I was nervous."
    assert "nervous" not in str(open_feedback(session, house.mentor.id))


def test_a_session_is_shared_and_taken_back(house):
    session = house.sessions[0]
    app = open_feedback(session, house.trainee.id)
    button(app, "Share").click().run()
    assert not app.exception
    assert workflow.shared_with(session, settings=house.settings) == (house.mentor,)
    button(app, "Take it back").click().run()
    assert workflow.shared_with(session, settings=house.settings) == ()
