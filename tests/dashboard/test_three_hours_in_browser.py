"""Three hours with 3,000 utterances and 27,000 words: how long a person waits for what.

``-s`` prints what was measured, beside how busy the machine was.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from analyser import workflow
from analyser.pipeline.classify import classifier
from tests.dashboard import made
from tests.dashboard.conftest import looking
from tests.dashboard.player import settled

pytestmark = pytest.mark.browser

BUSY = 6.0
"""How much longer a machine may take on which other things are going on."""

MORE_MIB = 200.0
"""Five visits may add so much, since Streamlit keeps each for two minutes after it has ended."""

PAGE, SEEK, CORRECTION = 2.0, 0.3, 1.0
"""Seconds, on a machine that does nothing else."""


@pytest.fixture(scope="module")
def session(app) -> str:
    return made.stored(
        app.settings,
        name="Three hours",
        seed=15,
        duration=made.THREE_HOURS,
        pace=made.BUSY,
        by=classifier(app.settings).id,
    )


@pytest.fixture
def opened(page: Page, app, session) -> Page:
    page.goto(f"{app.address}/session?session={session}&look=Questions")
    whole_page(page)
    settled(page)
    return page


def whole_page(page: Page) -> None:
    """The answer, a chart and every line of the transcript are there.

    ``expect`` is not asked: whenever it looks in vain it spells out the whole page, which takes
    many seconds on one of this length.
    """
    page.locator(".answer", has_text="six people spoke").wait_for()
    page.locator(".line").nth(3000).wait_for(state="attached")
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.locator("path, canvas").first.wait_for(state="attached")


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """What is done here takes no longer; it is printed beside how busy the machine was."""
    begun = time.monotonic()
    yield
    took = time.monotonic() - begun
    print(f"\n{what}: {took:.2f} s at a load of {os.getloadavg()[0]:.1f}")  # noqa: T201 - for -s
    assert took < seconds * BUSY


def test_the_page_is_there_soon(opened: Page, app, session):
    for look in ("Questions", "Overview", "Advice"):
        opened.goto("about:blank")
        with within(PAGE, f"the whole page, {look}"):
            opened.goto(f"{app.address}/session?session={session}&look={look}", wait_until="commit")
            whole_page(opened)


def test_a_seek_is_heard_at_once(opened: Page, app, session):
    said = workflow.load(session, settings=app.settings).utterances
    opened.locator(".line").nth(10).locator(".time").click()
    expect(opened.locator("audio")).to_have_js_property("paused", value=False)
    for place in (2900, 40, 1500):
        with within(SEEK, f"a leap to utterance {place}"):
            heard(opened, said[place].start)
        expect(opened.locator(".line.playing")).to_have_attribute("data-n", str(said[place].n))


def heard(page: Page, seconds: float) -> None:
    """Ask for a moment, and wait until the sound goes on from there."""
    page.evaluate(
        """(start) => new Promise((heard) => {
            const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot);
            const sound = roots.map((r) => r?.querySelector("audio")).find(Boolean);
            const look = () => {
                const there = !sound.seeking && Math.abs(sound.currentTime - start) < 3;
                if (there) sound.removeEventListener("timeupdate", look);
                if (there) heard();
            };
            sound.addEventListener("timeupdate", look);
            const detail = { start };
            window.dispatchEvent(new CustomEvent("analyser:play", { detail }));
        })""",
        seconds,
    )


def test_a_correction_moves_the_figures_at_once(opened: Page, app, session):
    count = number_in(opened.get_by_role("radio", name=re.compile(r"^All \d")).inner_text())
    asked = [
        act.utterance
        for said, act in pairs(app, session)
        if act.act == "open_question" and said.speaker == "S1"
    ]
    for n in asked[2:5]:
        opened.locator(f'.line[data-n="{n}"]').focus()
        with within(CORRECTION, "a label, until the figure has changed"):
            opened.keyboard.press("4")
            figure(opened, count - 1).wait_for()
        count -= 1
        settled(opened)


def test_an_utterance_changes_hands_at_once(opened: Page, app, session):
    count = number_in(opened.get_by_role("radio", name=re.compile(r"^All \d")).inner_text())
    asked = [
        said.n
        for said, act in pairs(app, session)
        if act.act == "open_question" and said.speaker == "S1" and said.n > 2000
    ]
    for n in asked[:3]:
        line = opened.locator(f'.line[data-n="{n}"]')
        line.focus()
        opened.keyboard.press("m")
        voices = line.get_by_label("Who said it")
        voices.wait_for()
        with within(CORRECTION, "another voice, until the figure has changed"):
            voices.select_option(label="Owen")
            figure(opened, count - 1).wait_for()
        count -= 1
        settled(opened)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="memory is looked up there")
def test_visits_leave_no_memory_behind(chrome: Browser, app, session):
    for _ in range(3):
        visit(chrome, app, session)  # what is remembered at all, is so by now
    before = memory_of(app.process.pid)
    for _ in range(5):
        visit(chrome, app, session)
    more = memory_of(app.process.pid) - before
    print(f"\nfive visits: {more:+.0f} MiB, {before:.0f} MiB before them")  # noqa: T201 - for -s
    assert more < MORE_MIB


def visit(chrome: Browser, app, session: str) -> None:
    """Somebody looks at the whole page in a browser of their own, and leaves."""
    with looking(chrome, app) as page:
        page.goto(f"{app.address}/session?session={session}&look=Questions")
        whole_page(page)
        settled(page)


def memory_of(process: int) -> float:
    """What a process has of the machine's memory, in MiB."""
    told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+) kB", told)[1]) / 1024


def pairs(app, session: str):
    """Utterances with their acts, as they stand."""
    analysis = workflow.load(session, settings=app.settings)
    return list(zip(analysis.utterances, analysis.acts, strict=True))


def figure(page: Page, count: int) -> Locator:
    """The number of the facilitator's questions, once it is this one."""
    return page.get_by_role("radio", name=re.compile(rf"^All {count}\b"))


def number_in(text: str) -> int:
    return int(re.search(r"\d+", text)[0])
