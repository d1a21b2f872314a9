"""A mentor's pages without a browser: what waits, comments, the rubric, the feedback sheet."""

import re
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from streamlit.testing.v1 import AppTest

from analyser import workflow
from analyser.dashboard.mentor import handing
from analyser.dashboard.mentor.editing import Desk
from analyser.dashboard.mentor.moments import after, heard_there, span_told
from analyser.dashboard.mentor.reel import reel_rows
from analyser.dashboard.mentor.rubric import named
from analyser.dashboard.mentor.threads import answers_to, opening
from analyser.dashboard.pages.mentor import sentence
from analyser.domain import Behaviour, Comment, Sheet, SheetItem
from tests.dashboard import made, made_people
from tests.dashboard.test_practice_page import answered, button, open_app, open_feedback, texts


@pytest.fixture
def house(settings) -> made_people.House:
    """The first session is shared with the mentor."""
    found = made_people.house(settings)
    workflow.share(found.sessions[0], found.mentor.id, settings=settings)
    return found


@pytest.fixture
def shared(house) -> str:
    return house.sessions[0]


def said(n: int, start: float, end: float | None = None, answers: str | None = None) -> Comment:
    return Comment(
        id=f"c{n}", session="s", by="jo", at=f"2026-03-03T10:00:0{n}+00:00", start=start,
        end=start if end is None else end, kind="strength", text=f"words {n}", answers=answers,
    )  # fmt: skip


def test_comments_stand_in_the_order_of_their_moments_with_their_answers():
    rows = [said(1, 90.0), said(2, 30.0, 45.0), said(3, 90.0, answers="c1")]
    assert [comment.id for comment in opening(rows)] == ["c2", "c1"]
    assert [comment.id for comment in answers_to(rows[0], rows)] == ["c3"]


def test_an_answer_to_what_was_removed_stands_on_its_own():
    assert [c.id for c in opening([said(1, 5.0, answers="gone")])] == ["c1"]


def test_a_moment_without_an_end_is_played_for_a_while():
    assert (after(said(1, 30.0)), span_told(said(1, 30.0))) == (42.0, "0:30")
    assert (after(said(1, 30.0, 75.0)), span_told(said(1, 30.0, 75.0))) == (75.0, "0:30 to 1:15")
    assert [row["start"] for row in reel_rows([said(1, 90.0), said(2, 3.0)])] == [3.0, 90.0]


def test_what_the_machine_heard_there_is_quoted_with_the_voice():
    analysis = made.analysis()
    first = analysis.utterances[0]
    assert heard_there(analysis, first.start, first.start + 0.1) == f"Tom: {first.text}"


def test_new_lines_of_a_rubric_get_names_of_their_own():
    typed = [
        Behaviour(id="old", title="Old", question="?"),
        Behaviour(id="", title="Breathes out!", question="Does she?"),
        Behaviour(id="", title="Breathes out", question="Again?"),
        Behaviour(id="", title="", question=""),
    ]
    assert [b.id for b in named(typed)] == ["old", "breathes_out", "breathes_out_2"]


def test_the_desk_brings_in_only_what_is_new():
    there = SheetItem(text="edited since", start=5.0, end=5.0)
    desk = Desk.with_sheet(Sheet(session="s", by="jo", changed="", strengths=(there,)))
    fresh = SheetItem(text="new", start=9.0, end=9.0)
    draft = replace(desk.sheet, strengths=(replace(there, text="as marked"), fresh))
    assert desk.new_in(draft) == 1
    desk.bring(draft)
    assert [*desk.points["strengths"].values()] == [there, fresh]


def test_points_change_places_and_are_taken_out():
    items = tuple(SheetItem(text=text) for text in "abc")
    desk = Desk.with_sheet(Sheet(session="s", by="jo", changed="", wonders=items))
    keys = [*desk.points["wonders"]]
    desk.raise_up("wonders", keys[2])
    desk.raise_up("wonders", keys[0])
    desk.remove("wonders", keys[1])
    assert [item.text for item in desk.points["wonders"].values()] == ["a", "c"]


def test_the_page_says_what_waits():
    assert sentence([]) == "Nobody has shared a session yet."


def test_a_mentor_sees_what_was_shared_and_opens_the_review(house, shared):
    app = open_app("mentor", who=house.mentor.id)
    assert not app.exception
    told = texts(app)
    assert "Lena Hartig · Set 1" in told.replace("*", "")
    assert "Set 2" not in told
    assert "One trainee shared 1 session: 1 new, 1 without a signed" in answered(app)
    app.button(key=f"review-{shared}").click().run()
    assert not app.exception
    assert app.title[0].value == "Set 1"
    assert app.query_params["look"] == "Feedback"
    assert "Pin it to this moment" in [b.label for b in app.button]


def test_what_was_looked_at_is_new_no_more(house, shared):
    open_feedback(shared, house.mentor.id)
    (row,) = workflow.inbox(settings=house.seen_by(house.mentor))
    assert not row.new


def write(app: AppTest, key: str, text: str) -> None:
    app.text_input(key=key).input(text)


def compose(app: AppTest, shared: str, who: str, at: str, text: str) -> AppTest:
    key = f"compose-{shared}-{who}"
    write(app, f"{key}-from", at)
    app.text_area(key=f"{key}-text").input(text)
    return app.button(key=f"{key}-pin").click().run()


def test_a_comment_is_pinned_and_the_fields_are_empty_again(house, shared):
    app = open_feedback(shared, house.mentor.id)
    assert not app.exception
    compose(app, shared, house.mentor.id, "1:05", "You waited here.")
    assert not app.exception
    (comment,) = workflow.comments(shared, settings=house.seen_by(house.mentor))
    assert (comment.start, comment.kind, comment.text) == (65.0, "strength", "You waited here.")
    assert app.text_area(key=f"compose-{shared}-{house.mentor.id}-text").value == ""
    assert "You waited here." in texts(app)
    assert "Heard there:" in texts(app)


def test_what_is_missing_in_a_comment_is_said_and_what_is_typed_stays(house, shared):
    app = open_feedback(shared, house.mentor.id)
    compose(app, shared, house.mentor.id, "", "You waited here.")
    assert "It is not said where it belongs" in app.error[0].value
    assert app.text_area(key=f"compose-{shared}-{house.mentor.id}-text").value == "You waited here."
    compose(app, shared, house.mentor.id, "soon", "You waited here.")
    assert "is no time" in app.error[0].value.replace("\\", "")


def test_the_rubric_is_kept_in_the_draft_of_the_sheet(house, shared):
    app = open_feedback(shared, house.mentor.id)
    first = workflow.rubric(settings=house.settings)[0]
    key = f"rated-{shared}-{house.mentor.id}-{first.id}"
    app.segmented_control(key=f"{key}-seen").select("partly").run()
    write(app, f"{key}-note", "Late, but yes")
    app.run()
    assert not app.exception
    sheet = workflow.sheet(shared, settings=house.seen_by(house.mentor))
    assert [(r.behaviour, r.seen, r.note) for r in sheet.ratings] == [
        (first.id, "partly", "Late, but yes")
    ]
    sheet_page = open_sheet(shared, house.mentor.id)
    assert not sheet_page.exception
    assert "in part" in texts(sheet_page)


def open_sheet(session: str, who: str) -> AppTest:
    return open_app("sheet", who=who, session=session)


def marked(house, shared: str) -> None:
    settings = house.seen_by(house.mentor)
    workflow.comment(shared, start=65.0, kind="strength", text="You waited.", settings=settings)
    workflow.comment(shared, start=90.0, kind="try_next", text="Ask less.", settings=settings)


def test_the_sheet_is_drafted_from_what_was_marked_edited_signed_and_read(house, shared):
    marked(house, shared)
    app = open_sheet(shared, house.mentor.id)
    assert not app.exception
    first = next(a for a in app.text_area if a.label.startswith("Number 1, at 1:05"))
    assert first.value == "You waited."
    first.input("You waited for ten seconds.")
    next(a for a in app.text_area if a.label == "Opening").input("Thank you for sharing.").run()
    assert not app.exception
    kept = workflow.sheet(shared, settings=house.seen_by(house.mentor))
    assert kept.opening == "Thank you for sharing."
    assert kept.strengths[0].text == "You waited for ten seconds."
    unread = open_sheet(shared, house.trainee.id)
    assert "No feedback has been signed" in texts(unread)
    button(app, "Sign it and hand it over").click().run()
    assert not app.exception
    assert "Lena Hartig can read it" in texts(app)
    read = open_sheet(shared, house.trainee.id)
    assert not read.exception
    assert "You waited for ten seconds. (1:05)" in texts(read)
    assert "Feedback by Jo Berg" in texts(read)
    assert not read.text_area


def test_to_look_at_a_draft_keeps_nothing(house, shared):
    marked(house, shared)
    assert not open_sheet(shared, house.mentor.id).exception
    assert workflow.sheets(shared, settings=house.settings) == ()


def test_points_are_added_and_taken_out_and_what_was_typed_elsewhere_stays(house, shared):
    marked(house, shared)
    app = open_sheet(shared, house.mentor.id)
    next(a for a in app.text_area if a.label == "Closing").input("See you in May.")
    app.button(key="add-strengths").click().run()
    assert not app.exception
    next(a for a in app.text_area if a.label == "Number 2").input("You named the rule.").run()
    kept = workflow.sheet(shared, settings=house.seen_by(house.mentor))
    assert [item.text for item in kept.strengths] == ["You waited.", "You named the rule."]
    assert kept.closing == "See you in May."
    next(b for b in app.button if re.match("Remove-", b.key or "")).click().run()
    kept = workflow.sheet(shared, settings=house.seen_by(house.mentor))
    assert [item.text for item in kept.strengths] == ["You named the rule."]


def test_a_signed_sheet_is_taken_back(house, shared):
    marked(house, shared)
    app = open_sheet(shared, house.mentor.id)
    button(app, "Sign it and hand it over").click().run()
    button(app, "Take it back").click().run()
    assert not app.exception
    assert workflow.sheet(shared, settings=house.seen_by(house.trainee)) is None
    assert "cannot see" in texts(app)


def test_looking_at_a_signed_sheet_again_changes_nothing(house, shared):
    marked(house, shared)
    button(open_sheet(shared, house.mentor.id), "Sign it and hand it over").click().run()
    before = workflow.sheets(shared, settings=house.settings)
    again = open_sheet(shared, house.mentor.id)
    assert not again.exception
    assert "can read it" in texts(again)
    assert workflow.sheets(shared, settings=house.settings) == before


def test_what_was_marked_since_can_be_brought_in(house, shared):
    marked(house, shared)
    app = open_sheet(shared, house.mentor.id)
    workflow.comment(
        shared, start=200.0, kind="question", text="I wonder how Tom felt.",
        settings=house.seen_by(house.mentor),
    )  # fmt: skip
    app.run()
    button(app, "Add 1 moment that you marked since").click().run()
    assert not app.exception
    kept = workflow.sheet(shared, settings=house.seen_by(house.mentor))
    assert "I wonder how Tom felt." in [item.text for item in kept.wonders]


def test_a_trainee_reads_the_comments_with_the_sheet_and_answers(house, shared):
    marked(house, shared)
    assert "You waited." not in texts(open_feedback(shared, house.trainee.id))
    button(open_sheet(shared, house.mentor.id), "Sign it and hand it over").click().run()
    app = open_feedback(shared, house.trainee.id)
    assert not app.exception
    assert "Jo Berg signed feedback" in texts(app).replace("*", "")
    assert "You waited." in texts(app)
    next(a for a in app.text_area if a.label == "Your answer").input("It was hard.")
    button(app, "Send the answer").click().run()
    assert not app.exception
    assert "It was hard." in texts(app)
    assert "It was hard." in texts(open_feedback(shared, house.mentor.id))


def test_my_practice_shows_what_mentors_wrote(house, shared):
    marked(house, shared)
    button(open_sheet(shared, house.mentor.id), "Sign it and hand it over").click().run()
    app = open_app("practice", who=house.trainee.id)
    assert "Jo Berg on Set 1" in texts(app).replace("*", "")
    app.button(key=f"read-{shared}-{house.mentor.id}").click().run()
    assert not app.exception
    assert app.title[0].value == "Feedback sheet"


def test_the_sheet_leaves_as_a_pdf_and_in_the_programmes_own_template(house, shared):
    marked(house, shared)
    sheet = workflow.draft_sheet(shared, settings=house.seen_by(house.mentor))
    workflow.set_goal(shared, "Wait for ten seconds", settings=house.seen_by(house.trainee))
    own = docx.Document()
    own.add_paragraph("Spring programme: {{ author }}, {{ goals_set|join }}")
    own.save(house.settings.data / "sheet.docx")
    assert handing.made(sheet, "pdf")().startswith(b"%PDF")
    written = docx.Document(BytesIO(handing.made(sheet, "docx")()))
    assert [p.text for p in written.paragraphs] == [
        "Spring programme: Jo Berg, Wait for ten seconds"
    ]
