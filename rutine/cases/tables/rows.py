"""Where every input row of every run ended."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Uuid


class InputFile(Base):
    """A file that rows came from; its number keeps the outcomes small."""

    __tablename__ = "input_files"
    __table_args__ = (UniqueConstraint("side", "sha256"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Code]
    sha256: Mapped[Digest]


class RowOutcomeEntry(Base):
    """The one outcome of one row in one run; the key allows no second."""

    __tablename__ = "row_outcomes"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own name

    run_number: Mapped[int] = mapped_column(ForeignKey("runs.number"), primary_key=True)
    file_number: Mapped[int] = mapped_column(ForeignKey("input_files.number"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    claim_id: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[Code]
    settlement_id: Mapped[Uuid | None] = mapped_column(ForeignKey("settlements.id"))
    case_id: Mapped[Uuid | None] = mapped_column(ForeignKey("cases.id"))
