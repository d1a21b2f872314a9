"""No page has a serious fault of accessibility: axe looks at each of them in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.dashboard import made

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "new recording": "/new",
    "session, overview": "/session?session={session}",
    "session, airtime": "/session?session={session}&look=Airtime",
    "session, questions": "/session?session={session}&look=Questions",
    "session, advice": "/session?session={session}&look=Advice",
    "session, listening": "/session?session={session}&look=Listening",
    "session, rounds": "/session?session={session}&look=Rounds",
    "session, to check": "/session?session={session}&look=To+check",
    "session, figures": "/session?session={session}&look=Figures",
    "session, feedback": "/session?session={session}&look=Feedback",
    "compare": "/compare?session={session}",
    "practice": "/practice",
    "mentor": "/mentor",
    "people": "/people",
    "feedback sheet": "/sheet?session={session}",
    "help": "/help",
}
"""Where each page is; ``{session}`` stands for a session's id."""


@pytest.fixture(scope="module")
def session(app) -> str:
    made.stored(app.settings, name="Set of 7 April", seed=19)
    return made.stored(app.settings, name="Set of 3 March")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_serious_fault(page: Page, app, session, name):
    page.goto(app.address + PAGES[name].format(session=session))
    expect(page.locator("h1").first).to_be_visible()
    assert faults_at_rest(page) == []


TRIES = 8
"""A page that is still being drawn is paler than it will be: it is looked at again."""


def faults_at_rest(page: Page) -> list[str]:
    """What is left once the page is drawn to the end."""
    for _ in range(TRIES):
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
        expect(page.locator("[data-stale=true]")).to_have_count(0)
        found = faults(page)
        if not found:
            break
    return found


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical, in a line each."""
    found = Axe().run(page).response["violations"]
    grave = (fault for fault in found if fault["impact"] in {"serious", "critical"})
    return [f"{fault['help']}: {fault['nodes'][0]['html']}" for fault in grave]
