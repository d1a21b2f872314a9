"""Takes the pictures of every page: ``python docs/screenshots.py``, or ``make screenshots``.

The app is started on a fresh data folder with the sample sessions, which takes a few minutes;
``--data FOLDER`` takes one that has them already. Names of pages choose some of them.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from analyser import workflow  # noqa: E402 - the project's own folder comes first
from analyser.settings import Settings, load_settings  # noqa: E402
from tests.dashboard import browser as chromium  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WINDOW = {"width": 1400, "height": 1000}

_PATIENCE_SECONDS = 1800.0
_LOOK_SECONDS = 1.0
_DRAWN_MS = 60_000
_SETTLED_MS = 1500  # charts and pictures are drawn after their page


def main() -> None:
    """Read the command line, start the app, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="the pages to take; all without any")
    parser.add_argument("--data", type=Path, help="a data folder with the sample sessions")
    given = parser.parse_args()
    with TemporaryDirectory() as fresh:
        data = (given.data or Path(fresh)).absolute()
        settings = load_settings(data=data, port=_free_port())
        with _app(settings, ready=given.data is not None) as address:
            take(address, settings, wanted=given.pages)


def take(address: str, settings: Settings, *, wanted: list[str]) -> None:
    """Take the picture of each page that is wanted."""
    known = pages(settings)
    unknown = set(wanted).difference(known)
    if unknown:
        sys.exit(f"There is no page {', '.join(sorted(unknown))}; known: {', '.join(known)}.")
    IMAGES.mkdir(exist_ok=True)
    found = chromium.executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(chromium.QUIET))
        for name in wanted or known:
            page = browser.new_context(viewport=WINDOW, reduced_motion="reduce").new_page()
            _shoot(page, f"{address}{known[name]}", IMAGES / f"{name}.png")
        browser.close()


def pages(settings: Settings) -> dict[str, str]:
    """The address of each page by the name of its picture."""
    sessions = {session.name: session.id for session in workflow.sessions(settings=settings)}
    people = {person.name: person.id for person in workflow.people(settings=settings)}
    heard = sessions.get("Handover at the hospice", sessions["Saying no to the board"])
    last, ruth = sessions["Saying no to the board"], people["Ruth Ashdown"]
    return {
        "sessions": "/",
        "new": "/new",
        "session": f"/session?session={heard}",
        "compare": f"/compare?session={last}&with={sessions['The rota that nobody signs']}",
        "practice": f"/practice?who={ruth}",
        "mentor": f"/mentor?who={people['Helen Marsh']}",
        "sheet": f"/sheet?session={last}&who={ruth}",
        "people": "/people",
        "cohort": "/cohort",
        "about": "/about",
        "help": "/help",
    }


def _shoot(page: Page, address: str, file: Path) -> None:
    page.goto(address)
    expect(page.locator("h1").first).to_be_visible(timeout=_DRAWN_MS)
    app = page.get_by_test_id("stApp").first
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=_DRAWN_MS)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=_DRAWN_MS)
    if "/session" in address:  # its player is filled last
        expect(page.locator(".line").first).to_be_attached(timeout=_DRAWN_MS)
    page.wait_for_timeout(_SETTLED_MS)
    page.screenshot(path=file)
    page.context.close()
    sys.stdout.write(f"{file.relative_to(ROOT)}\n")


@contextmanager
def _app(settings: Settings, *, ready: bool) -> Iterator[str]:
    """The running app's address.

    :param ready: the data folder has the sample sessions already.
    """
    command = "app" if ready else "start"
    own: dict[str, Any] = {
        "ANALYSER_DATA": str(settings.data),
        "ANALYSER_SETTINGS": str(settings.data / "settings.toml"),
    }
    process = subprocess.Popen(  # noqa: S603 - the project's own command
        [sys.executable, "-m", "analyser.cli", command, "--port", str(settings.port)],
        env=os.environ | own,
        cwd=ROOT,
    )
    address = f"http://localhost:{settings.port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(_LOOK_SECONDS)
    sys.exit("The app did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
