"""Run by Alembic: use the caller's connection and its transaction."""

from __future__ import annotations

from alembic import context

from rutine.cases.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can't alter a table in place; Alembic copies it.
    render_as_batch=True,
    # The caller began the transaction and holds the writer's lock; both engines undo DDL.
    transactional_ddl=False,
)
context.run_migrations()
