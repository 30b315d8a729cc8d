"""Settlements can be undone; what is posted, its files, and periods that are closed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_FIXED = (
    "key, source_id, entry, kind, target, line, employer, period, booked, voucher, role, account, "
    "responsibility, function, amount, paid, claim_id, run_id, posted_at"
)
"""Everything but the file, which comes later, and what is sealed, which new keys may seal anew."""

_SQLITE_TRIGGERS = (
    """CREATE TRIGGER postings_closed BEFORE INSERT ON postings
    WHEN EXISTS (SELECT 1 FROM closed_periods WHERE employer = NEW.employer AND period = NEW.period)
    BEGIN SELECT RAISE(ABORT, 'the period is closed'); END""",
    f"""CREATE TRIGGER postings_no_update BEFORE UPDATE OF {_FIXED} ON postings
    BEGIN SELECT RAISE(ABORT, 'a posting is never changed'); END""",
    """CREATE TRIGGER postings_one_file BEFORE UPDATE OF file_id ON postings
    WHEN OLD.file_id IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a posting goes in one file'); END""",
    """CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
    BEGIN SELECT RAISE(ABORT, 'a posting is never removed'); END""",
)

_POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION refuse_posting_in_closed_period() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM closed_periods
                 WHERE employer = NEW.employer AND period = NEW.period) THEN
        RAISE EXCEPTION 'the period is closed';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE FUNCTION refuse_posting_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a posting is never changed or removed'; END $$""",
    """CREATE TRIGGER postings_closed BEFORE INSERT ON postings
    FOR EACH ROW EXECUTE FUNCTION refuse_posting_in_closed_period()""",
    f"""CREATE TRIGGER postings_no_update BEFORE UPDATE OF {_FIXED} ON postings
    FOR EACH ROW EXECUTE FUNCTION refuse_posting_change()""",
    """CREATE TRIGGER postings_one_file BEFORE UPDATE OF file_id ON postings
    FOR EACH ROW WHEN (OLD.file_id IS NOT NULL) EXECUTE FUNCTION refuse_posting_change()""",
    """CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
    FOR EACH ROW EXECUTE FUNCTION refuse_posting_change()""",
)


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and columns. Nullable columns only: see revision 0002."""
    op.add_column("settlements", sa.Column("undone_at", _moment(), nullable=True))
    op.add_column("settlements", sa.Column("undone_by_id", sa.String(length=48), nullable=True))
    op.add_column("settlements", sa.Column("undone_by_name", sa.Text(), nullable=True))
    op.add_column("settlements", sa.Column("undone_why", sa.LargeBinary(), nullable=True))
    _undone_rows()
    _files()
    _postings()
    op.create_table(
        "closed_periods",
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("controls", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=48), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("closed_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("employer", "period", name="pk_closed_periods"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_TRIGGERS if sqlite else _POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _undone_rows() -> None:
    op.create_table(
        "undone_rows",
        sa.Column("settlement_id", sa.String(length=36), nullable=False),
        sa.Column("side", sa.String(length=48), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("claim_id", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlements.id"], name="fk_undone_rows_settlement_id"
        ),
        sa.PrimaryKeyConstraint("settlement_id", "side", "sha256", "row", name="pk_undone_rows"),
    )
    op.create_index("ix_undone_rows_employer", "undone_rows", ["employer"])


def _files() -> None:
    op.create_table(
        "posting_files",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("target", sa.String(length=48), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", _moment(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("written_at", _moment(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_posting_files_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_posting_files"),
        sa.UniqueConstraint("employer", "target", "number", name="uq_posting_files_employer"),
    )


def _postings() -> None:
    op.create_table(
        "postings",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("target", sa.String(length=48), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("booked", sa.Date(), nullable=False),
        sa.Column("voucher", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=48), nullable=True),
        sa.Column("account", sa.String(length=40), nullable=True),
        sa.Column("responsibility", sa.String(length=40), nullable=False),
        sa.Column("function", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=True),
        sa.Column("claim_id", sa.String(length=80), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("run_id", sa.String(length=36), nullable=True),
        sa.Column("posted_at", _moment(), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["posting_files.id"], name="fk_postings_file_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_postings_run_id"),
        sa.PrimaryKeyConstraint("key", name="pk_postings"),
    )
    op.create_index("ix_postings_period", "postings", ["employer", "period"])
    op.create_index("ix_postings_source", "postings", ["source_id", "entry"])
    op.create_index("ix_postings_file_id", "postings", ["file_id"])


def downgrade() -> None:
    """Take them away again."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in (
            "postings_closed",
            "postings_no_update",
            "postings_one_file",
            "postings_no_delete",
        ):
            op.execute(f"DROP TRIGGER {trigger}")
    for table in ("closed_periods", "postings", "posting_files", "undone_rows"):
        op.drop_table(table)
    for column in ("undone_why", "undone_by_name", "undone_by_id", "undone_at"):
        op.drop_column("settlements", column)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_posting_in_closed_period")
        op.execute("DROP FUNCTION refuse_posting_change")
