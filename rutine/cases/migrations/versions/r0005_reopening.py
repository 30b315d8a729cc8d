"""Reopening: whether payroll has taken in that a claim's settlement was taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column in place. Of rows undone before, payroll has had its time."""
    op.add_column(
        "undone_rows",
        sa.Column("caught_up", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("undone_rows", "caught_up")
