"""Indexes that the lists and the page after a decision are read from alone.

SQLite uses a partial index only when the query repeats its condition word for word: the indexes
of held rows said `held` where queries say `held = 1`. Finding out whether a decision may be taken
back read every row of every case: 30 ms of each page that follows a decision in a store of
200 000 cases, and up to 300. PostgreSQL knows that the two are the same, and keeps its own.

The lists' indexes have their columns in the order that counts are grouped by. Whether a row is in
another case too is asked before each decision, of all cases and not only of those that hold rows.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_HELD = (
    ("uq_case_rows_claim", ("employer", "claim_id"), " AND claim_id IS NOT NULL"),
    ("uq_case_rows_held", ("side", "sha256", "row"), ""),
)


_EVERY = {
    "ix_case_rows_line": ("sha256", "row"),
    "ix_case_rows_claim": ("employer", "claim_id"),
}

_LISTS = {
    "ix_cases_lists": (
        *("status", "restricted", "reason", "sub_unit"),
        *("claimed", "paid", "due", "number"),
    ),
    "ix_cases_changed": (
        *("status", "changed_at", "restricted", "reason"),
        *("sub_unit", "claimed", "paid", "number"),
    ),
}
_LISTS_BEFORE = {
    "ix_cases_lists": (
        *("status", "restricted", "changed_at", "reason", "sub_unit"),
        *("claimed", "paid", "due", "number"),
    ),
    "ix_cases_changed": ("status", "changed_at"),
}


def upgrade() -> None:
    """Make the indexes anew, as queries ask."""
    _remake_lists(_LISTS)
    _remake_held("held = 1")
    for name, columns in _EVERY.items():
        op.create_index(name, "case_rows", list(columns))


def downgrade() -> None:
    """As they were."""
    for name in _EVERY:
        op.drop_index(name, "case_rows")
    _remake_held("held")
    _remake_lists(_LISTS_BEFORE)


def _remake_lists(indexes: Mapping[str, tuple[str, ...]]) -> None:
    for name, columns in indexes.items():
        op.drop_index(name, "cases")
        op.create_index(name, "cases", list(columns))


def _remake_held(held: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, columns, more in _HELD:
        op.drop_index(name, "case_rows")
        op.create_index(
            name, "case_rows", list(columns), unique=True, sqlite_where=sa.text(held + more)
        )
