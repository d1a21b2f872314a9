"""Two sessions side by side: the same figures, the same scales, and only differences that hold."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from analyser import workflow
from analyser.dashboard.beside import side_by_side
from analyser.dashboard.context import current_settings
from analyser.dashboard.figures import figures_of
from analyser.dashboard.frame import page, plain
from analyser.dashboard.listing import held_on
from analyser.dashboard.places import go_to
from analyser.dashboard.sections import Shown
from analyser.domain import Measure, Session
from analyser.measures import about_facilitator, drift, first_sentence
from analyser.report.charts import airtime, creep, questions, stacks

OTHER = "with"
"""Where the address keeps the second session; the first is ``session``, as everywhere."""

MAIN = (
    *("airtime_share", "evenness", "open_share", "stacked_questions", "question_length"),
    *("long_waits_after_question", "advice_share", "advice_per_10_min", "advice_creep"),
    *("advice_creep_verdict", "steer_back", "reflections_to_questions"),
)
"""The measures that are told first."""

Drawn = tuple[alt.LayerChart, str]
"""A chart with its words."""


@page
def show() -> None:
    """Choose two, then read them side by side."""
    st.title("Compare two sessions")
    known = workflow.sessions(settings=current_settings())
    if len(known) < 2:  # noqa: PLR2004 - two sides
        st.markdown("There have to be two sessions before they can be compared.")
        if st.button("Back to the sessions"):
            go_to("home")
        return
    first, second = _chosen(known)
    if first.id == second.id:
        st.info("Choose two different sessions.")
        return
    sides = (_shown(first), _shown(second))
    _show_answers(sides)
    _show_figures(sides)
    _show_charts(sides)


def _chosen(known: Sequence[Session]) -> tuple[Session, Session]:
    """The two sessions, kept in the address; at first one and the one before it of that person."""
    ids = {session.id: session for session in known}
    asked = st.query_params.get("session", "")
    start = ids[asked] if asked in ids else known[0]
    other = ids.get(st.query_params.get(OTHER, "")) or _before(start, known)
    left, right = st.columns(2, gap="large")
    with left:
        first = _choose("First session", ids, other)
    with right:
        second = _choose("Second session", ids, start)
    st.query_params["session"], st.query_params[OTHER] = second.id, first.id
    return first, second


def _choose(label: str, known: dict[str, Session], chosen: Session) -> Session:
    ids = list(known)
    wanted = st.selectbox(
        label,
        ids,
        index=ids.index(chosen.id),
        format_func=lambda one: f"{known[one].name} · {held_on(known[one])}",
        key=f"compare-{label}",
    )
    return known[wanted]


def _before(start: Session, known: Sequence[Session]) -> Session:
    """The session of the same person before this one, else any other."""
    others = [session for session in known if session.id != start.id]
    own = [session for session in others if session.owner == start.owner]
    earlier = [session for session in own if _when(session) <= _when(start)]
    return max(earlier, key=_when) if earlier else (own or others)[0]


def _when(session: Session) -> str:
    return session.held or session.created


def _shown(session: Session) -> Shown:
    analysis = workflow.load(session.id, settings=current_settings())
    return Shown(session=session, analysis=analysis, measures=figures_of(analysis))


def _show_answers(sides: tuple[Shown, Shown]) -> None:
    """Each one's first answer, and the way to it."""
    for column, shown in zip(st.columns(2, gap="large"), sides, strict=True):
        with column:
            st.markdown(plain(first_sentence(shown.analysis, shown.measures)))
            label = f"Open {plain(shown.session.name)}"
            if st.button(label, key=f"open-{shown.session.id}", type="tertiary"):
                go_to("session", session=shown.session.id)


def _show_figures(sides: tuple[Shown, Shown]) -> None:
    """The facilitator's figures where they have one of their own, else the set's."""
    first, second = (_by_name(shown) for shown in sides)
    titles = _titles(sides)
    st.header("Figures")
    st.caption(
        "The facilitator’s own where a figure is a voice’s, else the whole set’s, with 95 % "
        "intervals. A difference is told only where the intervals lie apart: two sets differ in "
        "many ways, and none of these figures is a mark."
    )
    main = {name: first[name] for name in MAIN if name in first}
    st.table(side_by_side(main, second, titles).set_index("Measure"))
    with st.expander("Every figure", icon=":material/table_rows:"):
        st.table(side_by_side(first, second, titles).set_index("Measure"))


def _by_name(shown: Shown) -> dict[str, Measure]:
    """One figure for each name; what is neither a voice's nor the set's is the members'."""
    members = {m.name: m for m in shown.measures if m.subject == "role:member"}
    return members | about_facilitator(shown.analysis, shown.measures)


def _titles(sides: tuple[Shown, Shown]) -> tuple[str, str]:
    """What to call the two columns: the names, made different where they are the same."""
    first, second = (shown.session.name for shown in sides)
    return (first, second) if first != second else (f"{first} (first)", f"{second} (second)")


def _show_charts(sides: tuple[Shown, Shown]) -> None:
    """The same chart of both, on the same scale."""
    for title, drawn in (
        ("Airtime", _airtime(sides)),
        ("Questions", _questions(sides)),
        ("Advice creep", _creep(sides)),
    ):
        st.header(title)
        for column, shown, (chart, words) in zip(
            st.columns(2, gap="large"), sides, drawn, strict=True
        ):
            with column:
                st.caption(plain(shown.session.name))
                st.markdown(plain(words))
                st.altair_chart(chart, key=f"compare-{title}-{shown.session.id}")


def _airtime(sides: tuple[Shown, Shown]) -> list[Drawn]:
    frames = [airtime.rows(shown.analysis, shown.measures) for shown in sides]
    told = [airtime.words(frame) for frame in frames]
    most = max(map(airtime.reach, frames))
    return [
        (airtime.chart(frame, description=words, most=most), words)
        for frame, words in zip(frames, told, strict=True)
    ]


def _questions(sides: tuple[Shown, Shown]) -> list[Drawn]:
    frames = [questions.rows(shown.analysis, shown.measures) for shown in sides]
    told = [questions.words(frame) for frame in frames]
    most = max(map(stacks.reach, frames))
    return [
        (questions.chart(frame, description=words, most=most), words)
        for frame, words in zip(frames, told, strict=True)
    ]


def _creep(sides: tuple[Shown, Shown]) -> list[Drawn]:
    frames: list[tuple[pd.DataFrame, pd.DataFrame]] = [
        (creep.rows(shown.analysis), creep.contribution_rows(shown.analysis)) for shown in sides
    ]
    told = [creep.words(drift(shown.analysis)) for shown in sides]
    longest = max(shown.session.recording.duration for shown in sides)
    return [
        (creep.chart(curve, made, duration=longest, description=words), words)
        for (curve, made), words in zip(frames, told, strict=True)
    ]
