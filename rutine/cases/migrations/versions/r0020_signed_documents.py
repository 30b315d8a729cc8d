"""Which source counts first in a document that is signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the choice; no decision before it made one."""
    op.add_column("decisions", sa.Column("source_choice", sa.String(48)))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("decisions", "source_choice")
