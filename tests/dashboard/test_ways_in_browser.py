"""Each person's whole way through the app, in a real browser."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from analyser import workflow
from analyser.dashboard.figures import figures_of
from tests.dashboard import made, made_people
from tests.dashboard.conftest import looking, served, wait_until
from tests.dashboard.every_page import at_rest
from tests.dashboard.test_upload_in_browser import TRANSCRIPT

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(app) -> made_people.House:
    return made_people.house(app.settings)


@pytest.fixture
def recording(tmp_path) -> Path:
    return made.tone(tmp_path / "Monday set.wav", seconds=20)


@pytest.fixture
def transcript(tmp_path) -> Path:
    path = tmp_path / "Monday set.vtt"
    path.write_text(TRANSCRIPT, encoding="utf-8")
    return path


def go(page: Page, app, path: str, **query: str) -> None:
    """Open a page and wait until it stands."""
    page.goto(f"{app.address}/{path}?{'&'.join(f'{k}={v}' for k, v in query.items())}")
    at_rest(page)


def test_a_trainee_hands_in_names_the_voices_and_shares(
    page: Page, app, house, recording, transcript
):
    go(page, app, "new", who=house.trainee.id)
    page.locator("input.file").set_input_files(recording)
    page.get_by_text("More to say about it").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(transcript)
    expect(page.get_by_test_id("stFileChip")).to_be_visible()
    page.get_by_role("button", name="Analyse").click()
    card = page.locator("[class*=st-key-job-]", has_text="Monday set")
    card.get_by_role("button", name="Open").click()
    expect(page.locator("h1")).to_have_text("Monday set")
    at_rest(page)
    name_the_voices(page)
    expect(page.locator(".answer")).to_contain_text("Maya Lind asked")
    share(page)
    waits = workflow.inbox(settings=house.seen_by(house.mentor))
    assert [(row.session.name, row.session.owner) for row in waits] == [
        ("Monday set", house.trainee.id)
    ]


def name_the_voices(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Maya Lind")
    page.get_by_label("Role", exact=True).click()
    page.get_by_role("option", name="Facilitator").click()
    at_rest(page)
    page.get_by_role("button", name="Save names and roles").click()
    expect(page.get_by_text("Maya Lind").first).to_be_visible()


def share(page: Page) -> None:
    page.get_by_role("tab", name="Feedback").click()
    page.get_by_text("Share with a mentor").click()
    at_rest(page)
    page.get_by_role("button", name=re.compile("^Share$")).click()
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()


def test_a_cohort_lead_sees_figures_and_nothing_that_was_said(page: Page, app, house):
    lead = workflow.add_person("Robin Teal", ["lead"], settings=app.settings)
    session = house.sessions[0]
    go(page, app, "", who=lead.id)
    page.get_by_role("link", name="Cohort").first.click()
    expect(page.locator(".answer")).to_contain_text(re.compile(r"\d+ people"))
    at_rest(page)
    assert secrets_on(page, app, house) == []
    go(page, app, "session", session=session, who=lead.id)
    expect(page.get_by_test_id("stAlert")).to_contain_text("There is no session")
    assert secrets_on(page, app, house) == []


def secrets_on(page: Page, app, house) -> list[str]:
    """What is on the page, seen or not, and is no business of who leads a cohort."""
    text = page.content()
    analysis = workflow.load(house.sessions[0], settings=app.settings)
    said = {utterance.text for utterance in analysis.utterances}
    named = {voice.name for voice in analysis.speakers} | {house.trainee.name, "Set 1"}
    chosen = {person.name for person in workflow.people(settings=app.settings)}
    return sorted(secret for secret in (said | named) - chosen if secret in text)


def test_a_session_goes_from_one_installation_to_another(
    chrome: Browser, page: Page, app, house, tmp_path: Path
):
    session = house.sessions[3]
    workflow.correct(session, 2, act="open_question", settings=app.settings)
    go(page, app, "session", session=session)
    page.get_by_role("button", name="Take it with you").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("^The whole session")).click()
    taken.value.save_as(tmp_path / "session.zip")
    (tmp_path / "elsewhere").mkdir()
    with served(tmp_path / "elsewhere") as other, looking(chrome, other) as there:
        answer = brought_in(there, other, tmp_path / "session.zip")
        assert answer == page.locator(".answer").inner_text()
        before = workflow.load(session, settings=app.settings)
        after = workflow.load(session, settings=other.settings)
        assert after == before
        assert figures_of(after) == figures_of(before)


def brought_in(page: Page, app, file: Path) -> str:
    """Hand in a session's file; the first sentence that is told of it there."""
    go(page, app, "new")
    page.locator("input.file").set_input_files(file)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.locator("h1")).to_have_text("Set 4")
    expect(page.locator(".line").first).to_be_visible()
    return page.locator(".answer").inner_text()


def test_the_keyboard_alone_gets_from_a_file_to_a_comment(page: Page, app, transcript, tmp_path):
    name = f"Keys {uuid4().hex[:6]}"
    go(page, app, "new")
    page.locator("input.file").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(made.tone(tmp_path / f"{name}.wav", seconds=20))
    expect(page.get_by_label("What to call this session")).to_have_value(name)
    at_rest(page)
    card = hand_in(page, transcript, name)
    reach(page, card.get_by_role("button", name="Open", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator(".line").first).to_be_visible()
    at_rest(page)
    write_a_comment(page)
    play_and_label(page)
    session = re.search(r"session=(\w+)", page.url)[1]
    wait_until(lambda: workflow.load(session, settings=app.settings).acts[2].by == "me")
    (comment,) = workflow.comments(session, settings=app.settings)
    assert (comment.text, comment.start) == ("Well asked.", 10.0)


def hand_in(page: Page, transcript: Path, name: str) -> Locator:
    """From the name that is offered to the analysis, with a transcript; the card that tells."""
    reach(page, page.locator("summary", has_text="More to say about it"))
    page.keyboard.press("Enter")
    at_rest(page)
    wait_until(lambda: added(page, transcript))
    expect(page.get_by_test_id("stFileChip")).to_be_visible()
    reach(page, page.get_by_role("button", name="Analyse"))
    page.keyboard.press("Enter")
    card = page.locator("[class*=st-key-job-]", has_text=name)
    expect(card).to_contain_text("is ready")
    at_rest(page)
    return card


def added(page: Page, transcript: Path) -> bool:
    """Whether the button opened the dialogue; one that is drawn anew loses the focus."""
    button = page.get_by_test_id("stFileUploader").get_by_role("button", name="Upload", exact=True)
    try:
        with page.expect_file_chooser(timeout=5000) as chooser:
            reach(page, button)
            page.keyboard.press("Enter")
    except Error:
        return False
    chooser.value.set_files(transcript)
    return True


def write_a_comment(page: Page) -> None:
    reach(page, page.get_by_role("tab", name="Overview"))
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Feedback", selected=True)).to_be_visible()
    expect(page.get_by_label("What you want to say")).to_be_visible()
    at_rest(page)
    reach(page, page.get_by_label("From", exact=True))
    page.keyboard.type("0:10")
    reach(page, page.get_by_label("What you want to say"))
    page.keyboard.type("Well asked.")
    reach(page, page.get_by_role("button", name="Pin it to this moment"))
    page.keyboard.press("Enter")
    expect(page.locator("[class*=st-key-said-]")).to_contain_text("Well asked.")
    at_rest(page)


def play_and_label(page: Page) -> None:
    sound = page.locator("audio")
    reach(page, page.get_by_role("button", name="Play", exact=True))
    page.keyboard.press("Enter")
    expect(sound).to_have_js_property("paused", value=False)
    page.keyboard.press("k")
    expect(sound).to_have_js_property("paused", value=True)
    reach(page, page.locator('.line[tabindex="0"]'))
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator('.line[data-n="2"]')).to_be_focused()
    page.keyboard.press("4")
    expect(page.locator('.line[data-n="2"] .mark')).to_have_attribute("aria-label", "Reflection")


MOST = 150
"""So many stops are on no page from its top to its end."""


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is where it is wanted."""
    expect(wanted).to_be_visible()
    for _ in range(MOST):
        if wanted.evaluate("(part) => part.getRootNode().activeElement === part"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The keyboard never comes to {wanted}.")
