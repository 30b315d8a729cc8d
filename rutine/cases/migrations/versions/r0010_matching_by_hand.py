"""People match rows by hand, and two persons take back what is in the books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLES = ("undo_requests", "carried_claims", "picked_rows")
_INDEXES = {
    "picked_rows": {
        "ix_picked_rows_line": ["side", "sha256", "row"],
        "ix_picked_rows_claim": ["employer", "claim_id"],
        "ix_picked_rows_case_id": ["case_id"],
    },
    "carried_claims": {
        "ix_carried_claims_subject_id": ["subject_id"],
        "ix_carried_claims_employee_lookup": ["employee_lookup"],
    },
    "undo_requests": {
        "ix_undo_requests_settlement_id": ["settlement_id"],
        "ix_undo_requests_state": ["state"],
    },
}


def _text(name: str, length: int, *, needed: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=not needed)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def _row() -> tuple[sa.Column[str], sa.Column[int]]:
    return (_text("sha256", 64), sa.Column("row", sa.Integer(), nullable=False))


def upgrade() -> None:
    """Make the tables; the next run enters the claims that are carried."""
    op.create_table(
        "picked_rows",
        _text("decision_id", 36),
        _text("side", 48),
        *_row(),
        _text("employer", 9),
        _text("claim_id", 80, needed=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        _text("place", 64),
        _text("case_id", 36, needed=False),
        _text("subject_id", 36, needed=False),
        _refers("picked_rows", "decision_id", "decisions"),
        _refers("picked_rows", "case_id", "cases"),
        _refers("picked_rows", "subject_id", "subjects"),
        sa.PrimaryKeyConstraint("decision_id", "side", "sha256", "row", name="pk_picked_rows"),
    )
    op.create_table(
        "carried_claims",
        _text("employer", 9),
        _text("claim_id", 80),
        _text("subject_id", 36, needed=False),
        _text("sub_unit", 9, needed=False),
        _text("employee_lookup", 64, needed=False),
        *_row(),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _refers("carried_claims", "subject_id", "subjects"),
        sa.PrimaryKeyConstraint("employer", "claim_id", name="pk_carried_claims"),
    )
    op.create_table(
        "undo_requests",
        _text("id", 36),
        _text("settlement_id", 36),
        _text("state", 48),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        _text("by_id", 48),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("second_id", 48, needed=False),
        sa.Column("second_name", sa.Text(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_comment", sa.LargeBinary(), nullable=True),
        _refers("undo_requests", "settlement_id", "settlements"),
        sa.PrimaryKeyConstraint("id", name="pk_undo_requests"),
    )
    for table, indexes in _INDEXES.items():
        for name, columns in indexes.items():
            op.create_index(name, table, columns)


def downgrade() -> None:
    """Take them away again."""
    for table in _TABLES:
        for name in _INDEXES[table]:
            op.drop_index(name, table_name=table)
        op.drop_table(table)
