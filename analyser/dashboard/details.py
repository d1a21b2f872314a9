"""What a list says of a session, put right: its name, its day, whose it is, its programme."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import kindly
from analyser.domain import Person, Session
from analyser.store import ME

_WHERE = {None: "Not said", True: "Online", False: "In one room"}


@st.dialog("About this session")
@kindly
def ask_for_details(session: Session) -> None:
    """A form with what is known; saved as a whole."""
    settings = current_settings()
    people = {person.id: person for person in workflow.people(settings=settings)}
    with st.form(f"details-{session.id}", border=False):
        name = st.text_input("Name", value=session.name, max_chars=200)
        held = st.date_input(
            "Day of the set", value=_day_of(session.held), format="DD/MM/YYYY",
            help="Sessions are put in order by it.",
        )  # fmt: skip
        owner = _whose(session, people)
        programme = st.text_input("Programme", value=session.programme, max_chars=80)
        online = st.radio(
            "Where it was",
            tuple(_WHERE),
            index=tuple(_WHERE).index(session.online),
            format_func=_WHERE.__getitem__,
            horizontal=True,
        )
        if st.form_submit_button("Save", type="primary"):
            workflow.describe_as(
                session.id,
                name=name.strip(),
                held=held.isoformat() if isinstance(held, date) else "",
                owner=owner,
                programme=programme.strip(),
                online=online,
                settings=settings,
            )
            st.toast("Saved.")
            st.rerun()


def _whose(session: Session, people: dict[str, Person]) -> str:
    """The person whose practice it shows; where nobody was added there is nothing to choose."""
    owners = dict.fromkeys([ME, *(i for i, p in people.items() if "trainee" in p.kinds)])
    owners[session.owner] = None
    if len(owners) == 1:
        return session.owner
    choices = tuple(owners)
    return st.selectbox(
        "Whose practice it shows",
        choices,
        index=choices.index(session.owner),
        format_func=lambda who: people[who].name if who in people else "Nobody in particular",
    )


def _day_of(held: str) -> date | None:
    return date.fromisoformat(held[:10]) if held else None
