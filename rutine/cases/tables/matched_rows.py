"""Rows of two lists that a routine has matched: none takes part twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Orgnr, Uuid


class MatchedRow(Base):
    """One row of a group that was settled.

    `lookup` is the row's own name within its list, `content` what it says, both keyed: nothing
    of the row stands here. `sha256` and `row` are where it stood when it was matched.
    """

    __tablename__ = "matched_rows"
    __table_args__ = (Index("ix_matched_rows_group", "group_id"),)

    routine: Mapped[Code] = mapped_column(primary_key=True)
    employer: Mapped[Orgnr] = mapped_column(primary_key=True)
    side: Mapped[Code] = mapped_column(primary_key=True)
    lookup: Mapped[Digest] = mapped_column(primary_key=True)
    content: Mapped[Digest]
    group_id: Mapped[Uuid]
    run_id: Mapped[Uuid]
    pass_name: Mapped[Code]
    rules_sha256: Mapped[Digest]
    sha256: Mapped[Digest]
    row: Mapped[int]
    matched_at: Mapped[datetime]
