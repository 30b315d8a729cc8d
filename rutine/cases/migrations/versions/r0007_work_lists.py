"""Who has a case, what a hold waits for, saved lists, names to search by, and shortcuts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CODE, _UUID = sa.String(48), sa.String(36)
_GIVEN = sa.text("assignee IS NOT NULL")
_LISTED = ["status", "restricted", "changed_at", "reason", "sub_unit"]
_LISTED += ["claimed", "paid", "due", "number"]
_FLAGS = (
    ("users", "shortcuts", sa.true()),
    ("decisions", "made_by_hand", sa.false()),
    ("decisions", "made_apart", sa.false()),
)


def upgrade() -> None:
    """Add the columns in place, as in revision 0002; `Database.open` fills in the names.

    Of decisions made before, nobody knows which set the flags: taking one back leaves them.
    """
    for table, name, default in _FLAGS:
        op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
    op.add_column("decisions", sa.Column("hold_reason", _CODE, nullable=True))
    op.add_column("web_sessions", sa.Column("search", sa.LargeBinary(), nullable=True))
    op.add_column("cases", sa.Column("assignee", _CODE, nullable=True))
    op.create_index(
        "ix_cases_assignee", "cases", ["assignee"], sqlite_where=_GIVEN, postgresql_where=_GIVEN
    )
    op.create_index("ix_cases_lists", "cases", _LISTED)
    op.create_index("ix_cases_changed", "cases", ["status", "changed_at"])
    op.create_index("ix_cases_alike", "cases", ["status", "reason", "kind", "routine"])
    op.create_index("ix_settlements_settled_at", "settlements", ["settled_at"])
    op.create_index("ix_settlements_subject_id", "settlements", ["subject_id"])
    _names()
    _assignments()
    _saved_views()


def _names() -> None:
    op.create_table(
        "name_lookups",
        sa.Column("lookup", sa.String(64), nullable=False),
        sa.Column("subject_id", _UUID, nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name="fk_name_lookups_subject_id"),
        sa.PrimaryKeyConstraint("lookup", "subject_id", name="pk_name_lookups"),
    )
    op.create_index("ix_name_lookups_subject_id", "name_lookups", ["subject_id"])


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", _UUID, nullable=False),
        sa.Column("case_id", _UUID, nullable=False),
        sa.Column("from_id", _CODE, nullable=True),
        sa.Column("to_id", _CODE, nullable=True),
        sa.Column("by_id", _CODE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_assignments_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_case_id", "assignments", ["case_id"])


def _saved_views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", _UUID, nullable=False),
        sa.Column("owner_id", _UUID, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_saved_views_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
    )
    op.create_index("ix_saved_views_owner_id", "saved_views", ["owner_id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("saved_views", "assignments", "name_lookups"):
        op.drop_table(table)
    op.drop_index("ix_settlements_subject_id", "settlements")
    op.drop_index("ix_settlements_settled_at", "settlements")
    for index in ("ix_cases_alike", "ix_cases_changed", "ix_cases_lists", "ix_cases_assignee"):
        op.drop_index(index, "cases")
    op.drop_column("cases", "assignee")
    op.drop_column("web_sessions", "search")
    op.drop_column("decisions", "hold_reason")
    for table, name, _ in reversed(_FLAGS):
        op.drop_column(table, name)
