"""Find an employer's cases without looking through every other's."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index that a run's own searches begin with."""
    op.create_index("ix_cases_employer", "cases", ["employer", "status"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_cases_employer", "cases")
