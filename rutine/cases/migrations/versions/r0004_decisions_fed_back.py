"""Decisions feed back: days to wait until, what changed, what was applied, and open claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UUID = sa.String(length=36)
_ORGNR = sa.String(length=9)
_CLAIM_ID = sa.String(length=80)


def upgrade() -> None:
    """Make the tables and columns.

    Columns are added in place, as in revision 0002. Cases that wait because they could not be
    determined are settled by persons only from now on.
    """
    op.add_column("cases", sa.Column("resume_on", sa.Date(), nullable=True))
    op.create_index("ix_cases_resume_on", "cases", ["resume_on"])
    for flag in ("by_hand", "apart"):
        op.add_column(
            "cases", sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE cases SET by_hand = true WHERE id IN (SELECT case_id FROM decisions "
        "WHERE action = 'cannot_determine' AND state = 'effective')"
    )
    op.add_column("decisions", sa.Column("until", sa.Date(), nullable=True))
    op.add_column("decisions", sa.Column("amount", sa.BigInteger(), nullable=True))
    _changes()
    _applied()
    _claims()


def _changes() -> None:
    op.create_table(
        "case_changes",
        sa.Column("id", _UUID, nullable=False),
        sa.Column("case_id", _UUID, nullable=False),
        sa.Column("run_id", _UUID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_changes_case_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_case_changes_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_changes"),
    )
    op.create_index("ix_case_changes_case_id", "case_changes", ["case_id"])


def _applied() -> None:
    op.create_table(
        "applied_decisions",
        sa.Column("decision_id", _UUID, nullable=False),
        sa.Column("run_id", _UUID, nullable=False),
        sa.Column("settlement_id", _UUID, nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name="fk_applied_decisions_decision_id"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_applied_decisions_run_id"),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlements.id"], name="fk_applied_decisions_settlement_id"
        ),
        sa.PrimaryKeyConstraint("decision_id", name="pk_applied_decisions"),
    )
    for column in ("run_id", "settlement_id"):
        op.create_index(f"ix_applied_decisions_{column}", "applied_decisions", [column])


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("employer", _ORGNR, nullable=False),
        sa.Column("claim_id", _CLAIM_ID, nullable=False),
        sa.Column("subject_id", _UUID, nullable=True),
        sa.Column("sub_unit", _ORGNR, nullable=False),
        sa.Column("claimed", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("run_id", _UUID, nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name="fk_claims_subject_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_claims_run_id"),
        sa.PrimaryKeyConstraint("employer", "claim_id", name="pk_claims"),
    )
    op.create_index("ix_claims_subject_id", "claims", ["subject_id"])
    op.create_table(
        "claim_parts",
        sa.Column("settlement_id", _UUID, nullable=False),
        sa.Column("employer", _ORGNR, nullable=False),
        sa.Column("claim_id", _CLAIM_ID, nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("settled_after", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlements.id"], name="fk_claim_parts_settlement_id"
        ),
        sa.PrimaryKeyConstraint("settlement_id", "employer", "claim_id", name="pk_claim_parts"),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("claim_parts", "claims", "applied_decisions", "case_changes"):
        op.drop_table(table)
    op.drop_column("decisions", "amount")
    op.drop_column("decisions", "until")
    op.drop_index("ix_cases_resume_on", "cases")
    op.drop_column("cases", "apart")
    op.drop_column("cases", "by_hand")
    op.drop_column("cases", "resume_on")
