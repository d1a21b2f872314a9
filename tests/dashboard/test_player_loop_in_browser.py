"""What is repeated in the player, and what is asked of it before it is there, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.dashboard import made
from tests.dashboard.every_page import at_rest
from tests.dashboard.player import heard_at, line, look_at, seek

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def session(app) -> str:
    return made.stored(app.settings, name="Set that is repeated", seed=31)


@pytest.fixture
def opened(page: Page, app, session) -> Page:
    look_at(page, app, session)
    at_rest(page)
    return page


def loop_by_keys(page: Page, start: float, end: float) -> None:
    """Choose what is repeated with the keys A and B."""
    line(page, 0).focus()
    for at, key in ((start, "a"), (end, "b")):
        seek(page, at)
        page.keyboard.press(key)


def drag(page: Page, start: float, end: float) -> None:
    """Drag over the lanes, from one share of their width to another."""
    box = page.locator(".lanes").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], y, steps=5)
    page.mouse.up()


def repeated(page: Page) -> tuple[int, int]:
    """From when to when the player says that it repeats, in seconds."""
    expect(page.locator(".repeated")).to_contain_text("Repeats")
    told = page.locator(".repeated").inner_text()
    minutes = re.findall(r"(\d+):(\d\d)", told)[:2]
    start, end = (60 * int(m) + int(s) for m, s in minutes)
    return start, end


def test_two_keys_choose_what_is_repeated_and_a_third_ends_it(opened):
    told, loop = opened.locator(".repeated"), opened.get_by_role("button", name="Loop", exact=True)
    line(opened, 0).focus()
    seek(opened, 100)
    opened.keyboard.press("a")
    expect(told).to_have_text("The loop starts at 1:40. Press B where it ends.")
    seek(opened, 103)
    opened.keyboard.press("b")
    expect(told).to_have_text("Repeats 1:40 to 1:43, 3 seconds.")
    expect(opened.locator(".region")).to_be_visible()
    expect(loop).to_have_attribute("aria-pressed", "true")
    opened.get_by_label("Speed").select_option("2")
    opened.wait_for_function(
        """() => {
            const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot);
            const sound = roots.map((r) => r?.querySelector("audio")).find(Boolean);
            return sound.went.filter((at) => Math.abs(at - 100) < 0.1).length > 2;
        }"""
    )
    line(opened, 0).focus()
    opened.keyboard.press("Escape")
    expect(opened.locator(".region")).to_be_hidden()
    expect(loop).to_have_attribute("aria-pressed", "false")
    expect(told).to_have_text("Nothing is repeated any more.")


def test_the_end_alone_says_what_is_missing(opened):
    line(opened, 0).focus()
    opened.keyboard.press("b")
    expect(opened.locator(".repeated")).to_have_text(
        "Press A where the loop starts, then B where it ends."
    )
    expect(opened.locator(".region")).to_be_hidden()


def test_a_drag_chooses_what_is_repeated(opened):
    choose = opened.get_by_role("button", name="A–B loop")
    choose.click()
    expect(choose).to_have_attribute("aria-pressed", "true")
    expect(opened.locator(".repeated")).to_contain_text("Drag over the sound")
    drag(opened, 0.25, 0.5)
    expect(choose).to_have_attribute("aria-pressed", "false")
    start, end = repeated(opened)
    assert start == pytest.approx(made.DURATION / 4, abs=12)
    assert end == pytest.approx(made.DURATION / 2, abs=12)
    lanes, region = (opened.locator(name).bounding_box() for name in (".lanes", ".region"))
    assert region["x"] - lanes["x"] == pytest.approx(lanes["width"] / 4, abs=5)
    assert region["width"] == pytest.approx(lanes["width"] / 4, abs=5)
    expect(opened.locator(".form")).to_have_count(0)


def test_the_shift_key_makes_a_drag_choose_and_a_handle_moves_the_end(opened):
    opened.keyboard.down("Shift")
    drag(opened, 0.2, 0.5)
    opened.keyboard.up("Shift")
    start, end = repeated(opened)
    box = opened.locator(".region .edge.end").bounding_box()
    opened.mouse.move(box["x"] + 3, box["y"] + 100)
    opened.mouse.down()
    opened.mouse.move(box["x"] + 43, box["y"] + 100, steps=5)
    opened.mouse.up()
    expect(opened.locator(".repeated")).not_to_contain_text(f"{end // 60}:{end % 60:02}")
    longer = repeated(opened)
    assert longer[0] == start
    assert longer[1] > end


def test_a_drag_without_either_moves_the_timeline_alone(opened):
    opened.get_by_role("button", name="Show less time").click()
    drag(opened, 0.8, 0.4)
    expect(opened.locator(".repeated")).to_be_empty()
    expect(opened.locator(".region")).to_be_hidden()
    expect(opened.locator("audio")).to_have_js_property("paused", value=True)


def test_a_loop_stays_for_what_is_in_it_and_ends_for_what_is_not(opened):
    loop = opened.get_by_role("button", name="Loop", exact=True)
    said = made.analysis(seed=31).utterances
    loop_by_keys(opened, said[2].start - 0.5, said[6].end)
    expect(loop).to_have_attribute("aria-pressed", "true")
    told = opened.locator(".repeated").inner_text()
    line(opened, 4).locator(".time").click()
    heard_at(opened, said[4].start)
    expect(opened.locator(".repeated")).to_have_text(told)
    line(opened, 9).locator(".time").click()
    heard_at(opened, said[9].start)
    expect(loop).to_have_attribute("aria-pressed", "false")
    expect(opened.locator(".region")).to_be_hidden()


def test_a_repeated_utterance_is_shaded_and_told_as_well(opened):
    said = made.analysis(seed=31).utterances[5]
    line(opened, 5).focus()
    opened.keyboard.press("o")
    expect(opened.locator(".region")).to_be_visible()
    assert repeated(opened) == (int(said.start), int(said.end))
    opened.keyboard.press("o")
    expect(opened.locator(".region")).to_be_hidden()


class KeptBack:
    """A page from which the player, and what the app says after it, is kept until it is let go."""

    def __init__(self, page: Page) -> None:
        self.held: list[bytes | str] = []
        self.page = page
        self.free = False
        page.route_web_socket(re.compile("_stcore/stream"), self.connect)

    def connect(self, socket: WebSocketRoute) -> None:
        self.socket = socket
        socket.connect_to_server().on_message(self.pass_on)

    def pass_on(self, message: bytes | str) -> None:
        players = isinstance(message, bytes) and b"analyser_player" in message
        if self.free or not (self.held or players):
            self.socket.send(message)
        else:
            self.held.append(message)

    def let_go(self) -> None:
        self.free = True
        for message in self.held:
            self.socket.send(message)


@pytest.fixture
def early(page: Page, app, session) -> KeptBack:
    """A session's page without its player, on which a sample of a voice was clicked."""
    kept = KeptBack(page)
    page.goto(f"{app.address}/session?session={session}")
    page.locator(".clip").first.click()
    expect(page.locator(".player")).to_have_count(0)
    return kept


def test_what_is_asked_for_before_the_player_is_there_is_played_once_it_is(early):
    asked = early.page.evaluate("window.analyserAsked")
    early.let_go()
    early.page.wait_for_function(
        """({ start, end }) => {
            const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot);
            const sound = roots.map((r) => r?.querySelector("audio")).find(Boolean);
            return sound?.currentTime > start - 0.3 && sound.currentTime < end + 1;
        }""",
        arg=asked,
    )
    assert early.page.evaluate("window.analyserAsked") is None


@pytest.mark.parametrize(
    "changed", ["asked.at -= 60_000", "asked.session = 'another'"], ids=["old", "another page's"]
)
def test_what_was_asked_for_long_ago_or_elsewhere_is_not_played(early, changed):
    early.page.evaluate(f"() => {{ const asked = window.analyserAsked; {changed}; }}")
    early.let_go()
    expect(early.page.locator(".line").first).to_be_visible()
    at_rest(early.page)
    expect(early.page.locator("audio")).to_have_js_property("paused", value=True)
    expect(early.page.locator("audio")).to_have_js_property("currentTime", value=0)
