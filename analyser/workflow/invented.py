"""The invented cohort as it is written down in ``sample_sessions/cohort/cohort.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from analyser.domain import Aim, CommentKind, PersonKind, Role, Seen
from analyser.settings import ROOT

SAMPLE_SESSIONS = ROOT / "sample_sessions"
COHORT = SAMPLE_SESSIONS / "cohort"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InventedPerson(_Row):
    """Somebody who does not exist."""

    name: str
    kinds: tuple[PersonKind, ...]


class InventedSession(_Row):
    """A set that never was: a dialogue (``script``), or a recording in a folder (``recorded``).

    ``shared`` says that the mentor may see it.
    """

    name: str
    owner: str
    presenter: str
    held: date
    online: bool
    script: str = ""
    recorded: str = ""
    shared: bool = False

    @property
    def facilitator(self) -> str:
        """What the owner is called in the dialogue: by the first name."""
        return self.owner.split()[0]

    @property
    def roles(self) -> dict[str, Role]:
        """Who does what in the set, by first name; who is not in it is a member."""
        return {self.facilitator: "facilitator", self.presenter: "presenter"}

    @property
    def dialogue(self) -> Path:
        """The file with the dialogue."""
        return COHORT / f"{self.script}.txt"

    @property
    def folder(self) -> Path:
        """The folder with the recording."""
        return SAMPLE_SESSIONS / self.recorded


class InventedGoal(_Row):
    """What the owner of a session set out to do after it."""

    session: str
    text: str
    measure: str | None = None
    aim: Aim | None = None
    value: float | None = None


class InventedNote(_Row):
    """What the owner of a session wrote about it for nobody else."""

    session: str
    text: str


class InventedComment(_Row):
    """Words about the moment at which ``quote`` is said; ``answers`` the one before on that."""

    session: str
    by: str
    quote: str
    kind: CommentKind
    text: str
    answers: bool = False


class InventedSheet(_Row):
    """A mentor's feedback; what is in it besides is drafted from the comments."""

    session: str
    by: str
    opening: str
    closing: str = ""
    signed: bool = False
    ratings: dict[str, Seen] = Field(default_factory=dict)


class InventedCohort(_Row):
    """Everything about the cohort."""

    programme: str
    people: tuple[InventedPerson, ...]
    sessions: tuple[InventedSession, ...]
    goals: tuple[InventedGoal, ...] = ()
    notes: tuple[InventedNote, ...] = ()
    comments: tuple[InventedComment, ...] = ()
    sheets: tuple[InventedSheet, ...] = ()


@cache
def invented_cohort() -> InventedCohort:
    """The cohort that comes with the project."""
    text = (COHORT / "cohort.toml").read_text(encoding="utf-8")
    return InventedCohort.model_validate(tomllib.loads(text))
