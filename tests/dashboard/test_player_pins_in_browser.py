"""Comments on the player's timeline, in a real browser."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from analyser import workflow
from tests.dashboard import made
from tests.dashboard.every_page import at_rest
from tests.dashboard.player import heard_at, look_at

pytestmark = pytest.mark.browser

HOSTILE = "<img src=http://elsewhere.example/x onerror=alert(1)> was it asked for?"


@pytest.fixture(scope="module")
def session(app) -> str:
    """A session with a strength, a question on a stretch, and something to try next."""
    made_up = made.stored(app.settings, name="Set with comments", seed=32)
    for start, end, kind, text in (
        (65.0, None, "strength", "You let the silence stand."),
        (300.0, 360.0, "question", HOSTILE),
        (700.0, None, "try_next", "Ask what they have tried."),
    ):
        workflow.comment(made_up, start=start, end=end, kind=kind, text=text, settings=app.settings)
    return made_up


@pytest.fixture
def opened(page: Page, app, session) -> Page:
    look_at(page, app, session)
    at_rest(page)
    return page


def pins(page: Page) -> Locator:
    return page.locator(".pins button")


def test_each_comment_is_pinned_where_it_belongs_with_its_kind(opened):
    expect(pins(opened)).to_have_text(["★", "?", "→"])
    expect(opened.locator(".legend")).to_contain_text(re.compile("Strength.*Question.*Try next"))
    expect(opened.locator(".names span").first).to_have_text("Comments")
    lane, second = opened.locator(".pins").bounding_box(), pins(opened).nth(1).bounding_box()
    x = second["x"] + second["width"] / 2 - lane["x"]
    assert x / lane["width"] == pytest.approx(300 / made.DURATION, abs=0.02)
    reach = opened.locator(".pins .reach").nth(1).bounding_box()
    assert reach["width"] / lane["width"] == pytest.approx(60 / made.DURATION, abs=0.02)


def test_a_pin_says_who_said_what_as_it_was_written(opened):
    tip = opened.locator(".tip")
    pins(opened).nth(1).hover()
    expect(tip).to_contain_text("Question, You, 5:00 to 6:00")
    expect(tip).to_contain_text(HOSTILE)
    expect(opened.locator(".player img")).to_have_count(0)
    opened.mouse.move(5, 5)
    expect(tip).to_be_hidden()
    pins(opened).first.focus()
    expect(tip).to_contain_text("You let the silence stand.")
    opened.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_click_on_a_pin_plays_from_there(opened):
    pins(opened).nth(1).click()
    heard_at(opened, 300)
    expect(opened.locator("audio")).to_have_js_property("paused", value=False)


def test_the_keyboard_goes_from_pin_to_pin_also_to_those_out_of_sight(opened):
    opened.get_by_role("button", name="Show less time").click(click_count=3)
    pins(opened).first.focus()
    opened.keyboard.press("End")
    last = opened.get_by_role("button", name="Try next, You, 11:40: Ask what they have tried.")
    expect(last).to_be_focused()
    expect(last).not_to_have_class(re.compile("away"))
    opened.keyboard.press("Enter")
    heard_at(opened, 700)
    opened.keyboard.press("ArrowLeft")
    expect(pins(opened).nth(1)).to_be_focused()


def test_a_comment_that_is_written_or_removed_is_pinned_or_gone_at_once(page: Page, app):
    session = made.stored(app.settings, name="Set to comment on", seed=33)
    page.goto(f"{app.address}/session?session={session}&look=Feedback")
    expect(page.locator(".line").first).to_be_visible()
    at_rest(page)
    expect(pins(page)).to_have_count(0)
    page.get_by_label("From", exact=True).fill("2:00")
    page.get_by_label("What you want to say").fill("Well held.")
    at_rest(page)
    page.get_by_role("button", name="Pin it to this moment").click()
    expect(pins(page)).to_have_count(1)
    expect(pins(page)).to_have_accessible_name("Strength, You, 2:00: Well held.")
    at_rest(page)
    (said,) = workflow.comments(session, settings=app.settings)
    workflow.remove_comment(said.id, settings=app.settings)
    page.reload()
    expect(page.locator(".line").first).to_be_visible()
    at_rest(page)
    expect(pins(page)).to_have_count(0)


def test_many_comments_stand_side_by_side_and_none_outside(page: Page, app):
    session = made.stored(app.settings, name="Set with many comments", seed=34)
    for place in range(14):
        workflow.comment(
            session, start=700.0 + 5 * place, kind="note", text="Here.", settings=app.settings
        )
    look_at(page, app, session)
    at_rest(page)
    expect(pins(page)).to_have_count(14)
    lane = page.locator(".pins").bounding_box()
    boxes = [pin.bounding_box() for pin in pins(page).all()]
    lefts = [box["x"] for box in boxes]
    assert all(later - sooner > 15.5 for sooner, later in pairwise(lefts))
    assert lane["x"] - 1 <= lefts[0]
    assert lefts[-1] + boxes[-1]["width"] <= lane["x"] + lane["width"] + 1


def test_only_those_see_a_pin_who_may_read_the_comment(page: Page, app):
    session = made.stored(app.settings, name="Set that was shared", seed=35)
    trainee = workflow.add_person("Ada Pin", ["trainee"], settings=app.settings)
    mentor = workflow.add_person("Ben Pin", ["mentor"], settings=app.settings)
    workflow.describe_as(session, owner=trainee.id, settings=app.settings)
    workflow.share(session, mentor.id, settings=app.settings)
    by = app.settings.model_copy(update={"person": mentor.id})
    workflow.comment(session, start=30.0, kind="strength", text="Not yet signed.", settings=by)
    for who, count in ((mentor.id, 1), (trainee.id, 0)):
        page.goto(f"{app.address}/session?session={session}&who={who}")
        expect(page.locator(".line").first).to_be_visible()
        at_rest(page)
        expect(pins(page)).to_have_count(count)
