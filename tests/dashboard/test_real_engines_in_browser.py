"""The same walk with the real engines: a stretch of the sample set, and stopping half-way."""

import re
import wave
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analyser.pipeline.decode import decode
from tests.conftest import SAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECONDS = 75
RATE = 16_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The sample set's sound, decoded."""
    source = SAMPLES / "handover-at-the-hospice" / "audio.m4a"
    place = tmp_path_factory.mktemp("sample") / "whole.wav"
    decode(source, place, max_hours=1)
    return place


@pytest.fixture(scope="module")
def excerpt(whole) -> Path:
    """A minute and a quarter of it, from its second minute on."""
    place = whole.with_name("excerpt.wav")
    with wave.open(str(whole), "rb") as sound, wave.open(str(place), "wb") as cut:
        cut.setparams(sound.getparams())
        sound.setpos(60 * RATE)
        cut.writeframes(sound.readframes(SECONDS * RATE))
    return place


def hand_in(page: Page, app, file: Path, name: str):
    """Upload a file, have it analysed, and return the card that shows how far it is."""
    page.goto(f"{app.address}/new")
    page.locator("input.file").set_input_files(file)
    page.get_by_label("What to call this session").fill(name)
    page.get_by_role("button", name="Analyse").click()
    return page.locator("[class*=st-key-job-]", has_text=name)


def test_a_recording_is_heard_and_becomes_a_session(page: Page, app, excerpt):
    card = hand_in(page, app, excerpt, "A real minute")
    expect(card).to_contain_text(re.compile("Reading|Writing|Telling"), timeout=120_000)
    expect(card).to_contain_text("is ready", timeout=300_000)
    card.get_by_role("button", name="Open").click()
    expect(page.locator("h1")).to_have_text("A real minute")
    expect(page.locator(".line")).not_to_have_count(0)
    expect(page.get_by_test_id("stVegaLiteChart").first.locator("path").first).to_be_attached()


def test_an_analysis_stops_when_it_is_told_to(page: Page, app, whole):
    card = hand_in(page, app, whole, "To be stopped")
    expect(card).to_contain_text(re.compile(r"\d+\s%"), timeout=120_000)
    card.get_by_role("button", name="Stop").click()
    expect(card).to_contain_text("was stopped", timeout=30_000)
    page.goto(app.address)
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    expect(page.locator("[class*=st-key-card-]", has_text="To be stopped")).to_have_count(0)
