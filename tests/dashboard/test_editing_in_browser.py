"""What a person changes in the player, in a real browser: words, acts, voices, rounds, stages."""

import re

import pytest
from playwright.sync_api import Page, expect

from analyser import workflow
from tests.dashboard import made
from tests.dashboard.conftest import wait_until
from tests.dashboard.player import line, load, look_at, menu, said, seek, settled

pytestmark = pytest.mark.browser

HOSTILE = "<img src=http://elsewhere.example/x onerror=alert(1)>"


def test_words_are_put_right_where_they_stand(page: Page, app):
    session = made.stored(app.settings, name="Words", seed=21)
    before = said(app, session, 2).text
    look_at(page, app, session)
    menu(page, 2).get_by_role("button", name="Correct the words").click()
    page.get_by_label(re.compile("^What was said")).press("Escape")
    expect(line(page, 2)).to_contain_text(before)
    page.keyboard.press("e")
    page.get_by_label(re.compile("^What was said")).fill(f"Quite other {HOSTILE}")
    page.keyboard.press("Enter")
    expect(line(page, 2)).to_contain_text(f"Quite other {HOSTILE}")
    expect(line(page, 2).get_by_label("Changed by you")).to_be_visible()
    assert page.locator("img[src*=elsewhere]").count() == 0
    wait_until(lambda: said(app, session, 2).text == f"Quite other {HOSTILE}")
    settled(page)
    expect(menu(page, 2)).to_contain_text(f"What the machine heard: {before}")


def test_the_number_keys_say_what_an_utterance_is(page: Page, app):
    session = made.stored(app.settings, name="Numbers", seed=22)
    look_at(page, app, session)
    line(page, 5).focus()
    page.keyboard.press("4")
    expect(line(page, 5).locator(".mark")).to_have_attribute("aria-label", "Reflection")
    wait_until(lambda: act_of(app, session, 5) == ("reflection", None, "me"))
    page.keyboard.press("3")
    wait_until(lambda: act_of(app, session, 5) == ("advice", "direct", "me"))
    expect(line(page, 5)).to_be_focused()
    page.keyboard.press("3")
    wait_until(lambda: act_of(app, session, 5) == ("advice", "disguised", "me"))
    expect(line(page, 5).locator(".mark")).to_have_text("△")
    settled(page)
    menu(page, 5).get_by_label("Invited").select_option(label="it was asked for")
    wait_until(lambda: invited(app, session, 5) is True)


def act_of(app, session, n):
    act = next(act for act in load(app, session).acts if act.utterance == n)
    return act.act, act.form, act.by


def invited(app, session, n):
    return next(act for act in load(app, session).acts if act.utterance == n).invited


def test_a_correction_in_the_player_moves_the_figures(page: Page, app):
    session = made.stored(app.settings, name="Figures", seed=23)
    look_at(page, app, session)
    answer = page.locator(".answer")
    before = answer.inner_text()
    asked = [
        u.n
        for u, act in zip(load(app, session).utterances, load(app, session).acts, strict=True)
        if act.act == "open_question" and u.speaker == "S1"
    ]
    line(page, asked[0]).focus()
    page.keyboard.press("6")
    expect(answer).not_to_have_text(before)


def test_an_utterance_is_given_away_split_and_joined(page: Page, app):
    session = made.stored(app.settings, name="Cut and paste", seed=24)
    utterance, count = said(app, session, 0), len(load(app, session).utterances)
    look_at(page, app, session)
    menu(page, 0).get_by_label("Who said it").select_option(label="Owen")
    wait_until(lambda: said(app, session, 0).speaker == "S4")
    line(page, 0).get_by_label("Split before").select_option("3")
    wait_until(lambda: said(app, session, 0).text == " ".join(utterance.text.split()[:3]))
    expect(page.locator(".line")).to_have_count(count + 1)
    expect(page.locator(".line").nth(1)).to_contain_text(" ".join(utterance.text.split()[3:]))
    line(page, 0).get_by_role("button", name="Join with the next").click()
    wait_until(lambda: said(app, session, 0).text == utterance.text)
    expect(line(page, 0)).to_contain_text(utterance.text)


def test_an_utterance_begins_where_the_player_is(page: Page, app):
    session = made.stored(app.settings, name="Bounds", seed=25)
    utterance = said(app, session, 0)
    look_at(page, app, session)
    panel = menu(page, 0)
    seek(page, utterance.start + 1)
    panel.get_by_role("button", name="Begins here").click()
    wait_until(lambda: abs(said(app, session, 0).start - utterance.start - 1) < 0.1)


def test_what_cannot_be_done_is_said(page: Page, app):
    session = made.stored(app.settings, name="Refused", seed=26)
    utterance = said(app, session, 0)
    look_at(page, app, session)
    panel = menu(page, 0)
    seek(page, utterance.start)
    panel.get_by_role("button", name="Ends here").click()
    expect(page.locator(".wrong").first).not_to_be_empty()
    assert said(app, session, 0) == utterance


def test_a_round_is_drawn_stretched_and_removed(page: Page, app):
    session = made.stored(app.settings, name="Rounds", seed=27)
    look_at(page, app, session)
    draw_round(page, app, session)
    (mark,) = load(app, session).marks
    assert (mark.kind, mark.presenter, mark.by) == ("round", "S2", "me")
    band = page.get_by_role("button", name=re.compile("^Round: Tom"))
    settled(page)
    box = band.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 42, box["y"] + 10, steps=4)
    page.mouse.up()
    wait_until(lambda: load(app, session).marks[0].end < mark.end - 20)
    settled(page)
    band.click()
    page.get_by_role("button", name="Remove").click()
    wait_until(lambda: load(app, session).marks == ())


def draw_round(page: Page, app, session: str) -> None:
    """Turn down what is proposed, then draw a round by dragging."""
    for mark in workflow.proposals(session, settings=app.settings):
        workflow.unmark(session, mark.id, settings=app.settings)
    page.reload()
    lane = page.locator(".bands")
    expect(lane.locator(".hint")).to_be_visible()
    lane.scroll_into_view_if_needed()
    box = lane.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 8, steps=5)
    page.mouse.up()
    form = page.get_by_role("form", name="Mark a round or a stage")
    form.get_by_label("Presenter").select_option(label="Tom")
    form.get_by_role("button", name="Save").click()
    wait_until(lambda: len(load(app, session).marks) == 1)


def test_a_stage_is_marked_by_keyboard_alone_and_narrows_the_transcript(page: Page, app):
    session = made.stored(app.settings, name="Stages", seed=28)
    look_at(page, app, session)
    page.get_by_role("button", name="Mark …").press("Enter")
    form = page.get_by_role("form", name="Mark a round or a stage")
    form.get_by_label("It is a").select_option("stage")
    form.get_by_role("combobox", name="Stage").select_option("actions")
    form.get_by_label(re.compile("^From")).fill("1:00")
    form.get_by_label(re.compile("^To")).fill("0:30")
    form.get_by_role("button", name="Save").press("Enter")
    expect(form.locator(".wrong")).to_contain_text("after the start")
    form.get_by_label(re.compile("^To")).fill("2:00")
    form.get_by_role("button", name="Save").press("Enter")
    wait_until(lambda: len(load(app, session).marks) == 1)
    (mark,) = load(app, session).marks
    assert (mark.stage, mark.start, mark.end) == ("actions", 60.0, 120.0)
    page.get_by_label("Round or stage").select_option(label="Actions, from 1:00")
    inside = [u for u in load(app, session).utterances if 60 <= u.start < 120]
    expect(page.locator(".line:not([hidden])")).to_have_count(len(inside))


def test_a_proposal_is_dashed_until_it_is_accepted(page: Page, app):
    session = made.stored(app.settings, name="Proposed", seed=29)
    proposed = workflow.proposals(session, settings=app.settings)
    assert proposed
    look_at(page, app, session)
    bands = page.locator(".band.proposed")
    expect(bands).to_have_count(len(proposed))
    expect(bands.first).to_have_css("border-style", "dashed")
    bands.first.press("Enter")
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(bands).to_have_count(len(proposed) - 1)
    assert len(load(app, session).marks) == 1
