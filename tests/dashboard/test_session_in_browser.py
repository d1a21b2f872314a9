"""A session's page in a real browser: every click is one away from the sound."""

import re

import pytest
from playwright.sync_api import Page, expect

from analyser import workflow
from tests.dashboard import made
from tests.dashboard.conftest import wait_until

pytestmark = pytest.mark.browser

HOSTILE = "<img src=http://elsewhere.example/x onerror=alert(1)> ![y](http://elsewhere.example/y)"


@pytest.fixture(scope="module")
def session(app) -> str:
    return made.stored(app.settings, name="Set of 3 March")


@pytest.fixture
def opened(page: Page, app, session) -> Page:
    page.goto(f"{app.address}/?session={session}")
    expect(page.locator(".moment").first).to_be_visible()
    return page


def heard_at(page: Page, seconds: float) -> None:
    """The player plays, from just before a moment on."""
    page.wait_for_function(
        """([seconds]) => {
            const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot);
            const sound = roots.map((r) => r?.querySelector("audio")).find(Boolean);
            return sound?.readyState > 1 && Math.abs(sound.currentTime - seconds) < 3;
        }""",
        arg=[seconds],
    )


def first(analysis, act: str):
    pairs = zip(analysis.utterances, analysis.acts, strict=True)
    return next(utterance for utterance, claim in pairs if claim.act == act)


def test_the_first_answer_stands_at_the_top(opened):
    expect(opened.locator("h1")).to_have_text("Set of 3 March")
    expect(opened.locator(".answer")).to_contain_text("six people spoke")


def test_a_click_on_a_question_plays_it(opened):
    asked = first(made.analysis(), "open_question")
    opened.locator(".moment .listen", has_text=asked.text).first.click()
    heard_at(opened, asked.start)
    expect(opened.locator(".line.playing .text")).to_contain_text(asked.text)


def test_a_click_in_the_transcript_plays_it(opened):
    line = opened.locator(".line").nth(30)
    line.click()
    heard_at(opened, made.analysis().utterances[30].start)
    expect(line).to_have_class(re.compile("playing"))


def test_the_transcript_follows_the_sound(opened):
    late = made.analysis().utterances[80]
    opened.locator("audio").evaluate("(sound, at) => (sound.currentTime = at)", late.start + 0.5)
    playing = opened.locator(".line.playing")
    expect(playing).to_contain_text(late.text)
    expect(playing).to_be_in_viewport()


def test_a_sample_of_a_voice_stops_at_its_end(opened):
    opened.locator(".clip").first.click()
    expect(opened.locator("audio")).to_have_js_property("paused", value=False)
    expect(opened.locator("audio")).to_have_js_property("paused", value=True, timeout=15_000)


@pytest.mark.parametrize(("chart", "mark"), [(0, "bar"), (1, "bar"), (1, "point"), (2, "point")])
def test_a_click_in_a_chart_plays_what_is_behind_it(opened, chart, mark):
    before = opened.locator("audio").evaluate("(sound) => sound.currentTime")
    picture = opened.get_by_test_id("stVegaLiteChart").nth(chart)
    marks = picture.locator(f"path[aria-roledescription={mark}]")
    expect(marks.first).to_be_attached()
    expect(opened.get_by_test_id("stStatusWidget")).to_have_count(0)  # charts are drawn to the end
    marks.nth(marks.count() // 2).click(force=True)
    expect(opened.locator("audio")).to_have_js_property("paused", value=False)
    assert opened.locator("audio").evaluate("(sound) => sound.currentTime") > before + 1


def test_the_keyboard_alone_gets_through_the_transcript(opened):
    opened.locator(".line").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        opened.keyboard.press(key)
    heard_at(opened, made.analysis().utterances[2].start)
    opened.keyboard.press("Space")
    expect(opened.locator("audio")).to_have_js_property("paused", value=True)


def test_every_picture_says_what_it_shows(opened):
    pictures = opened.get_by_test_id("stVegaLiteChart")
    for place, said in enumerate(("spoke most", "70 turns", "contributions were advice")):
        expect(pictures.nth(place)).to_have_attribute("aria-label", re.compile(said))
        expect(pictures.nth(place).locator("path[aria-label]").first).to_be_attached()


def test_the_list_can_be_narrowed_to_one_voice_and_one_kind(opened):
    opened.get_by_role("radio", name=re.compile("^Advice")).click()
    expect(opened.locator(".moment .about").first).to_contain_text("Advice")
    opened.get_by_label("By", exact=True).click()
    opened.get_by_role("option", name="Owen").click()
    expect(opened.locator(".moment .about").first).to_contain_text("Owen")
    for about in opened.locator(".moments").first.locator(".moment .about").all_inner_texts():
        assert "Owen" in about
        assert "Advice" in about


def test_a_correction_moves_the_figures_and_stays(page: Page, app):
    session = made.stored(app.settings, name="To put right", seed=11)
    page.goto(f"{app.address}/?session={session}")
    questions = page.get_by_role("radio", name=re.compile("^Questions"))
    before = int(re.search(r"\d+", questions.inner_text())[0])
    page.locator(".moment .change").first.click()
    page.get_by_label(re.compile("^What number 1 is")).select_option("advice:direct")
    expect(questions).to_have_text(re.compile(rf"Questions {before - 1}\b"))
    page.reload()
    expect(questions).to_have_text(re.compile(rf"Questions {before - 1}\b"))
    changed = workflow.load(session, settings=app.settings)
    assert [act.by for act in changed.acts].count("me") == 1


def test_what_the_machine_is_unsure_of_is_listened_to_and_confirmed(page: Page, app):
    session = made.stored(app.settings, name="Unsure", seed=18)
    page.goto(f"{app.address}/?session={session}")
    unsure = page.locator(".moments").nth(1)
    expect(unsure.locator(".moment")).to_have_count(10)
    expect(unsure.locator(".about").first).to_contain_text("sure · may move")
    first = unsure.locator(".moment").first
    n = int(first.get_attribute("data-n"))
    first.locator(".listen").click()
    heard_at(page, workflow.load(session, settings=app.settings).utterances[n].start)
    page.get_by_role("button", name="It is right: number 1", exact=True).click()
    expect(first).not_to_have_attribute("data-n", str(n))
    act = workflow.load(session, settings=app.settings).acts[n]
    assert (act.by, act.confidence) == ("me", 1.0)
    expect(page.get_by_role("button", name="Take back: a label")).to_be_visible()


def test_two_corrections_in_quick_succession_are_both_kept(page: Page, app):
    session = made.stored(app.settings, name="Quick hands", seed=16)
    page.goto(f"{app.address}/?session={session}")
    expect(page.locator(".moment").first).to_be_visible()
    page.locator(".moments").first.evaluate(
        """(list) => {
            const rows = [...list.querySelectorAll(".moment")].slice(0, 2);
            rows.forEach((row) => row.querySelector(".change").click());
            for (const select of list.querySelectorAll("select:first-child")) {
                select.value = "reflection";
                select.dispatchEvent(new Event("change"));
            }
        }"""
    )
    wait_until(lambda: mine(app, session) == ["reflection", "reflection"])


def mine(app, session) -> list[str]:
    acts = workflow.load(session, settings=app.settings).acts
    return [act.act for act in acts if act.by == "me"]


def test_what_was_said_and_typed_never_becomes_markup(page: Page, app):
    session = made.stored(app.settings, name=HOSTILE, seed=12, said=HOSTILE)
    workflow.name_voice(session, "S1", name=HOSTILE, settings=app.settings)
    page.goto(f"{app.address}/?session={session}")
    expect(page.locator("h1")).to_have_text(HOSTILE)
    expect(page.locator(".line").first).to_contain_text("onerror=alert(1)")
    page.get_by_role("radio", name=re.compile("^Everything")).click()
    expect(page.locator(".moment").first).to_contain_text("onerror=alert(1)")
    assert page.locator("img[src*=elsewhere]").count() == 0
    page.goto(app.address)
    expect(page.get_by_text(HOSTILE).first).to_be_visible()


def test_forgetting_asks_first_and_then_forgets(page: Page, app):
    made.stored(app.settings, name="To be forgotten", seed=13)
    page.goto(app.address)
    card = page.locator("[class*=st-key-card-]", has_text="To be forgotten")
    card.get_by_role("button", name="Forget").click()
    page.get_by_role("button", name="Keep it").click()
    expect(card).to_be_visible()
    card.get_by_role("button", name="Forget").click()
    page.get_by_role("button", name="Forget it").click()
    expect(card).to_have_count(0)


@pytest.mark.parametrize("width", [390, 800])
def test_the_page_fits_a_narrow_screen_with_the_player_at_its_foot(opened, width):
    opened.set_viewport_size({"width": width, "height": 800})
    expect(opened.locator(".dock")).to_be_in_viewport()
    wide = opened.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
    expect(opened.locator(".line").first).to_be_hidden()
    opened.get_by_role("button", name="Transcript").click()
    expect(opened.locator(".line").first).to_be_visible()


def test_two_voices_can_be_made_one(page: Page, app):
    session = made.stored(app.settings, name="One person too many", seed=14)
    page.goto(f"{app.address}/?session={session}")
    page.get_by_role("button", name="Two voices are the same person").click()
    page.get_by_label("This voice").click()
    page.get_by_role("option", name="Grace").click()
    page.get_by_label("and this one").click()
    page.get_by_role("option", name="Voice 6").click()
    samples = page.get_by_role("button", name="Listen to Voice 6")
    expect(samples).to_have_count(2)  # beside its name, and beside the choice
    samples.last.click()
    expect(page.locator("audio")).to_have_js_property("paused", value=False)
    page.get_by_role("button", name="They are one person").click()
    expect(page.get_by_text("5 voices")).to_be_visible()
    expect(page.locator(".answer")).to_contain_text("five people spoke")


def test_a_turn_is_given_to_who_really_spoke(page: Page, app):
    session = made.stored(app.settings, name="Whose turn", seed=18)
    spoken = workflow.load(session, settings=app.settings).utterances[0]
    page.goto(f"{app.address}/?session={session}")
    page.get_by_role("button", name="A stretch is somebody else’s").click()
    page.get_by_label("From", exact=True).fill("soon")
    page.get_by_label("This is").click()
    page.get_by_role("option", name="Owen").click()
    page.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_text("'soon' is no time.")).to_be_visible()
    page.get_by_label("From", exact=True).fill(f"0:{spoken.start + 1:04.1f}")
    page.get_by_role("button", name="Give it to them").click()
    expect(page.locator(".line").first).to_contain_text(spoken.text)
    expect(page.get_by_role("button", name="Take back: who speaks")).to_be_visible()
    assert workflow.load(session, settings=app.settings).utterances[0].speaker == "S4"


def test_who_said_something_is_put_right_and_taken_back(page: Page, app):
    session = made.stored(app.settings, name="Whose words", seed=17)
    page.goto(f"{app.address}/?session={session}")
    about = page.locator(".moment .about").first
    before = about.text_content()  # what is not laid out yet has no inner text
    other = "Owen" if "Owen" not in before else "Grace"
    page.locator(".moment .change").first.click()
    page.get_by_label("Who said number 1", exact=True).select_option(other)
    expect(about).to_contain_text(other)
    page.get_by_role("button", name="Take back: who speaks").click()
    expect(about).to_have_text(before)
    expect(page.get_by_role("button", name="Take back")).to_have_count(0)


def test_an_address_of_the_sound_that_has_run_out_is_renewed(page: Page, app, session):
    asked: list[str] = []

    def run_out_at_first(route):
        asked.append(route.request.url)
        if asked[0] == route.request.url:
            route.fulfill(status=200, content_type="audio/wav", body=b"")
        else:
            route.continue_()

    page.route("**/analyser/audio/*", run_out_at_first)
    page.goto(f"{app.address}/?session={session}")
    page.locator(".line").nth(40).click()
    heard_at(page, made.analysis().utterances[40].start)
    assert len(set(asked)) == 2


def test_three_hours_are_drawn_soon_and_played_at_once(page: Page, app):
    session = made.stored(app.settings, name="Three hours", seed=15, duration=3 * 3600)
    page.goto(f"{app.address}/?session={session}")
    expect(page.locator(".line")).to_have_count(
        len(made.analysis(seed=15, duration=3 * 3600).utterances)
    )
    last = page.locator(".moments").first.locator(".moment .listen").last
    last.evaluate("(button) => button.click()")
    page.wait_for_function(
        """() => [...document.querySelectorAll("*")]
            .map((e) => e.shadowRoot?.querySelector("audio"))
            .find(Boolean).currentTime > 9000"""
    )
