"""What a person changes in the player: each change is told by the page and made here, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.errors import AnalyserError
from analyser.report.look import chosen
from analyser.settings import Settings

Edit = Mapping[str, Any]
"""What the player tells: ``id``, ``op``, and what the operation needs."""


def make_changes(session: str, edits: Iterable[Edit]) -> None:
    """Make changes in the order in which they were told; one that cannot be is said in words.

    :param edits: each with an ``op`` of ``OPERATIONS`` and what it needs.
    """
    settings, refused = current_settings(), ""
    for edit in edits:
        try:
            OPERATIONS[edit["op"]](session, edit, settings)
        except AnalyserError as error:
            refused = f"{error.message} {error.remedy}".strip()
    st.session_state[_key(session)] = refused


def refusal(session: str) -> str:
    """Why the last changes could not all be made; empty where they were."""
    return str(st.session_state.get(_key(session), ""))


def _key(session: str) -> str:
    return f"refused-{session}"


def _text(session: str, edit: Edit, settings: Settings) -> None:
    workflow.edit_text(session, edit["n"], edit["text"], settings=settings)


def _bound(session: str, edit: Edit, settings: Settings) -> None:
    start, end = edit.get("start"), edit.get("end")
    workflow.move_boundary(session, edit["n"], start=start, end=end, settings=settings)


def _act(session: str, edit: Edit, settings: Settings) -> None:
    right = chosen(edit["choice"])
    workflow.correct(session, edit["n"], act=right.act, form=right.form, settings=settings)


def _voice(session: str, edit: Edit, settings: Settings) -> None:
    """An utterance was said by somebody else: the voice that is heard there gives it away."""
    said = workflow.load(session, settings=settings).utterances
    spoken = next((utterance for utterance in said if utterance.n == edit["n"]), None)
    if spoken is None or spoken.speaker == edit["voice"]:
        return
    span = (spoken.start, spoken.end)
    workflow.move(session, [span], to=edit["voice"], giver=spoken.speaker, settings=settings)


def _invite(session: str, edit: Edit, settings: Settings) -> None:
    workflow.invite(session, edit["n"], edit["invited"], settings=settings)


def _split(session: str, edit: Edit, settings: Settings) -> None:
    workflow.split_utterance(session, edit["n"], word=edit["word"], settings=settings)


def _join(session: str, edit: Edit, settings: Settings) -> None:
    workflow.join_utterances(session, edit["n"], edit["second"], settings=settings)


def _remove(session: str, edit: Edit, settings: Settings) -> None:
    workflow.remove_utterance(session, edit["n"], settings=settings)


def _undo(session: str, _edit: Edit, settings: Settings) -> None:
    workflow.undo(session, settings=settings)


def _mark(session: str, edit: Edit, settings: Settings) -> None:
    workflow.mark(
        session,
        kind=edit["kind"],
        start=edit["start"],
        end=edit["end"],
        stage=edit.get("stage"),
        presenter=edit.get("presenter") or None,
        settings=settings,
    )


def _change_mark(session: str, edit: Edit, settings: Settings) -> None:
    given = {name: edit.get(name) for name in ("start", "end", "stage", "presenter")}
    workflow.change_mark(session, edit["mark"], **given, settings=settings)


def _unmark(session: str, edit: Edit, settings: Settings) -> None:
    workflow.unmark(session, edit["mark"], settings=settings)


def _accept(session: str, edit: Edit, settings: Settings) -> None:
    workflow.accept(session, edit["marks"], settings=settings)


OPERATIONS: dict[str, Callable[[str, Edit, Settings], None]] = {
    "text": _text,
    "bound": _bound,
    "act": _act,
    "voice": _voice,
    "invite": _invite,
    "split": _split,
    "join": _join,
    "remove": _remove,
    "undo": _undo,
    "mark": _mark,
    "change_mark": _change_mark,
    "unmark": _unmark,
    "accept": _accept,
}
