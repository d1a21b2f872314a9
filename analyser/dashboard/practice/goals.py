"""Goals: set after a session, looked at after the next, put aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from analyser import workflow
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import plain, plain_errors, redraw
from analyser.domain import Aim
from analyser.errors import InputError
from analyser.workflow import GoalCheck

IN_WORDS = "One in my own words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A goal that is often set; ``words`` take its percentage, ``value`` is offered first (0–1)."""

    title: str
    words: str
    measure: str
    aim: Aim
    value: float


TEMPLATES = (
    Template(
        title="More of my questions open",
        words="At least {} % of my questions are open",
        measure="open_share",
        aim="at_least",
        value=0.5,
    ),
    Template(
        title="Less airtime for me",
        words="I speak for at most {} % of the talk",
        measure="airtime_share",
        aim="at_most",
        value=0.2,
    ),
    Template(
        title="More room after my questions",
        words="After at least {} % of my questions there are three seconds of silence",
        measure="long_waits_after_question",
        aim="at_least",
        value=0.3,
    ),
    Template(
        title="Less advice from me",
        words="At most {} % of what I contribute is advice",
        measure="advice_share",
        aim="at_most",
        value=0.1,
    ),
    Template(
        title="Advice steered back",
        words="I steer back at least {} % of the advice in the set",
        measure="steer_back",
        aim="at_least",
        value=0.5,
    ),
)

Verdict = tuple[str, str, Literal["green", "gray"]]
"""A word, an icon and a colour."""

_MET: dict[bool, Verdict] = {
    True: ("Met", ":material/check:", "green"),
    False: ("Not met", ":material/close:", "gray"),
}
_CANNOT_TELL: Verdict = ("Cannot tell", ":material/help:", "gray")


def show_checks(checks: Sequence[GoalCheck], *, own: bool) -> None:
    """Each goal with whether it was met, and why that is said; the owner may put it aside."""
    for check in checks:
        with st.container(border=True, key=f"goal-{check.goal.id}"):
            with st.container(horizontal=True, vertical_alignment="center"):
                word, icon, colour = _met(check)
                st.badge(word, icon=icon, color=colour)
                st.markdown(f"**{plain(check.goal.text)}**", width="stretch")
                if own and st.button("Put aside", key=f"aside-{check.goal.id}", type="tertiary"):
                    workflow.close_goal(check.goal.id, settings=current_settings())
                    redraw()
            st.caption(plain(check.why))


def _met(check: GoalCheck) -> Verdict:
    return _CANNOT_TELL if check.met is None else _MET[check.met]


def show_new_goal(session: str) -> None:
    """A goal from a template with its percentage, or one in words; kept for the next sessions."""
    key = f"new-goal-{session}"
    if st.session_state.pop(f"{key}-kept", False):
        st.session_state[f"{key}-text"] = ""
        st.toast("Your goal is set.")
    titles = {template.title: template for template in TEMPLATES}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("What for", [*titles, IN_WORDS], key=f"{key}-what", width=280)
        template = titles.get(chosen)
        percent = _percent(template, key) if template else 0
    if template is None:
        st.text_input("In your words", key=f"{key}-text", max_chars=300)
    else:
        st.markdown(f"“{plain(template.words.format(percent))}.”")
    with plain_errors():
        if st.button("Set this goal", key=f"{key}-set"):
            _set(session, template, percent, str(st.session_state.get(f"{key}-text", "")))
            st.session_state[f"{key}-kept"] = True
            redraw()


def _percent(template: Template, key: str) -> int:
    return int(
        st.number_input(
            "Per cent",
            min_value=0,
            max_value=100,
            value=round(template.value * 100),
            step=5,
            key=f"{key}-{template.measure}",
            width=130,
        )
    )


def _set(session: str, template: Template | None, percent: int, text: str) -> None:
    """Keep the goal.

    :raises InputError: a goal in words has none.
    """
    settings = current_settings()
    if template is not None:
        workflow.set_goal(
            session,
            template.words.format(percent),
            measure=template.measure,
            aim=template.aim,
            value=percent / 100,
            settings=settings,
        )
        return
    if not text.strip():
        raise InputError("The goal has no words.", "Say what you want to do next time.")
    workflow.set_goal(session, text.strip(), settings=settings)
