"""Runs of a routine."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Orgnr, Uuid


class Run(Base):
    """One run for one employer. `rules` and `summary` are canonical JSON without people.

    `number` is what people call it, and the short key of the outcome of each row.
    """

    __tablename__ = "runs"
    __table_args__ = (
        Index("ix_runs_routine", "routine", "employer", "number", "state", "finished_at"),
    )

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    routine: Mapped[Code]
    employer: Mapped[Orgnr]
    first: Mapped[date | None]
    last: Mapped[date | None]
    rules: Mapped[str] = mapped_column(Text)
    state: Mapped[Code]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    summary: Mapped[str | None] = mapped_column(Text)
