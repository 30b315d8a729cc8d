"""A report whose lines came in another order is known for the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the next fetch notes the lines of reports that are here already."""
    op.add_column("reports", sa.Column("lines_sha256", sa.String(length=64), nullable=True))
    op.create_index("ix_reports_lines", "reports", ["employer", "lines_sha256"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_reports_lines", "reports")
    op.drop_column("reports", "lines_sha256")
