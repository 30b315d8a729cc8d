"""The first tables: runs, reports, settlements, cases, decisions, people, audit, accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_TRIGGERS = (
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
)

_POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
)


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _home()
    _runs()
    _people()
    _settlements()
    _cases()
    _rows()
    _trail()
    _accounts()


def _home() -> None:
    op.create_table(
        "home",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mode", sa.String(length=48), nullable=False),
        sa.Column("key_check", sa.String(length=64), nullable=False),
        sa.Column("made_at", _moment(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_home_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_home"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("routine", sa.String(length=48), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("started_at", _moment(), nullable=False),
        sa.Column("finished_at", _moment(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("number", name="uq_runs_number"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=48), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("account", sa.String(length=11), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=48), nullable=False),
        sa.Column("fetched_at", _moment(), nullable=False),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("reason", sa.String(length=48), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_reports_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("source", "report_id", name="uq_reports_source"),
    )
    op.create_index(
        "uq_reports_bytes",
        "reports",
        ["employer", "sha256"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('refused', 'duplicate')"),
        postgresql_where=sa.text("state NOT IN ('refused', 'duplicate')"),
    )


def _people() -> None:
    op.create_table(
        "subjects",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subjects"),
        sa.UniqueConstraint("lookup", name="uq_subjects_lookup"),
    )


def _settlements() -> None:
    op.create_table(
        "settlements",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("sub_unit", sa.String(length=9), nullable=False),
        sa.Column("pass_name", sa.String(length=48), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("rules_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("settled_at", _moment(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_settlements_run_id"),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name="fk_settlements_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_settlements"),
    )
    op.create_index("ix_settlements_run_id", "settlements", ["run_id"])
    op.create_table(
        "settled_rows",
        sa.Column("side", sa.String(length=48), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.String(length=36), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("claim_id", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlements.id"], name="fk_settled_rows_settlement_id"
        ),
        sa.PrimaryKeyConstraint("side", "sha256", "row", name="pk_settled_rows"),
        sa.UniqueConstraint("employer", "claim_id", name="uq_settled_rows_employer"),
    )
    op.create_index("ix_settled_rows_settlement_id", "settled_rows", ["settlement_id"])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("routine", sa.String(length=48), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("reason", sa.String(length=48), nullable=False),
        sa.Column("sub_unit", sa.String(length=9), nullable=True),
        sa.Column("subject_id", sa.String(length=36), nullable=True),
        sa.Column("employee_lookup", sa.String(length=64), nullable=True),
        sa.Column("claimed", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=True),
        sa.Column("suggestion", sa.String(length=48), nullable=True),
        sa.Column("permitted", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("evidence_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=48), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("found_at", _moment(), nullable=False),
        sa.Column("changed_at", _moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_cases_run_id"),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name="fk_cases_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        sa.UniqueConstraint("routine", "fingerprint", name="uq_cases_routine"),
    )
    op.create_index("ix_cases_queue", "cases", ["status", "number"])
    op.create_index("ix_cases_sub_unit", "cases", ["sub_unit"])
    op.create_index("ix_cases_employee_lookup", "cases", ["employee_lookup"])
    op.create_index("ix_cases_subject_id", "cases", ["subject_id"])
    op.create_table(
        "case_rows",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("side", sa.String(length=48), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("claim_id", sa.String(length=80), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_rows_case_id"),
        sa.PrimaryKeyConstraint("case_id", "side", "sha256", "row", name="pk_case_rows"),
    )
    op.create_index(
        "uq_case_rows_claim",
        "case_rows",
        ["employer", "claim_id"],
        unique=True,
        sqlite_where=sa.text("held AND claim_id IS NOT NULL"),
        postgresql_where=sa.text("held AND claim_id IS NOT NULL"),
    )
    op.create_index(
        "uq_case_rows_held",
        "case_rows",
        ["side", "sha256", "row"],
        unique=True,
        sqlite_where=sa.text("held"),
        postgresql_where=sa.text("held"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("evidence_hash", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=48), nullable=False),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.String(length=48), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("second_id", sa.String(length=48), nullable=True),
        sa.Column("second_name", sa.Text(), nullable=True),
        sa.Column("second_at", _moment(), nullable=True),
        sa.Column("second_comment", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_decisions_case_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_decisions_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_case_id", "decisions", ["case_id"])


def _rows() -> None:
    op.create_table(
        "input_files",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=48), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_input_files"),
        sa.UniqueConstraint("side", "sha256", name="uq_input_files_side"),
    )
    op.create_table(
        "row_outcomes",
        sa.Column("run_number", sa.Integer(), nullable=False),
        sa.Column("file_number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim_id", sa.String(length=80), nullable=True),
        sa.Column("outcome", sa.String(length=48), nullable=False),
        sa.Column("settlement_id", sa.String(length=36), nullable=True),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_row_outcomes_case_id"),
        sa.ForeignKeyConstraint(
            ["file_number"], ["input_files.number"], name="fk_row_outcomes_file_number"
        ),
        sa.ForeignKeyConstraint(["run_number"], ["runs.number"], name="fk_row_outcomes_run_number"),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlements.id"], name="fk_row_outcomes_settlement_id"
        ),
        sa.PrimaryKeyConstraint("run_number", "file_number", "row", name="pk_row_outcomes"),
        sqlite_with_rowid=False,
    )


def _trail() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=48), nullable=False),
        sa.Column("action", sa.String(length=48), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
        sa.UniqueConstraint("prev", name="uq_audit_prev"),
    )
    op.create_index("ix_audit_case", "audit", ["case_id", "seq"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_TRIGGERS if sqlite else _POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _accounts() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("name_lookup", sa.String(length=64), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("last_at", _moment(), nullable=False),
        sa.Column("blocked_until", _moment(), nullable=True),
        sa.PrimaryKeyConstraint("name_lookup", name="pk_sign_in_attempts"),
    )
    op.create_index("ix_sign_in_attempts_last_at", "sign_in_attempts", ["last_at"])
    op.create_table(
        "users",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("units", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("made_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )
    op.create_table(
        "web_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("started_at", _moment(), nullable=False),
        sa.Column("seen_at", _moment(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_web_sessions_user_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_sessions"),
    )
    op.create_index("ix_web_sessions_user_id", "web_sessions", ["user_id"])


def downgrade() -> None:
    """Remove every table."""
    for table in (
        "web_sessions",
        "users",
        "sign_in_attempts",
        "audit",
        "row_outcomes",
        "input_files",
        "decisions",
        "case_rows",
        "cases",
        "settled_rows",
        "settlements",
        "subjects",
        "reports",
        "runs",
        "home",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change")
