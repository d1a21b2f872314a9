"""The app's own Streamlit components: each is a JavaScript file beside this one, no build step.

Components speak to each other inside the page: whatever is clicked sends ``analyser:play`` with a
start (and an end, where it should stop), and the player listens. No click waits for Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

_FOLDER = Path(__file__).parent


def _read(name: str) -> str | None:
    path = _FOLDER / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _made(name: str) -> Any:
    """The component whose files are ``name.js`` and, where they exist, ``.html`` and ``.css``."""
    return component(
        f"analyser_{name}",
        html=_read(f"{name}.html"),
        css=_read(f"{name}.css"),
        js=_read(f"{name}.js"),
    )


_UPLOAD = _made("upload")
_PLAYER = _made("player")
_MOMENTS = _made("moments")
_CLIPS = _made("clips")
_SIGNAL = _made("signal")


def _nothing() -> None:
    """Streamlit asks for a callback wherever a component answers; the rerun itself is enough."""


def upload(data: Mapping[str, Any], *, key: str) -> dict[str, Any] | None:
    """Drop zone and button; returns ``{"id", "name", "size"}`` of what has arrived, or ``None``.

    :param data: ``address``, ``ticket``, ``ticket_header``, ``name_header``, ``limit`` (bytes),
        ``too_large`` and ``hint`` (sentences), ``accept`` (for the file dialogue).
    """
    answer = _UPLOAD(data=dict(data), key=key, default={"upload": None}, on_upload_change=_nothing)
    return dict(answer.upload) if answer.upload else None


def player(data: Mapping[str, Any], *, key: str) -> str | None:
    """Sound and transcript, following each other; returns the signed address that has run out.

    :param data: ``session``, ``address`` and ``utterances``: rows of ``start``, ``speaker``,
        ``name``, ``text``, ``mark``, ``colour`` and ``label``.
    """
    answer = _PLAYER(
        data=dict(data), key=key, default={"expired": None}, on_expired_change=_nothing
    )
    return str(answer.expired) if answer.expired else None


def moments(
    rows: Sequence[Mapping[str, Any]],
    *,
    choices: Sequence[tuple[str, str]],
    voices: Sequence[tuple[str, str]],
    empty: str,
    key: str,
) -> list[dict[str, Any]]:
    """A numbered list of utterances; returns a person's new corrections.

    Each correction is returned once: ``{"n", "choice"}`` for what it is, ``{"n", "voice"}`` for
    who said it.

    :param rows: ``n``, ``number``, ``start``, ``text``, ``cue``, ``mark``, ``colour``, ``about``,
        ``choice`` (one of the values in ``choices``) and ``speaker`` (one of ``voices``); with
        ``agree``, a button of that name confirms the ``choice`` as it is.
    :param choices: values with their labels; ``voices`` likewise.
    :param empty: what to say where there are no rows.
    """
    answer = _MOMENTS(
        data={
            "rows": list(rows),
            "choices": list(choices),
            "voices": list(voices),
            "empty": empty,
        },
        key=key,
        default={"corrections": []},
        on_corrections_change=_nothing,
    )
    known: set[str] = st.session_state.setdefault(f"{key}-known", set())
    fresh = [dict(correction) for correction in answer.corrections if correction["id"] not in known]
    known.update(correction["id"] for correction in fresh)
    return fresh


def clips(rows: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Buttons that each play a stretch: ``start``, ``end``, ``label`` and ``about``."""
    _CLIPS(data={"clips": list(rows)}, key=key)


def signal(pick: str | None, start: float, *, key: str) -> None:
    """Ask the player for ``start`` whenever ``pick``, the name of what was clicked, changes."""
    _SIGNAL(data={"pick": pick, "start": start}, key=key)
