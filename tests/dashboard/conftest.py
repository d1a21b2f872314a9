"""The app as its users meet it: its own process, a data folder of its own, a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from analyser import jobs
from analyser.settings import Settings, load_settings
from tests.dashboard import browser as chromium

expect.set_options(timeout=30_000)

PATIENCE = 60.0
"""Seconds: a busy machine takes long to start a server."""


@dataclass(frozen=True)
class App:
    """A running app."""

    address: str
    settings: Settings
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app, served as `analyser app` serves it."""
    with served(tmp_path_factory.mktemp("app")) as running:
        yield running


@contextmanager
def served(place: Path) -> Iterator[App]:
    """The app with a data folder of its own in ``place``."""
    settings = load_settings(data=place / "data", port=free_port())
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "analyser.cli", "app", "--port", str(settings.port)],
            env=os.environ
            | {
                "ANALYSER_DATA": str(settings.data),
                "ANALYSER_SETTINGS": str(place / "settings.toml"),
            },
            cwd=place,  # nothing may depend on the folder that it is started from
            stdout=log,
            stderr=log,
        )
    running = App(f"http://localhost:{settings.port}", settings, process)
    try:
        wait_for(running, place / "log")
        yield running
    finally:
        for job in jobs.jobs(settings=settings):
            if not job.ended:
                jobs.cancel(job.id, settings=settings)  # its worker outlives the app
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """One headless browser for a module."""
    found = chromium.executable()  # before, since it may ask Playwright too: two at once cannot be
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(chromium.QUIET))
        yield started
        started.close()


@dataclass
class Watched:
    """A page, and what must not happen on it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


@pytest.fixture
def page(chrome: Browser, app: App) -> Iterator[Page]:
    """A page that fails its test where the console shows an error or a stranger is asked."""
    with looking(chrome, app) as found:
        yield found


@contextmanager
def looking(chrome: Browser, app: App) -> Iterator[Page]:
    """A page in a browser of its own, on which nothing may go wrong and no stranger be asked."""
    context = chrome.new_context(viewport={"width": 1400, "height": 1000})
    watched = watch(context.new_page(), app)
    yield watched.page
    context.close()
    assert watched.strangers == []
    assert watched.errors == []


def watch(page: Page, app: App) -> Watched:
    watched = Watched(page)
    page.set_default_timeout(PATIENCE * 1000)
    page.on("console", lambda said: watched.errors.extend(complaint(said)))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("request", lambda asked: watched.strangers.extend(stranger(asked.url, app)))
    page.on("websocket", lambda opened: watched.strangers.extend(stranger(opened.url, app)))
    return watched


def complaint(said) -> list[str]:
    """What the console says that it should not.

    On an address such as `/new`, Streamlit first asks whether it lives below that path; the two
    answers "not found" are how it learns that it does not.
    """
    probing = "/_stcore/" in said.location.get("url", "") and "404" in said.text
    return [said.text] if said.type == "error" and not probing else []


def stranger(url: str, app: App) -> list[str]:
    own = app.address.removeprefix("http")
    known = (f"http{own}/", f"ws{own}/", "data:", f"blob:http{own}/")
    return [] if url.startswith(known) else [url]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(app: App, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert app.process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{app.address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"The app did not start: {log.read_text()}")


def wait_until(holds: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Wait for what no page shows."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)
