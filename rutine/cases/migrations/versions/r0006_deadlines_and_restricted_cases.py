"""A case has the day by which somebody must act, and may be restricted, as its person is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = ("subjects", "cases")


def upgrade() -> None:
    """Add the columns in place, as in revision 0002.

    Nobody is restricted until a run has read HR's register; deadlines come with the next run.
    """
    for table in _TABLES:
        op.add_column(
            table, sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_index("ix_subjects_restricted", "subjects", ["restricted"])
    op.add_column("cases", sa.Column("due", sa.Date(), nullable=True))
    op.create_index("ix_cases_due", "cases", ["status", "due"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_cases_due", "cases")
    op.drop_column("cases", "due")
    op.drop_index("ix_subjects_restricted", "subjects")
    for table in _TABLES:
        op.drop_column(table, "restricted")
