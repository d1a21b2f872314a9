"""A trainee, their mentor and the sheet between them, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from analyser import workflow
from tests.dashboard import made_people
from tests.dashboard.conftest import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(app) -> made_people.House:
    return made_people.house(app.settings)


def go(page: Page, app, path: str, who: str = "", **query: str) -> None:
    """Open a page as somebody, and wait until it stands."""
    asked = {"who": who, **query} if who else query
    page.goto(f"{app.address}/{path}?{'&'.join(f'{k}={v}' for k, v in asked.items())}")
    settled(page)


def settled(page: Page) -> None:
    """Nothing is being drawn any more."""
    expect(page.get_by_test_id("stApp").first).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def press(page: Page, name: str | re.Pattern[str], within: Locator | None = None) -> None:
    (within or page).get_by_role("button", name=name).first.click()
    settled(page)


def gone(page: Page) -> None:
    """No dialogue stands open, nor is one on its way out."""
    expect(page.get_by_role("dialog")).to_have_count(0)
    settled(page)


def test_from_a_voice_without_a_name_to_the_feedback_in_the_trainees_hands(
    page: Page, app, house, tmp_path: Path
):
    session = house.sessions[0]
    name_a_voice_and_share(page, app, house, session)
    put_an_act_right(page, app, house, session)
    comment_and_sign(page, app, house, session)
    read_and_take_away(page, app, house, session, tmp_path)


def name_a_voice_and_share(page: Page, app, house, session: str) -> None:
    go(page, app, "session", house.trainee.id, session=session)
    page.get_by_label("Name of Voice 6").fill("Ines")
    choose(page, "Role of Voice 6", "Member")
    press(page, "Save names and roles")
    wait_until(lambda: workflow.load(session, settings=app.settings).speakers[5].name == "Ines")
    go(page, app, "session", house.trainee.id, session=session, look="Feedback")
    page.get_by_text("Share with a mentor").click()
    press(page, re.compile("^Share$"))
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    assert workflow.shared_with(session, settings=app.settings) == (house.mentor,)


def put_an_act_right(page: Page, app, house, session: str) -> None:
    go(page, app, "mentor", house.mentor.id)
    expect(page.locator(".answer")).to_contain_text("One trainee shared 1 session")
    press(page, "Review")
    expect(page.get_by_role("tab", name="Feedback", selected=True)).to_be_visible()
    go(page, app, "session", house.mentor.id, session=session, look="Questions")
    every = page.get_by_role("radio", name=re.compile("^All "))
    before = int(re.search(r"\d+", every.inner_text())[0])
    page.locator(".moment .change").first.click()
    page.get_by_label(re.compile("^What number 1 is")).select_option("advice:direct")
    expect(every).to_have_text(re.compile(rf"All {before - 1}\b"))
    acts = workflow.load(session, settings=app.settings).acts
    assert [act.by for act in acts].count(house.mentor.id) == 1


def comment_and_sign(page: Page, app, house, session: str) -> None:
    go(page, app, "session", house.mentor.id, session=session, look="Feedback")
    page.get_by_label("From", exact=True).fill("1:05")
    page.get_by_label("What you want to say").fill("You let the silence stand.")
    press(page, "Pin it to this moment")
    card = page.locator("[class*=st-key-said-]")
    expect(card).to_contain_text("You let the silence stand.")
    expect(card).to_contain_text("Heard there:")
    press(page, "Feedback sheet")
    expect(page.get_by_label("Number 1, at 1:05")).to_have_value("You let the silence stand.")
    page.get_by_label("Opening", exact=True).fill("Thank you for sharing this set.")
    press(page, "Sign it and hand it over")
    expect(page.get_by_text("Lena Hartig can read it.")).to_be_visible()


def read_and_take_away(page: Page, app, house, session: str, folder: Path) -> None:
    go(page, app, "practice", house.trainee.id)
    press(page, "Read it")
    expect(page.get_by_text("You let the silence stand.")).to_be_visible()
    expect(page.get_by_text("Thank you for sharing this set.")).to_be_visible()
    assert f"session={session}" in page.url
    with page.expect_download() as taken:
        page.get_by_role("button", name="PDF").click()
    taken.value.save_as(folder / "sheet.pdf")
    assert (folder / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert taken.value.suggested_filename == "Feedback on Set 1.pdf"


def test_who_looks_stays_over_pages_and_a_reload(page: Page, app, house):
    go(page, app, "")
    choose(page, "Who is looking?", house.other.name)
    expect(page.get_by_text("Noor’s first set")).to_be_visible()
    expect(page.get_by_text("Set 2", exact=True)).to_have_count(0)
    page.get_by_role("link", name="My practice").first.click()
    expect(page.locator(".answer")).to_contain_text("One session so far")
    page.reload()
    expect(page.locator(".answer")).to_contain_text("One session so far")
    assert f"who={house.other.id}" in page.url


def test_a_point_in_a_panel_opens_its_session(page: Page, app, house):
    go(page, app, "practice", house.trainee.id)
    panel = page.locator(".st-key-panel-open_share")
    points = panel.locator("path[aria-roledescription=point]")
    expect(points).to_have_count(4)
    settled(page)
    points.last.click(force=True)
    expect(page.locator("h1")).to_have_text("Set 4")


def test_marked_moments_are_played_in_a_row(page: Page, app, house):
    session = house.sessions[1]
    for start in (60.0, 120.0):
        workflow.comment(
            session, start=start, end=start + 1, kind="note", text="Listen", settings=app.settings
        )
    go(page, app, "session", session=session, look="Feedback")
    page.get_by_role("button", name="Play all 2").click()
    expect(page.locator(".reel .said")).to_contain_text("2 of 2, at 2:00")
    expect(page.locator(".reel .said")).to_have_text("")
    expect(page.locator("audio")).to_have_js_property("paused", value=True)


def test_the_players_time_is_taken_over(page: Page, app, house):
    go(page, app, "session", session=house.sessions[1], look="Feedback")
    page.locator("audio").evaluate("(sound) => (sound.currentTime = 75.5)")
    press(page, "Take the player’s time")
    expect(page.get_by_label("From", exact=True)).to_have_value("1:15")


def test_somebody_is_added_changed_and_removed(page: Page, app, house):
    go(page, app, "people")
    press(page, "Add somebody")
    page.get_by_label("Name", exact=True).fill("Ada Quill")
    page.get_by_role("button", name="Save").click()
    card = page.locator(".st-key-person-ada-quill")
    expect(card).to_contain_text("Ada Quill")
    gone(page)
    press(page, "Remove", card)
    press(page, "Remove them")
    expect(card).to_have_count(0)
    gone(page)
    press(page, "Remove", page.locator(f".st-key-person-{house.trainee.id}"))
    press(page, "Remove them")
    expect(page.get_by_text("Sessions are Lena Hartig's.")).to_be_visible()


def test_what_a_list_says_of_a_session_is_put_right(page: Page, app, house):
    session = house.sessions[2]
    go(page, app, "")
    press(page, "Details", page.locator(f".st-key-card-{session}"))
    page.get_by_label("Name", exact=True).fill("The third one")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f".st-key-card-{session}")).to_contain_text("The third one")
    known = workflow.describe(session, settings=app.settings)
    assert (known.name, known.held) == ("The third one", made_people.DAYS[2])


def test_a_programme_has_a_rubric_of_its_own(page: Page, app, house):
    go(page, app, "session", session=house.sessions[1], look="Feedback")
    page.get_by_role("tab", name="What was seen").click()
    press(page, "Change what is looked for")
    page.get_by_label("What is seen", exact=True).fill("Breathes out before speaking")
    press(page, "Save the rubric")
    expect(page.get_by_text("Breathes out before speaking", exact=True)).to_be_visible()
    assert workflow.rubric(settings=app.settings)[0].title == "Breathes out before speaking"


@pytest.mark.parametrize("path", ["practice", "mentor", "sheet", "people", ""])
def test_the_pages_fit_a_phone(page: Page, app, house, path):
    page.set_viewport_size({"width": 360, "height": 740})
    go(page, app, path, session=house.sessions[1]) if path == "sheet" else go(page, app, path)
    expect(page.locator("h1").first).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
