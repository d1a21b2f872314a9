"""Analyses on their way: the stage in words, how far, how long still, and a way to stop."""

from __future__ import annotations

import streamlit as st

from analyser import jobs
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import kindly, plain
from analyser.dashboard.places import go_to
from analyser.jobs import Job
from analyser.jobs.told import left_told, place_told, stage_told, wait_told
from analyser.measures.wording import percent

EVERY = 1.0
"""Seconds between two looks at a running analysis."""

ACTIVE = frozenset({"queued", "running"})


def watch(job: str) -> None:
    """Keep showing this analysis, also when it has ended."""
    _watched().add(job)


def show_jobs() -> None:
    """Every analysis on its way or failed, and those that ended while this visit watched them."""
    seen = _worth_showing()
    if seen:
        moving = any(job.state in ACTIVE for job in seen)
        st.fragment(_show, run_every=EVERY if moving else None)(_active(seen))


@kindly
def _show(before: frozenset[str]) -> None:
    """Draw the cards; the whole page follows when an analysis has come or gone."""
    seen = _worth_showing()
    for job in seen:
        _card(job)
    if _active(seen) != before:
        st.rerun()


def _worth_showing() -> list[Job]:
    found = jobs.jobs(settings=current_settings())
    for job in found:
        if job.state in ACTIVE:
            watch(job.id)
    return [job for job in found if job.id in _watched() or job.state == "failed"]


def _active(seen: list[Job]) -> frozenset[str]:
    return frozenset(job.id for job in seen if job.state in ACTIVE)


def _card(job: Job) -> None:
    with st.container(border=True, key=f"job-{job.id}"):
        match job.state:
            case "done":
                _done(job)
            case "failed" | "cancelled":
                _ended(job)
            case _:
                _moving(job)


def _moving(job: Job) -> None:
    said, stop = st.columns([5, 1], vertical_alignment="center")
    with said:
        st.markdown(f"**{plain(job.name)}**")
        st.progress(min(1.0, max(0.0, job.share)), text=plain(_where(job)))
        if waits := wait_told(job):
            st.caption(plain(waits))
    with stop.container(horizontal_alignment="right"):
        if st.button("Stop", key=f"stop-{job.id}"):
            jobs.cancel(job.id, settings=current_settings())
            st.toast("Stopping. What is finished is kept for the next time.")


def _where(job: Job) -> str:
    """Stage with its own share, the share of the whole, and the time left, in one line."""
    if job.state == "queued":
        return place_told(job)
    if job.stage is None:
        return stage_told(job)
    left = left_told(job)
    told = f"{stage_told(job)} · {percent(job.share)} of the whole"
    return f"{told} · {left} left" if left else told


def _done(job: Job) -> None:
    said, actions = st.columns([4, 1.4], vertical_alignment="center")
    said.markdown(f"**{plain(job.name)}** is ready.")
    with actions.container(horizontal=True, horizontal_alignment="right"):
        if job.session and st.button("Open", key=f"see-{job.id}", type="primary"):
            _watched().discard(job.id)
            go_to("session", session=job.session)
        _dismiss(job)


def _ended(job: Job) -> None:
    said, actions = st.columns([5, 1], vertical_alignment="center")
    verb = "was stopped" if job.state == "cancelled" else "could not be analysed"
    with said:
        st.markdown(f"**{plain(job.name)}** {verb}.")
        if job.message:
            st.markdown(plain(job.message))
    with actions.container(horizontal_alignment="right"):
        _dismiss(job)


def _dismiss(job: Job) -> None:
    if st.button("Close", key=f"close-{job.id}", type="tertiary"):
        _watched().discard(job.id)
        jobs.dismiss(job.id, settings=current_settings())
        st.rerun()


def _watched() -> set[str]:
    watched: set[str] = st.session_state.setdefault("watched-jobs", set())
    return watched
