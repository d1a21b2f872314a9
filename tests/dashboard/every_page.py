"""Every page of the app, with something on it, for what must hold of all of them."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from analyser import workflow
from analyser.settings import Settings
from tests.dashboard import made_people

TABS = (
    *("Overview", "Airtime", "Questions", "Advice", "Listening"),
    *("Rounds", "To check", "Figures", "Feedback"),
)

PAGES = {
    "home": "",
    "new recording": "new",
    **{f"session, {tab.lower()}": f"session?session={{shared}}&look={tab}" for tab in TABS},
    "session, what its owner is told": "session?session={shared}&look=Feedback&who={trainee}",
    "compare": "compare?session={shared}",
    "practice": "practice?who={trainee}",
    "mentor": "mentor?who={mentor}",
    "feedback sheet, to write": "sheet?session={shared}&who={mentor}",
    "feedback sheet, to read": "sheet?session={signed}&who={trainee}",
    "people": "people",
    "cohort": "cohort",
    "settings and about": "about",
    "help": "help",
}
"""Where each page is; ``{…}`` stands for the id of a session or a person of ``lived_in``."""


def lived_in(settings: Settings) -> dict[str, str]:
    """A house in which something has happened: the ids that ``PAGES`` name."""
    house = made_people.house(settings)
    shared, signed = house.sessions[:2]
    for session in (shared, signed):
        workflow.share(session, house.mentor.id, settings=settings)
        say(session, settings=house.seen_by(house.mentor))
    workflow.set_goal(
        shared,
        "Half of my questions open",
        measure="open_share",
        aim="at_least",
        value=0.5,
        settings=house.seen_by(house.trainee),
    )
    hand_over(signed, settings=house.seen_by(house.mentor))
    return {
        "shared": shared,
        "signed": signed,
        "trainee": house.trainee.id,
        "mentor": house.mentor.id,
    }


def say(session: str, *, settings: Settings) -> None:
    """A strength and a question, each at its moment."""
    for start, kind, text in (
        (65.0, "strength", "You let the silence stand."),
        (300.0, "question", "What made you step in here?"),
    ):
        workflow.comment(session, start=start, kind=kind, text=text, settings=settings)


def hand_over(session: str, *, settings: Settings) -> None:
    """The sheet that is drafted from what was said, signed."""
    workflow.save_sheet(workflow.draft_sheet(session, settings=settings), settings=settings)
    workflow.sign_sheet(session, settings=settings)


def open_page(page: Page, app, path: str, ids: dict[str, str]) -> None:
    """Open one of ``PAGES`` and wait until it is drawn to the end."""
    page.goto(f"{app.address}/{path.format(**ids)}")
    expect(page.locator("h1").first).to_be_visible()
    at_rest(page)


def at_rest(page: Page) -> None:
    """Nothing is being drawn any more, and nothing is about to be taken away."""
    shown = page.get_by_test_id("stApp").first
    expect(shown).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)


TRIES = 8
"""A page that is still being drawn is paler than it will be: it is looked at again."""


def faults_at_rest(page: Page) -> list[str]:
    """What axe finds once the page is drawn to the end."""
    for _ in range(TRIES):
        at_rest(page)
        found = faults(page)
        if not found:
            break
    return found


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical, in a line each."""
    found = Axe().run(page).response["violations"]
    grave = (fault for fault in found if fault["impact"] in {"serious", "critical"})
    return [f"{fault['help']}: {fault['nodes'][0]['html']}" for fault in grave]
