"""Starts the app on this machine only: Streamlit, the app's own routes, and the guard."""

from __future__ import annotations

import gc
import logging
import os
import socket
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

from starlette.middleware import Middleware
from streamlit.starlette import App

from analyser import jobs, workflow
from analyser.dashboard import parcels, uploads
from analyser.dashboard.context import start_with
from analyser.dashboard.guard import LOOPBACK, Guard
from analyser.dashboard.routes import routes
from analyser.errors import AnalyserError, InputError
from analyser.settings import ROOT, Settings

ADDRESS = "127.0.0.1"

_LOOK_SECONDS = 5.0
_GRACE_SECONDS = 2.0  # a look may wait for a server that is gone

_log = logging.getLogger(__name__)

_ALWAYS: dict[str, Any] = {
    # Recordings are confidential: nobody else's machine may reach the app, nothing may leave it.
    "server.address": ADDRESS,
    "server.allowedHosts": sorted(LOOPBACK),
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableAgentApi": False,
    "browser.gatherUsageStats": False,
    # The command line says the address, and opens no browser of its own.
    "server.headless": True,
    "logger.hideWelcomeMessage": True,
    # A traceback may quote what was said; it goes to the terminal, not to the page.
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    # Only transcripts pass through Streamlit's own upload, which keeps them in memory.
    "server.maxUploadSize": 20,
    "server.fileWatcherType": "none",
}


def build(settings: Settings) -> App:
    """The app as one ASGI application, ready to be served with these settings."""
    start_with(settings)
    return App(ROOT / "app.py", routes=routes(), middleware=[Middleware(Guard)])


def serve(settings: Settings, *, ready: Callable[[str], None]) -> None:
    """Serve the app on ``127.0.0.1`` at ``settings.port`` until it is stopped (Ctrl+C).

    :param ready: told the address, once it is known that nobody else has it.
    :raises InputError: something else already listens on that port.
    """
    refuse_taken_port(settings.port)
    uploads.sweep(settings)
    parcels.sweep(settings)
    ready(f"http://localhost:{settings.port}")
    with suppress(KeyboardInterrupt), worker_watched(settings):
        build(settings).run(config=_look() | _ALWAYS | {"server.port": settings.port})


@contextmanager
def worker_watched(settings: Settings, *, every: float = _LOOK_SECONDS) -> Iterator[None]:
    """Follow a dead worker by another one for as long as the block lasts, though no page is open.

    What was forgotten on another machine is forgotten here as well, and sound that was kept long
    enough is removed.

    :param every: seconds between two looks.
    """
    over = Event()
    watcher = Thread(
        target=_watch_worker, args=(settings, over, every), daemon=True, name="worker-watch"
    )
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join(timeout=_GRACE_SECONDS)


def _watch_worker(settings: Settings, over: Event, every: float) -> None:
    _warm_up(settings)
    while not over.is_set():
        try:
            jobs.keep_going(settings=settings)
            workflow.discard_forgotten(settings=settings)
            workflow.remove_old_sound(settings=settings)
        except (AnalyserError, OSError) as error:
            _log.info("The queue cannot be looked after: %s", error)  # the pages tell it, too
        over.wait(every)


def _warm_up(settings: Settings) -> None:
    """Load what the first visit and the first correction need before anybody waits for it.

    What is loaded then stays: it is kept out of the search for what nobody uses any more, which
    Streamlit makes at the end of each run of a page while everybody waits.
    """
    from analyser.dashboard import pages  # noqa: F401 - pandas, Altair and scipy come with it

    with suppress(AnalyserError):  # it is told where somebody corrects something
        workflow.warm_up(settings=settings)
    gc.collect()
    gc.freeze()


def _look() -> dict[str, Any]:
    """The theme from the project's own file, whatever folder the app is started from."""
    file = ROOT / ".streamlit" / "config.toml"
    if not file.is_file():
        return {}
    theme = tomllib.loads(file.read_text(encoding="utf-8")).get("theme", {})
    return {f"theme.{name}": value for name, value in theme.items()}


def refuse_taken_port(port: int) -> None:
    """Pass where the app can be served at a port.

    :raises InputError: something else already listens there.
    """
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise InputError(
                f"Port {port} is in use already.",
                f"Open http://localhost:{port} to see whether the app is running, "
                "or choose another port with --port.",
            ) from error
