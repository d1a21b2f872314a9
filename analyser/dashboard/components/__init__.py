"""The app's own Streamlit components: each is a JavaScript file beside this one, no build step.

Components speak to each other inside the page: whatever is clicked sends ``analyser:play`` with a
start (and an end, where it should stop), and the player listens. No click waits for Python, and one
that comes before the player is there waits for it (``asking.js``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

_FOLDER = Path(__file__).parent


def _read(name: str, ending: str) -> str | None:
    """A component's file, or all files of the folder of its name, one after the other."""
    paths = [_FOLDER / f"{name}{ending}", *sorted((_FOLDER / name).glob(f"*{ending}"))]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
    return "\n".join(texts) or None


def _made(name: str, *, asks: bool = False) -> Any:
    """The component whose files are ``name.js`` and, where they exist, ``.html`` and ``.css``.

    A larger one has them in a folder of its name.

    :param asks: whether it asks the player for moments.
    """
    return component(
        f"analyser_{name}",
        html=_read(name, ".html"),
        css=_read(name, ".css"),
        js=f"{_read('asking', '.js') if asks else ''}{_read(name, '.js')}",
    )


_UPLOAD = _made("upload")
_PLAYER = _made("player", asks=True)
_MOMENTS = _made("moments", asks=True)
_CLIPS = _made("clips", asks=True)
_FACTS = _made("facts", asks=True)
_SIGNAL = _made("signal", asks=True)
_REEL = _made("reel", asks=True)
_HERE = _made("here")
_PINNED = _made("pinned")
_STEADY = _made("steady")


def _nothing() -> None:
    """Streamlit asks for a callback wherever a component answers; the rerun itself is enough."""


def upload(data: Mapping[str, Any], *, key: str) -> dict[str, Any] | None:
    """Drop zone and button; returns ``{"id", "name", "size"}`` of what has arrived, or ``None``.

    :param data: ``address``, ``ticket``, ``ticket_header``, ``name_header``, ``limit`` (bytes),
        ``too_large`` and ``hint`` (sentences), ``accept`` (for the file dialogue).
    """
    answer = _UPLOAD(data=dict(data), key=key, default={"upload": None}, on_upload_change=_nothing)
    return dict(answer.upload) if answer.upload else None


def player(
    data: Mapping[str, Any],
    *,
    on_edits: Callable[[Sequence[dict[str, Any]]], None],
    key: str,
) -> str | None:
    """Sound, timeline and transcript; returns the signed address that has run out.

    :param data: what ``sections.listen`` makes of a session.
    :param on_edits: told each change once, before the page is drawn: ``id``, ``op`` and what it
        needs, as ``dashboard.playing`` knows them.
    """
    done: list[str] = st.session_state.setdefault(f"{key}-done", [])

    def told() -> None:
        on_edits(_fresh(st.session_state[key].edits, key))

    answer = _PLAYER(
        data={**data, "done": done},
        key=key,
        default={"expired": None, "edits": []},
        on_expired_change=_nothing,
        on_edits_change=told,
    )
    return str(answer.expired) if answer.expired else None


def _fresh(told: Iterable[Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    """What is told for the first time; it is told again until the page knows that it is done."""
    done: list[str] = st.session_state[f"{key}-done"]
    fresh = [dict(edit) for edit in told if edit["id"] not in done]
    st.session_state[f"{key}-done"] = [edit["id"] for edit in told]
    return fresh


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


def facts(rows: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Figures side by side, each with a button that plays the moments behind it in turn.

    :param rows: ``title``, ``about`` (whom), ``value``, ``doubt``, ``note`` and ``moments``, pairs
        of start and end.
    """
    _FACTS(data={"facts": list(rows)}, key=key)


def signal(pick: str | None, start: float, *, key: str) -> None:
    """Ask the player for ``start`` whenever ``pick``, the name of what was clicked, changes."""
    _SIGNAL(data={"pick": pick, "start": start}, key=key)


def reel(rows: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Buttons that play stretches one after the other: ``start``, ``end``, ``label``, ``about``."""
    _REEL(data={"moments": list(rows)}, key=key)


def here(label: str, *, key: str) -> float | None:
    """A button that asks the player where it is; the time in seconds, once for each press."""
    data = {"label": label, "about": label}
    answer = _HERE(data=data, key=key, on_time_change=_nothing, width="content")
    return None if answer.time is None else float(answer.time)


def pinned(rows: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Tell the player what is pinned to the recording now: rows of ``mentor.pinned``."""
    _PINNED(data={"comments": list(rows)}, key=key)


def steady() -> None:
    """Keep the focus on a tab that somebody chose with the keyboard; shows nothing."""
    with st.container(key="steady"):
        _STEADY(key="steady-tabs")
