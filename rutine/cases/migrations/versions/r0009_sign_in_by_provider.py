"""Accounts of people who sign in at an identity provider, and sign-ins that are under way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; every account there is signs in here, with its password."""
    op.add_column(
        "users", sa.Column("way", sa.String(length=20), nullable=False, server_default="local")
    )
    op.create_table(
        "provider_accounts",
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("seen_at", _moment(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_provider_accounts_user_id"),
        sa.PrimaryKeyConstraint("lookup", name="pk_provider_accounts"),
        sa.UniqueConstraint("user_id", name="uq_provider_accounts_user_id"),
    )
    op.create_table(
        "sign_in_journeys",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_sign_in_journeys"),
    )
    op.create_index("ix_sign_in_journeys_started_at", "sign_in_journeys", ["started_at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("sign_in_journeys")
    op.drop_table("provider_accounts")
    op.drop_column("users", "way")
