"""Stored sessions as tidy tables, for notebooks and for studies: ``analyser.load(session)``.

What is read is what the person of the settings may see. Nothing here changes a session.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analyser.domain import Analysis, Measure, Session
from analyser.measures import measure
from analyser.report import tidy
from analyser.settings import Settings, load_settings

_SESSIONS = {
    "session_id": "str",
    "name": "str",
    "held": "str",
    "owner": "str",
    "programme": "str",
    "online": "boolean",
    "minutes": "float64",
    "created": "str",
    "sample": "bool",
}


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A session as tables: one row for each observation, seconds as floats.

    The columns are told in docs/library.md. Each table is made when it is first asked for, and is
    the caller's own to change.
    """

    session: Session
    analysis: Analysis

    @cached_property
    def figures(self) -> tuple[Measure, ...]:
        """Every figure with its evidence, as the pages show it."""
        return measure(self.analysis)

    @cached_property
    def utterances(self) -> pd.DataFrame:
        """One row for each utterance, with its label, its round and its stage."""
        return tidy.utterances(self.analysis, self.figures, session=self.session.id)

    @cached_property
    def words(self) -> pd.DataFrame:
        """One row for each word."""
        return tidy.words(self.analysis, session=self.session.id)

    @cached_property
    def turns(self) -> pd.DataFrame:
        """One row for each stretch of a voice in the sound."""
        return tidy.turns(self.analysis, session=self.session.id)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """One row for each figure: of a voice, of a role, and of the set."""
        return tidy.measures(self.figures, session=self.session.id)

    @cached_property
    def speakers(self) -> pd.DataFrame:
        """One row for each voice."""
        return tidy.speakers(self.analysis, session=self.session.id)

    @cached_property
    def marks(self) -> pd.DataFrame:
        """One row for each round and stage that was marked."""
        return tidy.marks(self.analysis, session=self.session.id)

    def __repr__(self) -> str:
        known = self.analysis
        size = f"{len(known.speakers)} voices, {len(known.utterances)} utterances"
        return f"<session {self.session.id} '{self.session.name}': {size}>"


def load(session: str, *, settings: Settings | None = None) -> Loaded:
    """A stored session, with every correction in it.

    :param session: its id, or the first letters of it.
    :param settings: where sessions are kept and who looks; ``None`` is what holds on this machine.
    :raises StoreError: there is no such session.
    """
    from analyser import workflow

    known = settings or load_settings()
    found = workflow.describe(session, settings=known)
    return Loaded(session=found, analysis=workflow.load(found.id, settings=known))


def sessions(*, settings: Settings | None = None) -> pd.DataFrame:
    """Every stored session, one in each row, in the order in which the sets were held.

    ``held`` is the day of the set (ISO 8601); empty where nobody said.
    """
    from analyser import workflow

    rows = [
        {
            "session_id": session.id,
            "name": session.name,
            "held": session.held,
            "owner": session.owner,
            "programme": session.programme,
            "online": session.online,
            "minutes": session.recording.duration / 60,
            "created": session.created,
            "sample": session.sample,
        }
        for session in workflow.sessions(settings=settings or load_settings())
    ]
    table = pd.DataFrame(rows, columns=list(_SESSIONS)).astype(_SESSIONS)
    return table.sort_values(["held", "created", "session_id"], ignore_index=True)
