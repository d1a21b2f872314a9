"""The pages without a browser: what they say, and what happens to what is typed."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from streamlit.testing.v1 import AppTest

from analyser import report, workflow
from analyser.codebook import codebook
from analyser.dashboard.sections import Shown, advice, airtime, listening, questions, rounds
from analyser.dashboard.sections.figures import figures_table
from analyser.dashboard.sections.unsure import look_rows
from analyser.measures import DEFINITIONS, TITLES, measure
from analyser.report.look import chosen
from analyser.store import ME, Store
from tests.conftest import ROOT
from tests.dashboard import made


def open_app(*, look: str = "", **query: str) -> AppTest:
    """The app at an address; ``look`` is the tab of the session's page that is open."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    if look:
        app.session_state["look"] = look
    return app.run()


def texts(app: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*app.title, *app.markdown, *app.caption))


@pytest.fixture
def session(settings) -> str:
    return made.stored(settings, name="Set of 3 March")


def test_an_empty_house_says_what_to_do():
    app = open_app()
    assert not app.exception
    assert "Hand in the recording" in texts(app)
    assert "Hand in a recording" in [button.label for button in app.button]


@pytest.mark.usefixtures("session")
def test_a_session_is_listed_with_its_day_and_length():
    app = open_app()
    assert not app.exception
    assert "Set of 3 March" in texts(app)
    assert "· 13 min" in texts(app)


def test_a_name_with_markup_is_shown_as_it_was_typed(settings):
    made.stored(settings, name="![x](http://elsewhere.example/x.png) **now**")
    app = open_app()
    assert r"\!\[x\]\(http\:" in texts(app)


def test_an_address_with_a_session_opens_it(session):
    app = open_app(session=session)
    assert not app.exception
    assert app.title[0].value == "Set of 3 March"
    assert headings(app) == ["At a glance", "From start to end"]


def headings(app: AppTest) -> list[str]:
    return [part.value for part in app.header]


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ("Airtime", ["Airtime"]),
        ("Questions", ["Questions", "The facilitator’s own questions"]),
        ("Advice", ["Advice creep", "Who gave advice, and how", "Every piece of advice"]),
        ("Listening", ["Room to think", "Reflections to questions", "Every reflection"]),
        ("Rounds", ["Rounds and stages", "Actions", "Ground rule 1"]),
        ("To check", ["Please look at these"]),
        ("Figures", ["All figures"]),
    ],
)
def test_the_address_opens_a_part_of_the_session(session, look, told):
    app = open_app(session=session, look=look)
    assert not app.exception
    assert headings(app) == told


def test_while_nobody_is_the_facilitator_everybodys_questions_are_listed(session, settings):
    workflow.name_voice(session, "S1", role="member", settings=settings)
    app = open_app(session=session, look="Questions")
    assert not app.exception
    assert "Every question" in headings(app)


@pytest.mark.usefixtures("session")
def test_an_address_with_an_unknown_session_is_answered_in_words():
    app = open_app(session="ffffffff")
    assert not app.exception
    assert "There is no session" in app.error[0].value


@pytest.mark.parametrize(
    ("look", "charts"),
    [("Overview", 1), ("Airtime", 1), ("Questions", 1), ("Advice", 2), ("Listening", 2)],
)
def test_every_chart_has_its_table(session, look, charts):
    app = open_app(session=session, look=look)
    assert [part.label for part in app.expander].count("As a table") == charts
    assert len(app.dataframe) == charts


@pytest.mark.parametrize("look", ["Overview", "Questions", "Advice", "Listening", "To check"])
def test_where_nothing_was_said_the_page_says_so_and_draws_no_empty_picture(settings, look):
    heard = made.analysis(recording="d" * 64)
    silent = replace(heard, utterances=(), acts=(), words=(), turns=())
    session = Store.open(settings).visible_to(ME).save(silent, name="Silent").id
    app = open_app(session=session, look=look)
    assert not app.exception
    assert len(app.get("arrow_vega_lite_chart")) == 0
    assert "As a table" not in [part.label for part in app.expander]


def test_a_round_narrows_every_figure_of_the_page(session, settings):
    workflow.mark(session, kind="round", start=0, end=400, presenter="S2", settings=settings)
    workflow.mark(session, kind="stage", start=0, end=200, stage="questions", settings=settings)
    app = open_app(session=session)
    part = next(box for box in app.selectbox if box.label == "Figures for")
    assert part.options == ["Whole session", "Round 1 (Tom)", "Questions, 0:00 to 3:20"]
    assert "70 turns, 13 questions and 14 pieces of advice." in whole(app)
    part.select_index(2).run()
    assert not app.exception
    assert "70 turns" not in whole(app)


def whole(app: AppTest) -> str:
    return texts(app).replace("\\", "")


def test_rounds_and_stages_stand_side_by_side(session, settings):
    workflow.mark(session, kind="round", start=0, end=400, presenter="S2", settings=settings)
    app = open_app(session=session, look="Rounds")
    assert not app.exception
    assert list(app.table[0].value.index) == ["Round 1 (Tom)"]
    assert "Share of the talk" in app.table[0].value.columns


def test_the_first_ground_rule_is_told_only_to_who_asks(session, settings):
    workflow.mark(session, kind="stage", start=0, end=700, stage="questions", settings=settings)
    app = open_app(session=session, look="Rounds")
    assert all("No such statement" not in part.value for part in app.markdown)
    app.toggle[0].set_value(True).run()
    assert not app.exception


def test_every_measure_is_on_the_page_in_the_exports_and_in_the_docs(session, settings):
    analysis = workflow.load(session, settings=settings)
    found = measure(analysis)
    stored = workflow.describe(session, settings=settings)
    table = figures_table(Shown(session=stored, analysis=analysis, measures=found))
    assert set(table["Measure"]) == set(TITLES.values())
    assert set(table["What it means"]) == set(DEFINITIONS.values())
    json = str(report.export(analysis, "json", measures=found))
    workbook = report.export(analysis, "xlsx", measures=found)
    with ZipFile(BytesIO(workbook)) as parts:
        sheets = parts.read("xl/sharedStrings.xml").decode()
    docs = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    for name in DEFINITIONS:
        assert f'"{name}"' in json
        assert f">{name}<" in sheets
        assert f"`{name}`" in docs


def test_every_measure_is_explained_where_it_is_told():
    told = (
        *airtime.MEASURES,
        *questions.MEASURES,
        *advice.CREEP,
        *advice.GIVEN,
        *listening.WAITS,
        *listening.REFLECTIONS,
        *rounds.MEASURES,
    )
    assert sorted(told) == sorted(DEFINITIONS)


def test_every_voice_has_a_field_for_its_name_and_role(session):
    app = open_app(session=session)
    assert [field.value for field in app.text_input if field.label.startswith("Name")] == [
        "Maya", "Tom", "Priya", "Owen", "Grace", "Voice 6",
    ]  # fmt: skip
    assert len([box for box in app.selectbox if box.label.startswith("Role")]) == 6


def test_a_name_that_is_typed_is_kept(session, settings):
    app = open_app(session=session)
    app.text_input[5].input("Leila")
    next(b for b in app.button if b.label == "Save names and roles").click().run()
    assert not app.exception
    assert workflow.load(session, settings=settings).speakers[5].name == "Leila"
    assert app.text_input[5].value == "Leila"


def test_what_a_session_was_heard_with_is_said(session):
    app = open_app(session=session)
    assert "Heard with made, voices by made, labels by made" in texts(app)


def test_labels_to_look_at_are_there_until_a_person_has_judged_them(session, settings):
    rows = look_rows(workflow.load(session, settings=settings))
    assert [row["number"] for row in rows] == list(range(1, 11))
    assert all("80\N{NO-BREAK SPACE}% sure · may move: " in row["about"] for row in rows)
    assert {row["agree"] for row in rows} == {"It is right"}
    first = chosen(rows[0]["choice"])
    workflow.correct(session, rows[0]["n"], act=first.act, form=first.form, settings=settings)
    after = [row["n"] for row in look_rows(workflow.load(session, settings=settings))]
    assert rows[0]["n"] not in after
    assert len(after) == 10


def test_where_every_label_is_certain_there_is_nothing_to_look_at(settings):
    sure = made.analysis(recording="e" * 64)
    sure = replace(sure, acts=tuple(replace(act, confidence=1.0) for act in sure.acts))
    session = Store.open(settings).visible_to(ME).save(sure, name="Sure").id
    app = open_app(session=session, look="To check")
    assert not app.exception
    assert look_rows(sure) == []


def test_the_version_behind_the_labels_is_told(session):
    app = open_app(session=session)
    told = next(caption for caption in app.caption if "labels by" in caption.value)
    assert "by made" in told.help


def give(app: AppTest, start: str, end: str, voice: str) -> AppTest:
    """Fill in the form that gives a stretch to a voice, and send it off."""
    next(field for field in app.text_input if field.label == "From").input(start)
    next(field for field in app.text_input if field.label == "To").input(end)
    next(box for box in app.selectbox if box.label == "This is").select(voice)
    return next(b for b in app.button if b.label == "Give it to them").click().run()


def test_a_stretch_is_given_to_another_voice(session, settings):
    spoken = workflow.load(session, settings=settings).utterances[0]
    app = give(open_app(session=session), "0", f"{spoken.end:.1f}", "S4")
    assert not app.exception
    assert workflow.load(session, settings=settings).utterances[0].speaker == "S4"


def test_a_turn_is_given_to_a_new_voice(session, settings):
    spoken = workflow.load(session, settings=settings).utterances[0]
    app = give(open_app(session=session), f"0:{spoken.start + 1:04.1f}", "", workflow.NEW)
    assert not app.exception
    assert workflow.load(session, settings=settings).utterances[0].speaker == "S7"


def test_a_stretch_that_is_none_is_refused_in_words(session, settings):
    before = workflow.load(session, settings=settings)
    app = give(open_app(session=session), "soon", "", "S4")
    assert not app.exception
    assert "is no time" in app.error[0].value
    assert workflow.load(session, settings=settings) == before


def test_forgetting_asks_first(session, settings):
    app = open_app()
    next(b for b in app.button if b.label == "Forget").click().run()
    assert "This cannot be undone." in texts(app)
    assert [known.id for known in workflow.sessions(settings=settings)] == [session]


def test_without_the_apps_own_server_the_page_says_how_to_start_it():
    app = open_app()
    next(b for b in app.button if b.label == "New recording").click().run()
    assert not app.exception
    assert app.title[0].value == "New recording"
    assert "analyser app" in app.info[0].value


def help_page():
    from analyser.dashboard.pages import help as page

    page.show()


def test_help_says_what_every_act_and_every_figure_means():
    app = AppTest.from_function(help_page, default_timeout=60).run()
    assert not app.exception
    said = texts(app).replace("\\", "")
    for entry in codebook().acts:
        assert entry.definition in said
    for definition in DEFINITIONS.values():
        assert definition.replace(" %", "\N{NO-BREAK SPACE}%") in said
    assert [tab.label for tab in app.tabs] == [
        "What is heard", "What is counted", "What leaves this machine",
    ]  # fmt: skip
