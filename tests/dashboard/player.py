"""The player on a page, as the browser tests handle it."""

from playwright.sync_api import Locator, Page, expect

from analyser import workflow


def look_at(page: Page, app, session: str) -> Page:
    """A session's page; sound plays slowly on it, so that a slow machine sees where it went."""
    page.goto(f"{app.address}/?session={session}")
    expect(page.locator(".line").first).to_be_visible()
    page.locator("audio").evaluate(
        """(sound) => {
            sound.defaultPlaybackRate = sound.playbackRate = 0.25;
            sound.went = [];
            sound.addEventListener("seeking", () => sound.went.push(sound.currentTime));
        }"""
    )
    return page


def settled(page: Page) -> None:
    """Nothing is being drawn anew."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def heard_at(page: Page, seconds: float, *, within: float = 0.3) -> None:
    """The sound went to a moment, and is heard there."""
    page.wait_for_function(
        """([seconds, within]) => {
            const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot);
            const sound = roots.map((r) => r?.querySelector("audio")).find(Boolean);
            return sound?.readyState > 1 && Math.abs(sound.went.at(-1) - seconds) < within;
        }""",
        arg=[seconds, within],
    )


def seek(page: Page, seconds: float) -> None:
    page.locator("audio").evaluate("(sound, at) => (sound.currentTime = at)", seconds)


def time_of(page: Page) -> float:
    return page.locator("audio").evaluate("(sound) => sound.currentTime")


def line(page: Page, n: int) -> Locator:
    return page.locator(f'.line[data-n="{n}"]')


def menu(page: Page, n: int) -> Locator:
    """All that can be changed in an utterance, opened."""
    line(page, n).hover()
    line(page, n).get_by_role("button", name="Change this").click()
    panel = line(page, n).locator(".panel")
    expect(panel).to_be_visible()
    return panel


def first(analysis, act: str):
    pairs = zip(analysis.utterances, analysis.acts, strict=True)
    return next(utterance for utterance, claim in pairs if claim.act == act)


def load(app, session):
    return workflow.load(session, settings=app.settings)


def said(app, session, n: int):
    return next(u for u in load(app, session).utterances if u.n == n)
