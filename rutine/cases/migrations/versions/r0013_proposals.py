"""Changes of a routine's files that are proposed from decisions, and what became of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_CODE, _DIGEST, _MOMENT = sa.String(48), sa.String(64), sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("routine", _CODE, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("file", sa.String(120), nullable=False),
        sa.Column("edit", sa.Text(), nullable=False),
        sa.Column("base", _DIGEST, nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("alike", sa.Integer(), nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("found_at", _MOMENT, nullable=False),
        sa.Column("rehearsal", sa.Text(), nullable=True),
        sa.Column("rehearsed_at", _MOMENT, nullable=True),
        sa.Column("by_id", _CODE, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.Column("at", _MOMENT, nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("number", name="uq_proposals_number"),
    )
    op.create_index("ix_proposals_routine", "proposals", ["routine", "state"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("proposals")
