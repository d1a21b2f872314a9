"""From a file on the disk to a session, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analyser import workflow
from analyser.dashboard import uploads
from tests.dashboard import made
from tests.dashboard.conftest import wait_until

pytestmark = pytest.mark.browser

TRANSCRIPT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Maya>Shall we begin? We have ten minutes each.

00:00:05.000 --> 00:00:09.000
<v Tom>I keep saying yes to everything, and then I am up until midnight.

00:00:10.000 --> 00:00:12.000
<v Priya>What makes it hard to say no?

00:00:13.000 --> 00:00:16.000
<v Owen>Have you thought about blocking out the mornings?

00:00:17.000 --> 00:00:19.000
<v Owen>You should just tell her.
"""


@pytest.fixture(scope="module")
def recording(tmp_path_factory) -> Path:
    return made.tone(tmp_path_factory.mktemp("files") / "Monday set.wav", seconds=20)


@pytest.fixture
def transcript(tmp_path) -> Path:
    path = tmp_path / "Monday set.vtt"
    path.write_text(TRANSCRIPT, encoding="utf-8")
    return path


def hand_in(page: Page, app, file: Path) -> None:
    page.goto(f"{app.address}/new")
    page.locator("input.file").set_input_files(file)


def start(page: Page, *, transcript: Path | None = None, name: str | None = None) -> None:
    expect(page.get_by_role("button", name="Analyse")).to_be_visible()
    if transcript:
        page.get_by_text("More to say about it").click()
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(transcript)
        expect(page.get_by_test_id("stFileChip")).to_be_visible()
    if name:
        page.get_by_label("What to call this session").fill(name)
    page.get_by_role("button", name="Analyse").click()


def test_a_recording_becomes_a_session_to_listen_to(page: Page, app, recording, transcript):
    hand_in(page, app, recording)
    expect(page.get_by_label("What to call this session")).to_have_value("Monday set")
    start(page, transcript=transcript, name="The first Monday")
    card = page.locator("[class*=st-key-job-]", has_text="The first Monday")
    expect(card).to_contain_text("is ready")
    card.get_by_role("button", name="Open").click()
    expect(page.locator("h1")).to_have_text("The first Monday")
    expect(page.locator(".line")).not_to_have_count(0)
    page.get_by_role("tab", name="Questions").click()
    page.locator(".moment .listen", has_text="What makes it hard").first.click()
    page.wait_for_function(
        """() => [...document.querySelectorAll("*")]
            .map((e) => e.shadowRoot?.querySelector("audio"))
            .find(Boolean).currentTime > 9.5"""
    )


def test_a_role_moves_the_figures(page: Page, app, recording, transcript):
    hand_in(page, app, recording)
    start(page, transcript=transcript, name="With roles")
    page.locator("[class*=st-key-job-]", has_text="With roles").get_by_role(
        "button", name="Open"
    ).click()
    expect(page.locator("h1")).to_have_text("With roles")
    page.get_by_label("Role", exact=True).click()
    page.get_by_role("option", name="Facilitator").click()
    page.get_by_label("Name", exact=True).fill("Maya Lind")
    page.get_by_role("button", name="Save names and roles").click()
    expect(page.get_by_text("Maya Lind").first).to_be_visible()
    expect(page.locator(".answer")).to_contain_text("Maya Lind asked")
    page.get_by_role("tab", name="Airtime").click()
    expect(page.get_by_text("The facilitator spoke for").first).to_be_visible()


def test_closing_the_page_loses_nothing(page: Page, app, recording, transcript):
    hand_in(page, app, recording)
    start(page, transcript=transcript, name="Left alone")
    expect(page.locator("[class*=st-key-job-]", has_text="Left alone")).to_be_visible()
    page.goto("about:blank")
    wait_until(lambda: "Left alone" in names(app))
    page.goto(app.address)
    expect(page.locator("[class*=st-key-card-]", has_text="Left alone")).to_be_visible()


def test_what_is_no_recording_is_told_in_words(page: Page, app, tmp_path):
    text = tmp_path / "notes.mp3"
    text.write_text("These are only my notes on the session.\n" * 50, encoding="utf-8")
    hand_in(page, app, text)
    start(page)
    card = page.locator("[class*=st-key-job-]", has_text="notes")
    expect(card).to_contain_text("could not be analysed")
    expect(card).to_contain_text(re.compile("audio|sound", re.IGNORECASE))
    card.get_by_role("button", name="Close").click()
    expect(card).to_have_count(0)


def test_a_damaged_transcript_is_told_in_words(page: Page, app, recording, tmp_path):
    broken = tmp_path / "broken.vtt"
    broken.write_text("This is no transcript.", encoding="utf-8")
    hand_in(page, app, recording)
    start(page, transcript=broken, name="Broken words")
    card = page.locator("[class*=st-key-job-]", has_text="Broken words")
    expect(card).to_contain_text("could not be analysed")
    expect(card).to_contain_text("transcript")
    card.get_by_role("button", name="Close").click()


def test_an_empty_file_and_one_that_is_too_large_are_refused_at_once(page: Page, app, tmp_path):
    empty, huge = tmp_path / "empty.mp3", tmp_path / "huge.mp4"
    empty.touch()
    with huge.open("wb") as file:
        file.truncate(uploads.limit_bytes(app.settings) + 1)
    hand_in(page, app, empty)
    expect(page.locator(".wrong")).to_have_text("'empty.mp3' is empty.")
    page.locator("input.file").set_input_files(huge)
    expect(page.locator(".wrong")).to_contain_text("larger than the 4 GB")


def test_an_upload_that_is_stopped_leaves_nothing(page: Page, app, tmp_path):
    before = kept(app)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 500_000},
    )
    hand_in(page, app, made.tone(tmp_path / "long.wav", seconds=300))
    expect(page.locator(".share")).to_contain_text("of 9.6 MB")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".said")).to_have_text("Stopped. Nothing was kept.")
    wait_until(lambda: kept(app) == before)


def test_a_file_can_be_dropped(page: Page, app):
    page.goto(f"{app.address}/new")
    page.locator(".drop").evaluate(
        """(zone, text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "dropped.wav"));
            zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }""",
        "some sound",
    )
    expect(page.get_by_text("dropped.wav has arrived.")).to_be_visible()


def test_the_keyboard_alone_chooses_a_recording(page: Page, app, recording):
    page.goto(f"{app.address}/new")
    expect(page.locator(".choose")).to_be_visible()
    expect(page.get_by_text("Nothing leaves this machine")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.locator("input.file").press("Enter")
    chooser.value.set_files(recording)
    expect(page.get_by_label("What to call this session")).to_have_value("Monday set")


def names(app) -> list[str]:
    return [session.name for session in workflow.sessions(settings=app.settings)]


def kept(app) -> set[str]:
    return {path.name for path in uploads.folder(app.settings).iterdir()}
