"""New recording: hand it in, say a little about it, and watch the analysis."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analyser import jobs, workflow
from analyser.dashboard import components, progress, tickets, uploads
from analyser.dashboard.context import current_settings, is_served
from analyser.dashboard.frame import page, plain
from analyser.dashboard.places import go_to
from analyser.dashboard.routes import NAME_HEADER, TICKET_HEADER, UPLOAD_PATH
from analyser.domain import Request

ARRIVED = "arrived"
"""Where a visit remembers what it has uploaded and not yet had analysed."""

INSTEAD, ONLY_NAMES = "Use it instead of listening", "Take only the names from it"

READING_WIDTH = 760
"""Pixels."""

ACCEPT = (
    "audio/*,video/*,.wav,.mp3,.m4a,.mp4,.mov,.webm,.mkv,.ogg,.opus,.flac,.aac,.wma,.amr,.3gp,.zip"
)


@page
def show() -> None:
    """Drop zone, then the few things to say, then the progress."""
    with st.container(width=READING_WIDTH):
        st.title("New recording")
        progress.show_jobs()
        if not is_served():
            st.info("Start the app with the command `analyser app` to hand in recordings.")
        elif ARRIVED in st.session_state:
            _look_at(st.session_state[ARRIVED])
        else:
            _take()


def _take() -> None:
    """The drop zone; what has arrived is remembered until it is analysed or put aside."""
    upload = components.upload(_upload_data(), key="upload")
    st.caption(
        "Nothing leaves this machine: the recording is kept and analysed here, and nowhere "
        "else. Hand in only what everybody in it has agreed to."
    )
    if upload:
        st.session_state[ARRIVED] = upload
        st.rerun()


def _upload_data() -> dict[str, Any]:
    settings = current_settings()
    limit = f"{settings.max_upload_gb:g} GB"
    if "upload-ticket" not in st.session_state:
        st.session_state["upload-ticket"] = tickets.issue("upload", "recording")
    return {
        "address": UPLOAD_PATH,
        "ticket": st.session_state["upload-ticket"],
        "ticket_header": TICKET_HEADER,
        "name_header": NAME_HEADER,
        "limit": uploads.limit_bytes(settings),
        "too_large": f"This file is larger than the {limit} that the app accepts. "
        "Export the sound alone and try again.",
        "hint": "Audio or video, a zip file with a track for each person, or an exported session, "
        f"up to {limit}",
        "accept": ACCEPT,
    }


def _look_at(upload: dict[str, Any]) -> None:
    """A recording is asked about; a session from another analyser is brought in as it is."""
    path = uploads.path_of(upload["id"], settings=current_settings())
    if workflow.is_session_file(path):
        _bring_in(upload, path)
    else:
        _ask(upload)


def _bring_in(upload: dict[str, Any], path: Path) -> None:
    name = plain(str(upload["name"]))
    st.markdown(f"**{name}** has arrived. It holds a session from another analyser.")
    if st.button("Bring it in", type="primary", icon=":material/move_to_inbox:"):
        session = workflow.unpack(path, settings=current_settings())
        path.unlink(missing_ok=True)
        del st.session_state[ARRIVED]
        go_to("session", session=session)
    _offer_another()


def _ask(upload: dict[str, Any]) -> None:
    """The few things to say about a recording; all of them have an answer already."""
    st.markdown(f"**{plain(str(upload['name']))}** has arrived.")
    with st.form("about"):
        name = st.text_input("What to call this session", value=Path(upload["name"]).stem)
        hotwords = st.text_input(
            "Names and terms that come up",
            placeholder="Maya, Tom, Salt Marsh House",
            help="With commas between. The analyser then spells them right more often.",
        )
        with st.expander("More to say about it"):
            transcript = st.file_uploader(
                "A transcript with names and times, if there is one",
                type=["vtt", "srt", "json"],
                help="Zoom and Teams write such files.",
            )
            instead = st.radio(
                "What the transcript is for",
                [True, False],
                format_func=lambda yes: INSTEAD if yes else ONLY_NAMES,
                horizontal=True,
            )
            most = st.number_input(
                "At most this many voices", 1, 30, current_settings().max_speakers
            )
            exact = st.number_input(
                "Exactly this many voices", 1, 30, None, placeholder="Leave empty if not sure"
            )
        if st.form_submit_button("Analyse", type="primary"):
            _start(
                upload,
                name=name.strip() or Path(upload["name"]).stem,
                hotwords=tuple(word.strip() for word in hotwords.split(",") if word.strip()),
                transcript=transcript,
                instead=instead,
                most=most,
                exact=exact,
            )
    _offer_another()


def _offer_another() -> None:
    if st.button("Choose another recording", type="tertiary"):
        del st.session_state[ARRIVED]
        st.rerun()


def _start(
    upload: dict[str, Any],
    *,
    name: str,
    hotwords: tuple[str, ...],
    transcript: UploadedFile | None,
    instead: bool,
    most: int,
    exact: int | None,
) -> None:
    """Hand the recording to the worker and clear the page for the next one."""
    settings = current_settings()
    written = transcript and uploads.store_bytes(
        transcript.getvalue(), name=transcript.name, settings=settings
    )
    request = Request(
        recording=str(uploads.path_of(upload["id"], settings=settings)),
        name=name,
        hotwords=hotwords,
        transcript=str(written) if written and instead else None,
        names=str(written) if written and not instead else None,
        max_speakers=most,
        speakers=exact,
        language=settings.language,
    )
    progress.watch(jobs.submit(request, settings=settings))
    del st.session_state[ARRIVED]
    st.rerun()
