"""What people said about moments of a session: threads, and a place to say something.

Human words stand in a card with their writer's name; what the machine heard there is quoted below
it in small print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from analyser import workflow
from analyser.dashboard import components
from analyser.dashboard.authors import authors
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import plain, plain_errors, redraw
from analyser.dashboard.mentor.moments import (
    KIND_ICONS,
    KIND_TITLES,
    after,
    heard_there,
    span_told,
    when,
)
from analyser.dashboard.sections import Shown
from analyser.domain import COMMENT_KINDS, Comment, CommentKind
from analyser.errors import InputError
from analyser.report.look import clock


def show_threads(shown: Shown, said: Sequence[Comment], *, answers: bool = True) -> None:
    """Every comment in order of time, its answers below it."""
    names = authors()
    for comment in opening(said):
        with st.container(border=True, key=f"said-{comment.id}"):
            _comment(shown, comment, names)
            for answer in answers_to(comment, said):
                _answer(answer, names)
            if answers:
                _actions(shown, comment)


def opening(said: Sequence[Comment]) -> tuple[Comment, ...]:
    """The comments that answer nobody, in order of the moments that they are about."""
    ids = {comment.id for comment in said}
    first = [comment for comment in said if comment.answers not in ids]
    return tuple(sorted(first, key=lambda comment: (comment.start, comment.at)))


def answers_to(comment: Comment, said: Sequence[Comment]) -> tuple[Comment, ...]:
    """What was answered to a comment, oldest first."""
    found = [answer for answer in said if answer.answers == comment.id]
    return tuple(sorted(found, key=lambda answer: answer.at))


def _comment(shown: Shown, comment: Comment, names: Mapping[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        components.clips([_clip(comment)], key=f"hear-{comment.id}")
        st.badge(KIND_TITLES[comment.kind], icon=KIND_ICONS[comment.kind], color="gray")
        st.caption(f"{plain(called(comment, names))} · {when(comment.at)}", width="content")
    st.markdown(plain(comment.text))
    if heard := heard_there(shown.analysis, comment.start, after(comment)):
        st.caption(f":material/graphic_eq: Heard there: {plain(heard)}")


def _clip(comment: Comment) -> dict[str, object]:
    told = span_told(comment)
    return {
        "start": comment.start,
        "end": after(comment),
        "label": told,
        "about": f"Listen at {told}",
    }


def called(comment: Comment, names: Mapping[str, str]) -> str:
    """Who said it, to begin a line with."""
    name = names.get(comment.by, "somebody who is not here any more")
    return f"{name[:1].upper()}{name[1:]}"


def _answer(answer: Comment, names: Mapping[str, str]) -> None:
    with st.container(key=f"answer-{answer.id}"):
        st.caption(f"{plain(called(answer, names))} answered · {when(answer.at)}")
        st.markdown(plain(answer.text))


def _actions(shown: Shown, comment: Comment) -> None:
    with st.container(horizontal=True):
        _answering(shown, comment)
        if comment.by == current_settings().person:
            _changing(comment)


def _answering(shown: Shown, comment: Comment) -> None:
    with st.popover("Answer", type="tertiary", icon=":material/reply:"), plain_errors():
        with st.form(f"answering-{comment.id}", clear_on_submit=True, border=False):
            text = st.text_area("Your answer")
            sent = st.form_submit_button("Send the answer", type="primary")
        if sent:
            workflow.comment(
                shown.session.id,
                start=comment.start,
                end=comment.end,
                kind="note",
                text=text.strip(),
                answers=comment.id,
                settings=current_settings(),
            )
            redraw()


def _changing(comment: Comment) -> None:
    with st.popover("Change", type="tertiary", icon=":material/edit:"), plain_errors():
        with st.form(f"changing-{comment.id}", border=False):
            text = st.text_area("What you wrote", value=comment.text)
            with st.container(horizontal=True):
                kept = st.form_submit_button("Save", type="primary")
                gone = st.form_submit_button("Remove it", icon=":material/delete:")
        if kept:
            workflow.change_comment(comment.id, text.strip(), settings=current_settings())
        elif gone:
            workflow.remove_comment(comment.id, settings=current_settings())
        if kept or gone:
            redraw()


def show_composer(shown: Shown) -> None:
    """A kind, where, and the words; what is typed stays until it is pinned."""
    key = f"compose-{shown.session.id}-{current_settings().person}"
    _emptied(key)
    kind: CommentKind | None = st.segmented_control(
        "What it is",
        COMMENT_KINDS,
        default="strength",
        format_func=lambda kind: f"{KIND_ICONS[kind]} {KIND_TITLES[kind]}",
        key=f"{key}-kind",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _where(key)
    st.text_area("What you want to say", key=f"{key}-text", placeholder="What you saw, and where")
    with plain_errors():
        if st.button("Pin it to this moment", type="primary", key=f"{key}-pin"):
            _pin(shown, key, kind or "note")


def _where(key: str) -> None:
    """From and to, as the player shows times; a button takes the player's own."""
    places = [st.container(width=width) for width in (110, 170)]
    asked = components.here("Take the player’s time", key=f"{key}-here")
    if asked is not None:
        st.session_state[f"{key}-from"] = clock(asked)
    places[0].text_input("From", key=f"{key}-from", placeholder="12:05")
    places[1].text_input("To, if it is a stretch", key=f"{key}-to", placeholder="13:20")


def _pin(shown: Shown, key: str, kind: CommentKind) -> None:
    """Keep the comment and make room for the next one.

    :raises InputError: it has no words, or no time at which it could be pinned.
    """
    typed = {
        part: str(st.session_state[f"{key}-{part}"]).strip() for part in ("from", "to", "text")
    }
    if not typed["from"]:
        raise InputError("It is not said where it belongs.", "Type a time, or take the player's.")
    if not typed["text"]:
        raise InputError("Nothing was written.", "Say what you saw there.")
    workflow.comment(
        shown.session.id,
        start=workflow.seconds_of(typed["from"]),
        end=workflow.seconds_of(typed["to"]) if typed["to"] else None,
        kind=kind,
        text=typed["text"],
        settings=current_settings(),
    )
    st.session_state[f"{key}-kept"] = True
    redraw()


def _emptied(key: str) -> None:
    """Empty the fields before they are drawn again, once what they held has been kept."""
    if st.session_state.pop(f"{key}-kept", False):
        for part in ("from", "to", "text"):
            st.session_state[f"{key}-{part}"] = ""
        st.toast("Pinned.")
