"""The player in a real browser: sound, timeline and transcript follow each other."""

import re
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from analyser import workflow
from analyser.store import ME, Store
from tests.dashboard import made
from tests.dashboard.player import first, heard_at, line, look_at, menu, seek, time_of

pytestmark = pytest.mark.browser

LOAD = 8
"""By how much a slow machine is slower."""


@pytest.fixture(scope="module")
def session(app) -> str:
    return made.stored(app.settings, name="Set of 3 March")


@pytest.fixture
def opened(page: Page, app, session) -> Page:
    return look_at(page, app, session)


def test_the_outline_of_the_sound_is_drawn_and_kept_for_the_next_time(opened, app, session):
    expect(opened.locator(".wave canvas").first).to_be_attached()
    audio = workflow.audio_file(session, settings=app.settings)
    assert audio.with_name("peaks.npy").is_file()


def test_without_an_outline_the_sound_plays_all_the_same(page: Page, app, session):
    page.route("**/analyser/peaks/*", lambda route: route.fulfill(status=204, body=b""))
    look_at(page, app, session)
    page.locator(".line .time").nth(3).click()
    heard_at(page, made.analysis().utterances[3].start)
    expect(page.locator(".line.playing")).to_have_attribute("data-n", "3")


def test_a_click_on_a_word_plays_from_that_word(opened):
    words = [w for w in made.analysis().words if w.start >= made.analysis().utterances[12].start]
    line(opened, 12).hover()
    line(opened, 12).locator(".word").nth(5).click()
    heard_at(opened, words[5].start)
    expect(line(opened, 12)).to_have_class(re.compile("playing"))


def test_the_transcript_follows_the_sound_word_by_word(opened):
    utterance = made.analysis().utterances[8]
    step = (utterance.end - utterance.start) / len(utterance.text.split())
    for place in (1, 4):
        seek(opened, utterance.start + (place + 0.5) * step)
        expect(opened.locator(".word.sounding")).to_have_text(utterance.text.split()[place])


@pytest.mark.parametrize("place", [80, 20, 103])
def test_on_a_slow_machine_the_line_that_plays_comes_in_sight(opened, place):
    opened.context.new_cdp_session(opened).send("Emulation.setCPUThrottlingRate", {"rate": LOAD})
    late = made.analysis().utterances[place]
    seek(opened, late.start + 0.5)
    playing = opened.locator(".line.playing")
    expect(playing).to_contain_text(late.text)
    expect(playing).to_be_in_viewport(ratio=0.9)


def test_the_line_stays_in_sight_when_what_is_above_it_grows(opened):
    seek(opened, made.analysis().utterances[60].start + 0.5)
    playing = opened.locator(".line.playing")
    expect(playing).to_be_in_viewport(ratio=0.9)
    opened.locator(".lines").evaluate(
        """(lines) => {
            for (const line of [...lines.children].slice(40, 60)) line.style.paddingTop = "90px";
        }"""
    )
    expect(playing).to_be_in_viewport(ratio=0.9)
    opened.set_viewport_size({"width": 1300, "height": 700})
    expect(playing).to_be_in_viewport(ratio=0.9)


def test_whoever_scrolls_is_left_alone_until_they_come_back(opened):
    seek(opened, made.analysis().utterances[70].start + 0.5)
    expect(opened.locator(".line.playing")).to_be_in_viewport()
    opened.locator(".lines").hover()
    opened.mouse.wheel(0, -9_000)
    expect(line(opened, 0)).to_be_in_viewport()
    seek(opened, made.analysis().utterances[72].start + 0.5)
    back = opened.get_by_role("button", name="Go to what plays")
    expect(back).to_be_visible()
    expect(line(opened, 0)).to_be_in_viewport()
    back.click()
    expect(line(opened, 72)).to_be_in_viewport(ratio=0.9)
    expect(back).to_be_hidden()


def test_a_click_on_the_timeline_plays_from_there(opened):
    lanes = opened.locator(".lanes")
    box = lanes.bounding_box()
    lanes.click(position={"x": box["width"] / 2, "y": box["height"] - 4})
    heard_at(opened, made.DURATION / 2, within=8)
    expect(opened.locator("audio")).to_have_js_property("paused", value=False)


def test_a_click_on_a_mark_plays_what_it_stands_for(opened):
    asked = first(made.analysis(), "open_question")
    lanes = opened.locator(".lanes")
    box = lanes.bounding_box()
    x = asked.start / made.DURATION * box["width"] + 2
    lanes.hover(position={"x": x, "y": 6})
    expect(opened.locator(".tip")).to_contain_text(asked.text)
    lanes.click(position={"x": x, "y": 6})
    heard_at(opened, asked.start)


def test_the_timeline_zooms_and_comes_along(opened):
    opened.get_by_role("button", name="Show less time").click()
    opened.get_by_role("button", name="Show less time").click()
    expect(opened.locator(".playhead")).to_be_visible()
    seek(opened, 700)
    expect(opened.locator(".playhead")).to_be_hidden()
    opened.get_by_role("button", name="Play", exact=True).click()
    expect(opened.locator(".playhead")).to_be_visible()
    opened.get_by_role("button", name="Whole").click()
    expect(opened.locator(".playhead")).to_be_visible()


def test_the_keys_play_move_and_leap(opened):
    line(opened, 0).focus()
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Enter")
    heard_at(opened, made.analysis().utterances[1].start)
    opened.keyboard.press("k")
    expect(opened.locator("audio")).to_have_js_property("paused", value=True)
    before = time_of(opened)
    opened.keyboard.press("l")
    heard_at(opened, before + 10)
    opened.keyboard.press("j")
    heard_at(opened, before)
    opened.keyboard.press("ArrowRight")
    heard_at(opened, before + 5)
    opened.keyboard.press("Space")
    expect(opened.locator("audio")).to_have_js_property("paused", value=False)


def test_keys_are_letters_while_somebody_types(opened):
    opened.get_by_label("Search what was said").click()
    opened.keyboard.type("k 1 m j", delay=20)
    expect(opened.get_by_label("Search what was said")).to_have_value("k 1 m j")
    expect(opened.locator("audio")).to_have_js_property("paused", value=True)
    expect(opened.locator(".panel")).to_have_count(0)


def test_an_utterance_is_looped_until_it_is_told_to_end(opened):
    loop = opened.get_by_role("button", name="Loop", exact=True)
    start = made.analysis().utterances[4].start
    line(opened, 4).focus()
    opened.keyboard.press("o")
    expect(loop).to_have_attribute("aria-pressed", "true")
    opened.get_by_label("Speed").select_option("2")
    expect(opened.locator("audio")).to_have_js_property("playbackRate", value=2)
    opened.wait_for_function(
        """(start) => {
            const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot);
            const sound = roots.map((r) => r?.querySelector("audio")).find(Boolean);
            return sound.went.filter((at) => Math.abs(at - start) < 0.3).length > 2;
        }""",
        arg=start,
    )
    loop.click()
    expect(loop).to_have_attribute("aria-pressed", "false")


def test_silence_is_left_out(page: Page, app):
    quiet = made.analysis(recording="5" * 64, seed=7)
    turns = tuple(turn for turn in quiet.turns if not 60 < turn.start < 300)
    store = Store.open(app.settings)
    made.tone(store.recording_folder(quiet.recording.id) / "audio.wav")
    kept = store.visible_to(ME).save(replace(quiet, turns=turns), name="Quiet")
    look_at(page, app, kept.id)
    page.get_by_role("button", name="Skip silence").click()
    seek(page, 100)
    page.get_by_role("button", name="Play", exact=True).click()
    heard_at(page, min(turn.start for turn in turns if turn.start > 299), within=0.5)


def test_what_was_said_is_found(opened):
    box = opened.get_by_label("Search what was said")
    box.fill("MIDNIGHT")
    count = sum("midnight" in u.text for u in made.analysis().utterances)
    expect(opened.locator(".count")).to_have_text(f"1 of {count}")
    expect(opened.locator(".hit.current")).to_have_text("midnight")
    expect(opened.locator(".hit.current")).to_be_in_viewport()
    opened.get_by_role("button", name="Next hit").click()
    expect(opened.locator(".count")).to_have_text(f"2 of {count}")
    opened.get_by_role("button", name="Previous hit").click()
    opened.get_by_role("button", name="Previous hit").click()
    expect(opened.locator(".count")).to_have_text(f"{count} of {count}")
    expect(opened.locator(".hit.current")).to_be_in_viewport()
    box.fill("nobody says this")
    expect(opened.locator(".count")).to_have_text("Not found")
    box.fill("")
    expect(opened.locator(".hit")).to_have_count(0)


def test_the_transcript_is_narrowed_by_voice_role_and_act(opened):
    analysis = made.analysis()
    rows = list(zip(analysis.utterances, analysis.acts, strict=True))
    shown = opened.locator(".line:visible")
    opened.get_by_label("Who", exact=True).select_option(label="Priya")
    expect(opened.locator(".line:not([hidden])")).to_have_count(
        sum(u.speaker == "S3" for u, _ in rows)
    )
    opened.get_by_label("Who", exact=True).select_option(label="Facilitator")
    opened.get_by_label("What it is", exact=True).select_option(label="All questions")
    asked = [u for u, act in rows if u.speaker == "S1" and act.act.endswith("_question")]
    expect(opened.locator(".line:not([hidden])")).to_have_count(len(asked))
    expect(opened.locator(".shown")).to_have_text(f"{len(asked)} of {len(rows)} shown")
    expect(shown.first).to_contain_text(asked[0].text)
    opened.get_by_label("Who", exact=True).select_option(label="Everybody")
    opened.get_by_label("What it is", exact=True).select_option(label="Everything said")
    opened.get_by_role("checkbox", name="Please look").check()
    expect(opened.locator(".line:not([hidden])")).to_have_count(10)


@pytest.mark.parametrize("width", [360, 700, 1100, 1400])
def test_the_player_fits_every_width(opened, width):
    opened.set_viewport_size({"width": width, "height": 800})
    if width <= 1100:
        opened.get_by_role("button", name="Transcript").click()
    expect(opened.locator(".line").first).to_be_visible()
    expect(opened.locator(".dock")).to_be_in_viewport()
    wide = opened.locator(".player").evaluate(
        "(box) => [box, ...box.querySelectorAll('*')]"
        ".filter((e) => e.clientWidth && e.getBoundingClientRect().right > innerWidth + 1)"
        ".map((e) => e.className)"
    )
    assert wide == []
    opened.locator(".line").nth(2).click()
    expect(opened.locator(".line.playing")).to_have_attribute("data-n", "2")


@pytest.mark.parametrize(("width", "height"), [(1366, 640), (700, 500)])
def test_all_of_the_player_can_be_reached_in_a_low_window(opened, width, height):
    opened.set_viewport_size({"width": width, "height": height})
    if width <= 1100:
        opened.get_by_role("button", name="Transcript").click()
        opened.get_by_role("button", name="Timeline").click()
    expect(opened.locator(".lanes")).to_be_visible()
    opened.locator(".keys summary").click()
    expect(opened.get_by_text("never while you type")).to_be_in_viewport(ratio=1)
    expect(opened.get_by_role("button", name="Play", exact=True)).to_be_in_viewport(ratio=1)
    opened.locator(".keys summary").click()
    panel = menu(opened, 3)
    panel.get_by_role("button", name="Close").click()
    expect(line(opened, 3)).to_be_focused()
    expect(line(opened, 3)).to_be_in_viewport(ratio=0.9)


def test_axe_finds_nothing_serious_in_the_player(opened):
    menu(opened, 3)
    opened.get_by_role("button", name="Mark …").click()
    opened.locator(".keys summary").click()
    found = Axe().run(opened, options={"resultTypes": ["violations"]}).response["violations"]
    serious = [
        (fault["id"], node["target"])
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
        if "stCustomComponent" in str(node["target"]) or ".player" in str(node["target"])
    ]
    assert serious == []


def test_the_player_tells_others_on_the_page_where_it_is(opened):
    seek(opened, 100)
    opened.evaluate(
        """() => {
            window.told = [];
            window.addEventListener("analyser:here", (e) => window.told.push(e.detail.time));
            window.addEventListener("analyser:ended", () => window.told.push("ended"));
            window.dispatchEvent(new CustomEvent("analyser:where"));
            const detail = { start: 50, end: 50.6 };
            window.dispatchEvent(new CustomEvent("analyser:play", { detail }));
        }"""
    )
    opened.wait_for_function("window.told.includes('ended')")
    assert opened.evaluate("window.told[0]") == pytest.approx(100)
    expect(opened.locator("audio")).to_have_js_property("paused", value=True)
