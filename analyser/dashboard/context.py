"""The settings that the running app was started with, for pages and routes alike."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analyser.settings import Settings, load_settings

VIEWER = "viewer"
"""Where a visit remembers the id of the person who looks."""

IN_ADDRESS = "who"
"""Where the address keeps it."""


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


def started_settings() -> Settings:
    """The server's settings, or those of the environment where there is no server."""
    return _STARTED.settings or load_settings()


def current_settings() -> Settings:
    """The same, for the person who looks; routes, which no page draws, keep what was started."""
    settings = started_settings()
    if get_script_run_ctx(suppress_warning=True) is None:
        return settings
    return settings.model_copy(update={"person": st.session_state.get(VIEWER, settings.person)})


def viewer_in_address() -> dict[str, str]:
    """What an address says of the person who looks; nothing for everybody on this machine."""
    person = current_settings().person
    return {} if person == started_settings().person else {IN_ADDRESS: person}
