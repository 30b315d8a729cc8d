"""Answers to employees, with the index that finds them, and questions without an answer.

The index is the engine's own: FTS5 in SQLite, kept by triggers so that a restored backup has it
too, and a GIN index over the words in PostgreSQL. Neither takes endings off: the words lie there
as `rutine.questions` made them, so both find the same.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ROW = "employer = old.employer AND routine = old.routine AND key = old.key"
_ADD = """INSERT INTO question_search(employer, routine, key, terms)
    VALUES (new.employer, new.routine, new.key, new.terms)"""
_SQLITE = (
    """CREATE VIRTUAL TABLE question_search USING fts5(
    employer UNINDEXED, routine UNINDEXED, key UNINDEXED, terms,
    tokenize='unicode61 remove_diacritics 0')""",
    f"""CREATE TRIGGER question_entries_added AFTER INSERT ON question_entries BEGIN
    {_ADD};
END""",
    f"""CREATE TRIGGER question_entries_removed AFTER DELETE ON question_entries BEGIN
    DELETE FROM question_search WHERE {_ROW};
END""",  # noqa: S608 - made of the words above
    f"""CREATE TRIGGER question_entries_changed AFTER UPDATE ON question_entries BEGIN
    DELETE FROM question_search WHERE {_ROW};
    {_ADD};
END""",  # noqa: S608 - made of the words above
)
_POSTGRESQL = (
    """CREATE INDEX ix_question_entries_terms ON question_entries
    USING gin (array_to_tsvector(string_to_array(terms, ' ')))""",
)


def upgrade() -> None:
    """Make the tables and the index."""
    op.create_table(
        "question_entries",
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("routine", sa.String(length=48), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=48), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("wordings", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("units", sa.Text(), nullable=False),
        sa.Column("rivals", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("approval", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("employer", "routine", "key", name="pk_question_entries"),
    )
    op.create_table(
        "unanswered_questions",
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("employer", sa.String(length=9), nullable=False),
        sa.Column("routine", sa.String(length=48), nullable=False),
        sa.Column("language", sa.String(length=48), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("lookup", name="pk_unanswered_questions"),
    )
    op.create_index("ix_unanswered_questions_of", "unanswered_questions", ["employer", "routine"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Take them away again."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE question_search")
    op.drop_table("unanswered_questions")
    op.drop_table("question_entries")
