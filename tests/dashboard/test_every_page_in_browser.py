"""No page has a serious fault of accessibility, nor runs off a phone or a page twice as large."""

import pytest
from playwright.sync_api import Error, Page, expect

from tests.dashboard.every_page import PAGES, faults_at_rest, lived_in, open_page

pytestmark = pytest.mark.browser

WIDTHS = {
    "a phone": {"width": 360, "height": 740},
    "twice as large": {"width": 700, "height": 500},  # a screen of 1400 × 1000 at 200 %
}

FIRST = {
    "home": "role=button[name='New recording']",
    "new recording": ".choose",
    "session, overview": "role=button[name='Play']",
    "mentor": "role=button[name='Review']",
    "feedback sheet, to write": "role=button[name='Sign it and hand it over']",
    "feedback sheet, to read": "role=button[name='PDF']",
    "people": "role=button[name='Add somebody']",
}
"""What one comes to a page for, where that is something to press."""

FITS = """() => [
    document.scrollingElement,
    document.querySelector("[data-testid=stMain]"),
].every((part) => part.scrollWidth <= innerWidth)"""

TOO_WIDE = """() => [...document.querySelectorAll("[data-testid=stMain] *")]
    .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
    .map((part) => part.dataset.testid || part.className || part.tagName)
    .slice(0, 5)"""


@pytest.fixture(scope="module")
def ids(app) -> dict[str, str]:
    return lived_in(app.settings)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_nobody_out(page: Page, app, ids, name):
    open_page(page, app, PAGES[name], ids)
    assert faults_at_rest(page) == []
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        assert {width: too_wide(page)} == {width: []}
        expect(page.locator("h1").first).to_be_visible()
        if name in FIRST:
            within_reach(page, FIRST[name])


def too_wide(page: Page) -> list[str]:
    """What runs off the side of a page once it has taken its new width."""
    try:
        page.wait_for_function(FITS, timeout=10_000)
    except Error:
        return page.evaluate(TOO_WIDE) or ["the page itself"]
    return []


def within_reach(page: Page, first: str) -> None:
    """What one comes for can be scrolled to, and is then there in full."""
    page.locator(first).first.scroll_into_view_if_needed()
    expect(page.locator(first).first).to_be_in_viewport(ratio=1)
