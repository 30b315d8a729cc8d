"""Each settlement says why it may settle and what was claimed, beside what was paid."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. What was settled before agreed to the øre: reason D01, claimed as paid.

    Plain ALTER TABLE, not a copy of the table: rows and outcomes refer to it, and SQLite
    would delete what they refer to. It keeps the defaults; the store always writes a value.
    """
    op.alter_column("settlements", "amount", new_column_name="paid")
    op.add_column(
        "settlements",
        sa.Column("reason", sa.String(length=48), nullable=False, server_default="D01"),
    )
    op.add_column(
        "settlements", sa.Column("claimed", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.execute("UPDATE settlements SET claimed = paid")


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("settlements", "claimed")
    op.drop_column("settlements", "reason")
    op.alter_column("settlements", "paid", new_column_name="amount")
