"""The settings that the running app was started with, for pages and routes alike."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.settings import Settings, load_settings


@dataclass(slots=True)
class _Started:
    """What the server was started with; ``None`` where the pages run without it."""

    settings: Settings | None = None


_STARTED = _Started()


def start_with(settings: Settings | None) -> None:
    """Remember the settings of the server that is about to start, or that it has ended."""
    _STARTED.settings = settings


def is_served() -> bool:
    """Whether the app's own server answers, so that sound and uploads have an address."""
    return _STARTED.settings is not None


def current_settings() -> Settings:
    """The server's settings, or those of the environment where there is no server."""
    return _STARTED.settings or load_settings()
