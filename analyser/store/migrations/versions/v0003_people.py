"""People, and what they say to one another about sessions; old sessions are ``me``'s.

Revision 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say more of each session, and make the tables."""
    _say_more_of_sessions()
    _people()
    _shares()
    _looks()
    _goals()
    _notes()
    _comments()
    _sheets()
    _figures()


def _say_more_of_sessions() -> None:
    # Never in a batch: to copy the table of sessions is to lose what hangs on it by cascade.
    op.add_column("sessions", _text("held", server_default=""))
    op.add_column("sessions", _text("programme", server_default=""))
    op.add_column("sessions", sa.Column("online", sa.Boolean(), nullable=True))
    op.add_column(
        "sessions", sa.Column("sample", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(), primary_key=True),
        _text("name"),
        sa.Column("kinds", sa.Text(), nullable=False),
        _text("programme"),
        sa.Column("sample", sa.Boolean(), nullable=False),
    )


def _shares() -> None:
    op.create_table(
        "shares",
        sa.Column("session", sa.String(), _of("sessions"), primary_key=True),
        sa.Column("person", sa.String(), _of("people"), primary_key=True),
        _text("at"),
    )
    op.create_index("ix_shares_person", "shares", ["person"])


def _looks() -> None:
    op.create_table(
        "looks",
        sa.Column("session", sa.String(), _of("sessions"), primary_key=True),
        sa.Column("person", sa.String(), primary_key=True),
        _text("at"),
    )


def _goals() -> None:
    op.create_table(
        "goals",
        sa.Column("id", sa.String(), primary_key=True),
        _text("person"),
        sa.Column("session", sa.String(), _of("sessions"), nullable=False),
        _text("text"),
        _text("made"),
        sa.Column("measure", sa.String(), nullable=True),
        sa.Column("aim", sa.String(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        _text("closed"),
    )
    op.create_index("ix_goals_person", "goals", ["person"])


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("session", sa.String(), _of("sessions"), primary_key=True),
        sa.Column("person", sa.String(), primary_key=True),
        _text("text"),
    )


def _comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("session", sa.String(), _of("sessions"), nullable=False),
        _text("by"),
        _text("at"),
        sa.Column("start", sa.Double(), nullable=False),
        sa.Column("end", sa.Double(), nullable=False),
        _text("kind"),
        _text("text"),
        sa.Column(
            "answers", sa.String(), sa.ForeignKey("comments.id", ondelete="SET NULL"), nullable=True
        ),
    )
    op.create_index("ix_comments_session", "comments", ["session"])


def _sheets() -> None:
    op.create_table(
        "sheets",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session", sa.String(), _of("sessions"), nullable=False),
        _text("by"),
        _text("signed"),
        _text("taken_back"),
        sa.Column("sheet", sa.Text(), nullable=False),
    )
    op.create_index("ix_sheets_session_by", "sheets", ["session", "by"])


def _figures() -> None:
    op.create_table(
        "figures",
        sa.Column("session", sa.String(), _of("sessions"), primary_key=True),
        _text("fingerprint"),
        sa.Column("figures", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Remove the tables and what was said of each session."""
    for table in ("figures", "sheets", "comments", "notes", "goals", "looks", "shares", "people"):
        op.drop_table(table)
    for column in ("sample", "online", "programme", "held"):
        op.drop_column("sessions", column)


def _text(name: str, server_default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=server_default)


def _of(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
