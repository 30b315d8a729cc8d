"""Accounts may have a second factor, the first one comes by a link, and people are told by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = ("notices_sent", "notice_choices", "first_admin_links", "second_factors")


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _user(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint, sa.PrimaryKeyConstraint]:
    return (
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id"),
        sa.PrimaryKeyConstraint("user_id", name=f"pk_{table}"),
    )


def upgrade() -> None:
    """Make the tables; nobody has a second factor or is told anything until they choose it."""
    op.create_table(
        "second_factors",
        *_user("second_factors"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("made_at", _moment(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "first_admin_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_first_admin_links"),
    )
    op.create_table(
        "notice_choices",
        *_user("notice_choices"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "notices_sent",
        sa.Column("receiver", sa.String(length=48), nullable=False),
        sa.Column("sent_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("receiver", name="pk_notices_sent"),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in _TABLES:
        op.drop_table(table)
