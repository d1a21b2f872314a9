"""A session's page in a real browser: every click is one away from the sound."""

import re

import pytest
from playwright.sync_api import Error, Page, expect

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
    go(page, app, session)
    expect(page.locator(".moment").first).to_be_visible()
    return page


def go(page: Page, app, session: str, look: str = "Questions") -> None:
    """Open a session's page at one of its tabs, until the player is there to be asked."""
    page.goto(f"{app.address}/session?session={session}&look={look.replace(' ', '+')}")
    expect(page.get_by_role("tab", name=look, selected=True)).to_be_visible()
    expect(page.locator(".line").first).to_be_visible()


def settled(page: Page) -> None:
    """The page is drawn to the end."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list; one that closes again as the page scrolls to it is opened once more."""
    settled(page)
    wanted = page.get_by_role("listbox").get_by_role("option", name=option, exact=True)

    def chosen() -> bool:
        page.get_by_role("combobox", name=label, exact=True).click()
        try:
            wanted.click(timeout=5000)
        except Error:
            return False
        return True

    wait_until(chosen)
    settled(page)


def heard_at(page: Page, seconds: float) -> None:
    """The player plays, from just before a moment on; a slow machine looks some seconds later."""
    page.wait_for_function(
        """([seconds]) => {
            const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot);
            const sound = roots.map((r) => r?.querySelector("audio")).find(Boolean);
            const since = sound?.currentTime - seconds;
            return sound?.readyState > 1 && since > -1 && since < 20;
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
    line.locator(".time").click()
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


@pytest.mark.parametrize(
    ("look", "mark"),
    [
        ("Overview", "bar"),
        ("Overview", "point"),
        ("Airtime", "bar"),
        ("Questions", "bar"),
        ("Advice", "point"),
        ("Listening", "point"),
    ],
)
def test_a_click_in_a_chart_plays_what_is_behind_it(page: Page, app, session, look, mark):
    go(page, app, session, look)
    marks = page.get_by_test_id("stVegaLiteChart").first.locator(
        f"path[aria-roledescription={mark}]"
    )
    expect(marks.first).to_be_attached()
    settled(page)
    before = page.locator("audio").evaluate("(sound) => sound.currentTime")
    marks.nth(marks.count() // 2).click(force=True)
    expect(page.locator("audio")).to_have_js_property("paused", value=False)
    assert page.locator("audio").evaluate("(sound) => sound.currentTime") > before + 1


def test_a_figure_plays_the_moments_behind_it_one_after_the_other(page: Page, app, session):
    go(page, app, session, "Overview")
    shares = page.locator(".fact", has_text="Share of open questions")
    expect(shares).to_contain_text("33\N{NO-BREAK SPACE}%")
    expect(shares).to_contain_text("between")
    settled(page)
    asked = [u for u, act in opened_questions() if u.speaker == "S1"]
    for place in (0, 1):
        shares.get_by_role("button").click()
        heard_at(page, asked[place].start)
        expect(shares.get_by_role("button")).to_contain_text(f"{place + 1} of 2")


def opened_questions():
    made_one = made.analysis()
    pairs = zip(made_one.utterances, made_one.acts, strict=True)
    return [(u, act) for u, act in pairs if act.act == "open_question"]


def test_what_a_figure_means_is_one_click_away(page: Page, app, session):
    go(page, app, session, "Questions")
    settled(page)
    page.get_by_role("button", name="What is this?").first.click()
    expect(page.get_by_text("below 5 questions there are too few to say")).to_be_visible()
    link = page.get_by_role("link", name="Share of open questions")
    expect(link).to_have_attribute("href", re.compile(r"help\?about=What\+is\+counted#open_share$"))


def test_the_keyboard_alone_gets_through_the_transcript(opened):
    opened.locator(".line").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        opened.keyboard.press(key)
    heard_at(opened, made.analysis().utterances[2].start)
    opened.keyboard.press("Space")
    expect(opened.locator("audio")).to_have_js_property("paused", value=True)


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ("Overview", "70 turns"),
        ("Airtime", "spoke most"),
        ("Questions", "asked 6 questions"),
        ("Advice", "contributions were advice"),
        ("Listening", "stayed quiet"),
    ],
)
def test_every_picture_says_what_it_shows(page: Page, app, session, look, said):
    go(page, app, session, look)
    picture = page.get_by_test_id("stVegaLiteChart").first
    expect(picture).to_have_attribute("aria-label", re.compile(said))
    expect(picture.locator("path[aria-label]").first).to_be_attached()


def test_the_list_opens_with_the_facilitators_own_and_can_be_narrowed(opened):
    expect(opened.locator(".moment")).to_have_count(6)
    for about in opened.locator(".moment .about").all_text_contents():
        assert "Maya" in about
    choose(opened, "By", "Everybody")
    expect(opened.locator(".moment")).to_have_count(13)
    opened.get_by_role("radio", name=re.compile("^Closed")).click()
    expect(opened.locator(".moment")).to_have_count(7)
    for about in opened.locator(".moment .about").all_text_contents():
        assert "Closed question" in about


def test_a_correction_moves_the_figures_and_stays(page: Page, app):
    session = made.stored(app.settings, name="To put right", seed=11)
    go(page, app, session)
    questions = page.get_by_role("radio", name=re.compile("^All"))
    before = int(re.search(r"\d+", questions.inner_text())[0])
    page.locator(".moment .change").first.click()
    page.get_by_label(re.compile("^What number 1 is")).select_option("advice:direct")
    expect(questions).to_have_text(re.compile(rf"All {before - 1}\b"))
    expect(page.get_by_role("button", name="Take back: a label")).to_be_in_viewport()
    page.reload()
    expect(questions).to_have_text(re.compile(rf"All {before - 1}\b"))
    changed = workflow.load(session, settings=app.settings)
    assert [act.by for act in changed.acts].count("me") == 1


def test_what_the_machine_is_unsure_of_is_listened_to_and_confirmed(page: Page, app):
    session = made.stored(app.settings, name="Unsure", seed=18)
    go(page, app, session, "To check")
    unsure = page.locator(".moments")
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
    go(page, app, session)
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


def test_the_whole_session_is_fetched_from_the_disk(page: Page, app, session):
    go(page, app, session)
    settled(page)
    page.get_by_role("button", name="Take it with you").click()
    link = page.get_by_role("link", name=re.compile("^The whole session"))
    expect(link).to_be_visible()
    answer = page.request.get(f"{app.address}{link.get_attribute('href')}")
    assert answer.ok
    assert answer.headers["content-disposition"].endswith('filename="Set-of-3-March.zip"')
    assert answer.body().startswith(b"PK")


def test_what_was_said_and_typed_never_becomes_markup(page: Page, app):
    session = made.stored(app.settings, name=HOSTILE, seed=12, said=HOSTILE)
    workflow.name_voice(session, "S1", name=HOSTILE, settings=app.settings)
    go(page, app, session)
    expect(page.locator("h1")).to_have_text(HOSTILE)
    expect(page.locator(".line").first).to_contain_text("onerror=alert(1)")
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
    choose(page, "This voice", "Grace")
    choose(page, "and this one", "Voice 6")
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
    choose(page, "This is", "Owen")
    page.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_text("'soon' is no time.")).to_be_visible()
    page.get_by_label("From", exact=True).fill(f"0:{spoken.start + 1:04.1f}")
    page.get_by_role("button", name="Give it to them").click()
    expect(page.locator(".line").first).to_contain_text(spoken.text)
    expect(page.get_by_role("button", name="Take back: who speaks")).to_be_visible()
    assert workflow.load(session, settings=app.settings).utterances[0].speaker == "S4"


def test_who_said_something_is_put_right_and_taken_back(page: Page, app):
    session = made.stored(app.settings, name="Whose words", seed=17)
    go(page, app, session)
    choose(page, "By", "Everybody")
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
    page.locator(".line .time").nth(40).click()
    heard_at(page, made.analysis().utterances[40].start)
    assert len(set(asked)) == 2


def test_three_hours_are_drawn_soon_and_played_at_once(page: Page, app):
    session = made.stored(app.settings, name="Three hours", seed=15, duration=3 * 3600)
    go(page, app, session)
    last_line = len(made.analysis(seed=15, duration=3 * 3600).utterances) - 1
    page.locator(".line").nth(last_line).wait_for(state="attached")  # expect is slow on such pages
    last = page.locator(".moments").first.locator(".moment .listen").last
    last.evaluate("(button) => button.click()")
    page.wait_for_function(
        """() => [...document.querySelectorAll("*")]
            .map((e) => e.shadowRoot?.querySelector("audio"))
            .find(Boolean).currentTime > 9000"""
    )


def test_the_keyboard_keeps_its_place_among_the_tabs(page: Page, app, session):
    go(page, app, session, "Questions")
    settled(page)
    page.get_by_role("tab", name="Questions").focus()
    for key, name in (
        ("ArrowRight", "Advice"),
        ("ArrowRight", "Listening"),
        ("Home", "Overview"),
        ("ArrowRight", "Airtime"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("tab", name=name, selected=True)).to_be_visible()
        settled(page)
        expect(page.get_by_role("tab", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("tab", name="Airtime")).not_to_be_focused()


def test_a_tab_that_was_out_of_use_for_a_moment_has_the_focus_again(page: Page, app, session):
    go(page, app, session, "Questions")
    settled(page)
    tab = page.get_by_role("tab", name="Questions")
    tab.focus()
    tab.evaluate("(tab) => tab.removeAttribute('tabindex')")
    page.wait_for_function("document.activeElement === document.body")
    tab.evaluate("(tab) => (tab.tabIndex = 0)")
    expect(tab).to_be_focused()
    page.mouse.click(5, 500)  # whoever goes elsewhere is left alone
    tab.evaluate("(tab) => { tab.removeAttribute('tabindex'); tab.tabIndex = 0; }")
    settled(page)
    expect(tab).not_to_be_focused()
