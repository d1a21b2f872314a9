"""Settings and about: what is here, what it takes, what leaves the machine, how that is known."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from analyser import weights, workflow
from analyser.dashboard import about
from analyser.dashboard.context import current_settings
from analyser.dashboard.frame import page, plain, unbroken
from analyser.dashboard.sample_cohort import add_button, remove_button
from analyser.measures.wording import many
from analyser.settings import Settings, settings_file

_STATES = {"present": "here, and every file verified", "missing": "not here", "damaged": "damaged"}

_LEAVES = """
**Nothing.** No account, no usage figures, no download unless you ask for one.

- The app listens on `127.0.0.1` alone, and answers only pages of its own: a guard looks at where
  each request comes from, and tells the browser to load nothing from anywhere else.
- A test runs a whole analysis with the real models in a process in which opening any connection is
  an error.
- A test in a real browser watches every page: it fails as soon as another address is asked for
  anything.
- You can see it for yourself: switch the network off, and everything goes on working.
"""
_SHARED = """
This machine is set to share with others: words go to the database and sound to the folder that the
settings name, and to no other place.
"""


@page
def show() -> None:
    """Read-only but for the invented cohort; each part says how it is changed."""
    settings = current_settings()
    use = workflow.disk_use(settings=settings)
    st.title("Settings and about")
    st.html(f'<p class="answer">{escape(unbroken(_answer(use, settings)))}</p>')
    _leaves(settings)
    _kept(use, settings)
    _models(settings)
    _settings(settings)
    _invented(settings)
    _made_of()


def _answer(use: workflow.DiskUse, settings: Settings) -> str:
    here = f"{many(len(use.sessions), 'session')} and {about.size_told(use.sound)} of sound"
    if settings.database or settings.recordings:
        return f"{here} are here; what is shared goes where the settings say, and nowhere else."
    return f"{here} are kept on this machine, and nothing leaves it."


def _leaves(settings: Settings) -> None:
    st.header("What leaves this machine")
    st.markdown(_SHARED if settings.database or settings.recordings else _LEAVES)


def _kept(use: workflow.DiskUse, settings: Settings) -> None:
    st.header("What is kept, and for how long")
    st.markdown(about.retention_told(settings.keep_sound_days))
    st.caption(
        "Set by `keep_sound_days` (0: for ever). A session that is forgotten goes at once, with "
        "its sound, its words and all that was said about it."
    )
    parts, each = st.columns([1, 1.4], gap="large")
    with parts:
        _table(about.room_rows(use), "What takes how much room")
    with each, st.expander("Room for each session"):
        _table(about.session_rows(use), "Room for each session")
    with st.expander("Where things are kept"):
        _table(about.place_rows(settings), "Where things are kept")


def _models(settings: Settings) -> None:
    st.header("Models")
    rows = _model_rows(settings)
    here = sum(row["State"] == _STATES["present"] for row in rows)
    st.markdown(
        f"{here} of {many(len(rows), 'model')} are here. A file is loaded only if it is, bit for "
        "bit, the one that the list of models names (SHA-256)."
    )
    _table(rows, "Models")
    st.caption(
        "Fetch one with `analyser models pull NAME`; check all with `analyser models verify`."
    )


@st.cache_data(ttl=600, show_spinner="Verifying every model file …")
def _model_rows(_settings: Settings) -> list[dict[str, str]]:
    return [
        {
            "Model": row.model,
            "Does": row.role,
            "Licence": row.licence,
            "Size": about.size_told(row.size),
            "State": _STATES[row.state],
        }
        for row in weights.list_models(_settings)
    ]


def _settings(settings: Settings) -> None:
    st.header("Settings")
    st.markdown(
        plain(
            f"They stand in {settings_file()}, or in the environment, which goes before the file."
        )
        + " They are read when the app starts."
    )
    with st.expander("All settings as they stand", icon=":material/tune:"):
        _table(about.setting_rows(settings), "All settings as they stand")


def _invented(settings: Settings) -> None:
    st.header("The invented cohort")
    if workflow.sample_cohort(settings=settings) == "added":
        st.markdown(
            "Eight invented people with their sessions are here, so that every page has something "
            "to show. Nobody in them exists."
        )
        remove_button(key="remove-from-about")
    else:
        st.markdown("Invented people and sessions, so that every page has something to show.")
        add_button(key="add-from-about")


def _made_of() -> None:
    st.header("Versions and licences")
    _table(about.version_rows(), "Versions")
    with st.expander("What it is made of, and under which licences"):
        _table(about.part_rows(), "Parts, versions and licences")


def _table(rows: list[dict[str, str]], title: str) -> None:
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt=title)
