"""One calendar: what comes due later, and links for calendar programs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; the next run of each routine counts what is coming."""
    op.create_table(
        "coming_deadlines",
        sa.Column("routine", sa.String(length=48), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("sub_unit", sa.String(length=9), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how_many", sa.Integer(), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("sight", sa.String(length=48), nullable=False),
        sa.PrimaryKeyConstraint(
            *("routine", "employer", "rule", "sub_unit", "day"), name="pk_coming_deadlines"
        ),
    )
    op.create_index("ix_coming_deadlines_day", "coming_deadlines", ["day"])
    op.create_table(
        "calendar_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_calendar_links_user_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_calendar_links"),
        sa.UniqueConstraint("user_id", name="uq_calendar_links_user_id"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("calendar_links")
    op.drop_index("ix_coming_deadlines_day", "coming_deadlines")
    op.drop_table("coming_deadlines")
