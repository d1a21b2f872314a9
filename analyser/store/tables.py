"""The tables: sessions, what was worked out about them, and what people claim about that.

An analysis is written once and never changed. Whatever is put right later, by a person or by
another model, is a row in ``claims``; nothing there is overwritten. What people say about a session
has tables of its own, and goes with the session.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Dialect, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from analyser.domain import (
    Aim,
    CommentKind,
    Notice,
    PersonKind,
    Sheet,
    Speaker,
    Turn,
    Word,
)
from analyser.store.claims import ClaimKind


class Json(TypeDecorator[Any]):
    """Rows of the domain as JSON text, checked against their type when they are read."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape
        self._rows: TypeAdapter[Any] = TypeAdapter(shape)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002 - theirs
        """Rows to text."""
        return self._rows.dump_json(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - theirs
        """Text to rows."""
        return self._rows.validate_json(value)


class Base(DeclarativeBase):
    """The metadata that the tables share."""


class StoreRow(Base):
    """The one row that names this database; the name was drawn when the tables were made."""

    __tablename__ = "store"

    id: Mapped[str] = mapped_column(primary_key=True)


class SessionRow(Base):
    """A recording that was analysed for its owner. ``recording`` is the SHA-256 of the file.

    The owner is a person's id, or ``me``, who is in no table.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    name: Mapped[str]
    created: Mapped[str]
    recording: Mapped[str] = mapped_column(index=True)
    recording_name: Mapped[str]
    duration: Mapped[float]
    held: Mapped[str] = mapped_column(server_default="")
    programme: Mapped[str] = mapped_column(server_default="")
    online: Mapped[bool | None]
    sample: Mapped[bool] = mapped_column(server_default=false())
    analysis: Mapped[AnalysisRow] = relationship(cascade="all", passive_deletes=True)


class AnalysisRow(Base):
    """What the engines made of the recording: words and turns as JSON, with who made them."""

    __tablename__ = "analyses"

    session: Mapped[str] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    engines: Mapped[dict[str, str]] = mapped_column(Json(dict[str, str]))
    speakers: Mapped[tuple[Speaker, ...]] = mapped_column(Json(tuple[Speaker, ...]))
    words: Mapped[tuple[Word, ...]] = mapped_column(Json(tuple[Word, ...]))
    turns: Mapped[tuple[Turn, ...]] = mapped_column(Json(tuple[Turn, ...]))
    warnings: Mapped[tuple[Notice, ...]] = mapped_column(Json(tuple[Notice, ...]))


class UtteranceRow(Base):
    """One utterance; ``n`` counts from 0 within the session."""

    __tablename__ = "utterances"

    session: Mapped[str] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[float]
    end: Mapped[float]
    speaker: Mapped[str]
    text: Mapped[str]


class ClaimRow(Base):
    """One claim about a session: what (kind), about what (subject), the value, by whom, when.

    ``id`` is the order in which claims were made.
    """

    __tablename__ = "claims"
    __table_args__ = (
        Index("ix_claims_session_kind", "session", "kind", "subject"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    kind: Mapped[ClaimKind] = mapped_column(String)
    subject: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(Json(dict[str, Any]))
    by: Mapped[str]
    machine: Mapped[bool]
    at: Mapped[str]


class PersonRow(Base):
    """Somebody who uses the tool."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kinds: Mapped[tuple[PersonKind, ...]] = mapped_column(Json(tuple[PersonKind, ...]))
    programme: Mapped[str]
    sample: Mapped[bool]


class ShareRow(Base):
    """A session that its owner shares with a mentor since ``at``."""

    __tablename__ = "shares"

    session: Mapped[str] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    person: Mapped[str] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[str]


class LookRow(Base):
    """When somebody, ``me`` among them, last looked at what is new in a session."""

    __tablename__ = "looks"

    session: Mapped[str] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    person: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[str]


class GoalRow(Base):
    """What a person set out to do after a session; it goes with the session."""

    __tablename__ = "goals"

    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(index=True)
    session: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    text: Mapped[str]
    made: Mapped[str]
    measure: Mapped[str | None]
    aim: Mapped[Aim | None] = mapped_column(String)
    value: Mapped[float | None]
    closed: Mapped[str]


class NoteRow(Base):
    """What somebody wrote about a session for nobody else."""

    __tablename__ = "notes"

    session: Mapped[str] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    person: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class CommentRow(Base):
    """Words pinned to a stretch of a session; what they answer may go, and they stay."""

    __tablename__ = "comments"

    id: Mapped[str] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    by: Mapped[str]
    at: Mapped[str]
    start: Mapped[float]
    end: Mapped[float]
    kind: Mapped[CommentKind] = mapped_column(String)
    text: Mapped[str]
    answers: Mapped[str | None] = mapped_column(ForeignKey("comments.id", ondelete="SET NULL"))


class SheetRow(Base):
    """A version of somebody's feedback on a session: signed at ``signed``, or the draft.

    ``taken_back`` says when a signed one was hidden from the trainee again.
    """

    __tablename__ = "sheets"
    __table_args__ = (Index("ix_sheets_session_by", "session", "by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    by: Mapped[str]
    signed: Mapped[str]
    taken_back: Mapped[str]
    sheet: Mapped[Sheet] = mapped_column(Json(Sheet))


class FiguresRow(Base):
    """The figures of a session, remembered; they hold while ``fingerprint`` is the session's."""

    __tablename__ = "figures"

    session: Mapped[str] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    fingerprint: Mapped[str]
    figures: Mapped[str] = mapped_column(Text)
