"""A name of its own for each database, so that shared recordings are never taken for another's.

Revision 0002.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Draw the name."""
    names = op.create_table("store", sa.Column("id", sa.String(), primary_key=True))
    op.bulk_insert(names, [{"id": secrets.token_hex(6)}])


def downgrade() -> None:
    """Remove the name."""
    op.drop_table("store")
