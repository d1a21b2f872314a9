"""Sessions, analyses, utterances and claims.

Revision 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("recording_name", sa.String(), nullable=False),
        sa.Column("duration", sa.Double(), nullable=False),
    )
    op.create_index("ix_sessions_recording", "sessions", ["recording"])
    op.create_table(
        "analyses",
        sa.Column("session", sa.String(), _of_session(), primary_key=True),
        sa.Column("engines", sa.Text(), nullable=False),
        sa.Column("speakers", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("turns", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
    )
    op.create_table(
        "utterances",
        sa.Column("session", sa.String(), _of_session(), primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("start", sa.Double(), nullable=False),
        sa.Column("end", sa.Double(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session", sa.String(), _of_session(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("machine", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_claims_session_kind", "claims", ["session", "kind", "subject"])


def downgrade() -> None:
    """Remove the tables."""
    for table in ("claims", "utterances", "analyses", "sessions"):
        op.drop_table(table)


def _of_session() -> sa.ForeignKey:
    return sa.ForeignKey("sessions.id", ondelete="CASCADE")
