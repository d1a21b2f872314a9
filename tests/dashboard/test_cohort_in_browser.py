"""The cohort lead in a real browser: two hundred sessions, a choice, a table, no name."""

from __future__ import annotations

import os
import re
import time

import pytest
from playwright.sync_api import Page, expect

from analyser import workflow
from tests.dashboard import made_cohort
from tests.dashboard.every_page import faults_at_rest

pytestmark = pytest.mark.browser

PEOPLE, EACH = 25, 8
SECONDS = 3.0
BUSY = 5.0
"""How much longer a machine may take on which other things are going on."""


@pytest.fixture(scope="module")
def cohort(app) -> None:
    """Two hundred sessions, whose figures are worked out once."""
    made_cohort.stored(app.settings, people=PEOPLE, sessions=EACH)
    workflow.cohort(settings=app.settings)


def settled(page: Page) -> None:
    """Nothing is being drawn any more."""
    app = page.get_by_test_id("stApp").first
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


def answered(page: Page):
    return page.locator(".answer")


@pytest.fixture
def opened(page: Page, app, cohort) -> Page:  # noqa: ARG001 - it has to be there
    page.goto(f"{app.address}/cohort")
    expect(answered(page)).to_contain_text("In 200 sessions of 25 people")
    settled(page)
    return page


def test_two_hundred_sessions_are_there_soon(opened: Page):
    begun = time.monotonic()
    opened.reload()
    expect(answered(opened)).to_contain_text("In 200 sessions of 25 people")
    expect(opened.get_by_role("heading", name="Do observers agree?")).to_be_visible()
    took = time.monotonic() - begun
    print(f"\nthe cohort's page: {took:.2f} s at a load of {os.getloadavg()[0]:.1f}")  # noqa: T201
    assert took < SECONDS * BUSY
    expect(opened.get_by_test_id("stVegaLiteChart").first).to_be_visible()


def test_a_choice_narrows_what_is_counted(opened: Page):
    opened.get_by_label("Where", exact=True).click()
    opened.get_by_role("option", name="Online", exact=True).click()
    expect(answered(opened)).to_contain_text("In 100 sessions of 25 people")


def test_every_chart_has_its_words_and_its_table(opened: Page):
    panels = opened.locator("[class*=st-key-measure-]")
    expect(panels.first).to_contain_text(re.compile(r"In \d+ sessions of 25 people"))
    panels.first.get_by_text("As a table").click()
    expect(panels.first.get_by_test_id("stDataFrame")).to_be_visible()


def test_another_figure_is_one_choice_away(opened: Page):
    figure = opened.get_by_label("Another figure", exact=True)
    figure.click()
    figure.fill("Stacked")
    expect(opened.get_by_role("option", name="Stacked questions", exact=True)).to_be_visible()
    figure.press("Enter")
    expect(opened.locator(".st-key-measure-stacked_questions")).to_be_visible()


def test_nobody_is_named(opened: Page):
    expect(opened.get_by_text(re.compile(r"Person \d"))).to_have_count(0)


@pytest.mark.usefixtures("cohort")
@pytest.mark.parametrize("path", ["cohort", "about"])
def test_no_serious_fault_keeps_anybody_out(page: Page, app, path: str):
    page.goto(f"{app.address}/{path}")
    expect(answered(page)).to_be_visible()
    settled(page)
    assert faults_at_rest(page) == []


@pytest.mark.parametrize("width", [390, 700])
def test_a_narrow_screen_does_not_break_it(opened: Page, width: int):
    opened.set_viewport_size({"width": width, "height": 800})
    expect(answered(opened)).to_be_visible()
    settled(opened)
    assert not opened.evaluate("document.documentElement.scrollWidth > window.innerWidth")
