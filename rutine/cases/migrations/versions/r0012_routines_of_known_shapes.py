"""What the routines of the known shapes keep: whose cases, why exempt, and what is matched.

The lists' indexes get the two columns at their end: sorting and grouping stay as they are, and
lists that leave some routines out, or show one, are read from the indexes alone as before.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_BEFORE: Mapping[str, tuple[str, ...]] = {
    "ix_cases_lists": (
        *("status", "restricted", "reason", "sub_unit"),
        *("claimed", "paid", "due", "number"),
    ),
    "ix_cases_changed": (
        *("status", "changed_at", "restricted", "reason"),
        *("sub_unit", "claimed", "paid", "number"),
    ),
}


def upgrade() -> None:
    """Every case so far is for all who see cases, and no row is matched."""
    op.add_column("cases", sa.Column("sight", sa.String(48), nullable=False, server_default="all"))
    op.add_column("decisions", sa.Column("exempt_reason", sa.String(48)))
    _remake({name: (*columns, "sight", "routine") for name, columns in _BEFORE.items()})
    op.create_table(
        "matched_rows",
        sa.Column("routine", sa.String(48), primary_key=True),
        sa.Column("employer", sa.String(9), primary_key=True),
        sa.Column("side", sa.String(48), primary_key=True),
        sa.Column("lookup", sa.String(64), primary_key=True),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("group_id", sa.String(36), nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("pass_name", sa.String(48), nullable=False),
        sa.Column("rules_sha256", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_matched_rows_group", "matched_rows", ["group_id"])


def downgrade() -> None:
    """As it was; what was matched is told by the archive and the trail alone."""
    op.drop_table("matched_rows")
    _remake(_BEFORE)
    op.drop_column("decisions", "exempt_reason")
    op.drop_column("cases", "sight")


def _remake(indexes: Mapping[str, tuple[str, ...]]) -> None:
    for name, columns in indexes.items():
        op.drop_index(name, "cases")
        op.create_index(name, "cases", list(columns))
