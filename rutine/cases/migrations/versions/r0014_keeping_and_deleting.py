"""Free text outside the audit trail, legal holds, and what tells that personal data was deleted.

What people wrote (why somebody wanted to see a national id, remarks) stood encrypted in the trail
itself, where it could never be deleted. From here on the trail holds an id and a salted print.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_UUID = sa.String(length=36)
_CODE = sa.String(length=48)
_MARKS = {"cases": "wiped_at", "settlements": "wiped_at", "subjects": "erased_at"}


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and columns. Nullable columns only: see revision 0002."""
    for table, column in _MARKS.items():
        op.add_column(table, sa.Column(column, _moment(), nullable=True))
    op.create_table(
        "case_texts",
        sa.Column("id", _UUID, nullable=False),
        sa.Column("case_id", _UUID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_texts_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_texts"),
    )
    op.create_index("ix_case_texts_case_id", "case_texts", ["case_id"])
    op.create_table(
        "legal_holds",
        sa.Column("id", _UUID, nullable=False),
        sa.Column("case_id", _UUID, nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", _CODE, nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("lifted_by_id", _CODE, nullable=True),
        sa.Column("lifted_at", _moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_legal_holds_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_legal_holds"),
    )
    op.create_index("ix_legal_holds_case_id", "legal_holds", ["case_id"])
    op.create_table(
        "deleted_originals",
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("deleted_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("lookup", name="pk_deleted_originals"),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("deleted_originals", "legal_holds", "case_texts"):
        op.drop_table(table)
    for table, column in _MARKS.items():
        op.drop_column(table, column)
