"""What happened is told to the scheduler: how far that has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what happened before it is told to nobody."""
    op.create_table(
        "deliveries",
        sa.Column("receiver", sa.String(length=48), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("receiver", name="pk_deliveries"),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("deliveries")
