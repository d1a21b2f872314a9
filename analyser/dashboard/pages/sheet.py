"""The feedback sheet of a session: a mentor writes and signs it, then the trainee reads it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analyser import workflow
from analyser.dashboard.authors import authors
from analyser.dashboard.context import current_settings
from analyser.dashboard.figures import figures_of
from analyser.dashboard.frame import page, plain
from analyser.dashboard.mentor.editing import Desk, show_fields
from analyser.dashboard.mentor.handing import show_downloads
from analyser.dashboard.mentor.moments import when
from analyser.dashboard.mentor.reading import show_sheet
from analyser.dashboard.places import go_to
from analyser.dashboard.sections import Shown
from analyser.domain import Sheet
from analyser.measures.wording import many
from analyser.store import ME

READING_WIDTH = 820
"""Pixels."""


@page
def show() -> None:
    """The sheet of the session that the address names: to write, or to read."""
    wanted = st.query_params.get("session")
    if not wanted:
        go_to("mentor")
    settings = current_settings()
    analysis = workflow.load(wanted, settings=settings)
    session = workflow.describe(wanted, settings=settings)
    shown = Shown(session=session, analysis=analysis, measures=figures_of(analysis))
    with st.container(width=READING_WIDTH):
        _head(shown)
        if session.owner == settings.person != ME:
            _read(shown)
        else:
            _write(shown)


def _head(shown: Shown) -> None:
    head, action = st.columns([3, 1], vertical_alignment="bottom")
    head.title("Feedback sheet")
    with action.container(horizontal_alignment="right"):
        if st.button("Back to the session", icon=":material/arrow_back:"):
            go_to("session", session=shown.session.id)


def _read(shown: Shown) -> None:
    """What was signed, for the one whose practice it is about."""
    sheet = workflow.sheet(shown.session.id, settings=current_settings())
    if sheet is None or not sheet.signed:
        st.markdown("No feedback has been signed for this session yet.")
        return
    show_downloads(sheet, shown)
    show_sheet(sheet, shown, author=_author(sheet))


def _write(shown: Shown) -> None:
    """The sheet on the desk, kept whenever something in it has changed."""
    desk = _desk(shown)
    _bring_new(desk)
    writing, reading = st.tabs(["Write", "As it will be read"])
    with writing:
        typed = show_fields(desk)
    kept = _keep(desk, typed)
    with reading:
        show_sheet(kept, shown, author=_author(kept))
    _sign(kept, shown)


def _desk(shown: Shown) -> Desk:
    """The desk of this visit; the sheet as it is kept lies on it, or a draft from what was marked.

    Where something was kept elsewhere meanwhile, that takes its place.
    """
    settings = current_settings()
    key = f"desk-{shown.session.id}-{settings.person}"
    own = _own(shown.session.id)
    desk: Desk | None = st.session_state.get(key)
    if desk is None or (own is not None and own.changed != desk.sheet.changed):
        begun = own if own and (own.strengths or own.wonders or own.next_time) else None
        desk = Desk.with_sheet(begun or workflow.draft_sheet(shown.session.id, settings=settings))
        st.session_state[key] = desk
    return desk


def _bring_new(desk: Desk) -> None:
    """A way to add what was marked after the sheet was begun, where there is such a thing."""
    draft = workflow.draft_sheet(desk.sheet.session, settings=current_settings())
    if fresh := desk.new_in(draft):
        st.button(
            f"Add {many(fresh, 'moment')} that you marked since",
            icon=":material/playlist_add:",
            on_click=desk.bring,
            args=(draft,),
        )


def _own(session: str) -> Sheet | None:
    """The sheet of the person who looks, as it is kept."""
    settings = current_settings()
    known = workflow.sheets(session, settings=settings)
    return next((sheet for sheet in known if sheet.by == settings.person), None)


def _keep(desk: Desk, typed: Sheet) -> Sheet:
    """What is kept after this run: a draft that nobody touched is not, until it is signed.

    A signed sheet that was changed is a draft beside it.
    """
    kept = _own(typed.session)
    if content(typed) == content(desk.first if kept is None else kept):
        return kept or typed
    kept = workflow.save_sheet(typed, settings=current_settings())
    desk.sheet = replace(desk.sheet, changed=kept.changed)
    return kept


def content(sheet: Sheet) -> Sheet:
    """A sheet without who keeps it and since when, its ratings in an order of their own."""
    ratings = tuple(sorted(sheet.ratings, key=lambda rating: rating.behaviour))
    return replace(sheet, by="", changed="", signed="", ratings=ratings)


def _sign(sheet: Sheet, shown: Shown) -> None:
    settings = current_settings()
    reader = plain(authors().get(shown.session.owner, "the trainee"))
    with st.container(border=True, key="signing"):
        if sheet.signed:
            st.markdown(f"Signed on {when(sheet.signed)}; {reader} can read it.")
            if st.button("Take it back", icon=":material/undo:"):
                workflow.take_back_sheet(shown.session.id, settings=settings)
                st.rerun()
        else:
            st.markdown(
                f"Kept as a draft, which {reader} cannot see. Every change is kept at once."
            )
            if st.button("Sign it and hand it over", type="primary", icon=":material/signature:"):
                workflow.save_sheet(sheet, settings=settings)
                workflow.sign_sheet(shown.session.id, settings=settings)
                st.rerun()
        show_downloads(sheet, shown)


def _author(sheet: Sheet) -> str:
    settings = current_settings()
    known = {person.id: person.name for person in workflow.people(settings=settings)}
    return known.get(sheet.by, "a mentor")
