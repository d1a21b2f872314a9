"""A session from another installation comes in through the page for new recordings."""

import pytest
from playwright.sync_api import Page, expect

from analyser import workflow
from analyser.settings import load_settings
from tests.dashboard import made

pytestmark = pytest.mark.browser


@pytest.fixture
def exported(tmp_path):
    """A session's file, made in a data folder of its own."""
    elsewhere = load_settings(data=tmp_path / "elsewhere")
    session = made.stored(elsewhere, name="Set from elsewhere", seed=77, duration=60.0)
    workflow.pack(session, tmp_path / "session.zip", settings=elsewhere)
    return session, tmp_path / "session.zip"


def test_an_exported_session_is_brought_in(page: Page, app, exported):
    session, file = exported
    page.goto(f"{app.address}/new")
    page.locator("input.file").set_input_files(file)
    expect(page.get_by_text("It holds a session from another analyser")).to_be_visible()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.locator("h1")).to_have_text("Set from elsewhere")
    assert workflow.describe(session, settings=app.settings).name == "Set from elsewhere"
