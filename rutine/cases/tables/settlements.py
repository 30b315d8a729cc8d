"""What was settled without a person: groups, and their rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Orgnr, Uuid


class Settlement(Base):
    """One group of lines and claims that close each other. The benefit is in `sealed`.

    `reason` says why it may settle; `claimed` and `paid` are øre. Undoing one notes who and why
    (free text, so encrypted) and moves its rows to `UndoneRow`; the record stays. `wiped_at` is
    when everything personal was deleted from it: it is nobody's then.
    """

    __tablename__ = "settlements"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    run_id: Mapped[Uuid] = mapped_column(ForeignKey("runs.id"), index=True)
    employer: Mapped[Orgnr]
    subject_id: Mapped[Uuid] = mapped_column(ForeignKey("subjects.id"), index=True)
    sub_unit: Mapped[Orgnr]
    pass_name: Mapped[Code]
    reason: Mapped[Code]
    claimed: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int] = mapped_column(BigInteger)
    rules_sha256: Mapped[Digest]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    settled_at: Mapped[datetime] = mapped_column(index=True)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[Code | None]
    undone_by_name: Mapped[str | None] = mapped_column(Text)
    undone_why: Mapped[bytes | None] = mapped_column(LargeBinary)
    wiped_at: Mapped[datetime | None]


class SettledRow(Base):
    """One row that is settled. The keys see to it that none is settled twice."""

    __tablename__ = "settled_rows"
    __table_args__ = (UniqueConstraint("employer", "claim_id"),)

    side: Mapped[Code] = mapped_column(primary_key=True)
    sha256: Mapped[Digest] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[Uuid] = mapped_column(ForeignKey("settlements.id"), index=True)
    employer: Mapped[Orgnr]
    claim_id: Mapped[str | None] = mapped_column(String(80))


class UndoneRow(Base):
    """One row of a settlement that was undone: free to be settled again.

    `caught_up` says of a claim that payroll has listed it as open since.
    """

    __tablename__ = "undone_rows"

    settlement_id: Mapped[Uuid] = mapped_column(ForeignKey("settlements.id"), primary_key=True)
    side: Mapped[Code] = mapped_column(primary_key=True)
    sha256: Mapped[Digest] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    employer: Mapped[Orgnr] = mapped_column(index=True)
    claim_id: Mapped[str | None] = mapped_column(String(80))
    caught_up: Mapped[bool] = mapped_column(Boolean, default=False)


class UndoRequest(Base):
    """Somebody's wish to take back what is in the books, until another person has answered.

    `state` is a `DecisionState`. Both texts are free text about a person, so encrypted.
    """

    __tablename__ = "undo_requests"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    settlement_id: Mapped[Uuid] = mapped_column(ForeignKey("settlements.id"), index=True)
    state: Mapped[Code] = mapped_column(index=True)
    why: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[Code]
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    second_id: Mapped[Code | None]
    second_name: Mapped[str | None] = mapped_column(Text)
    second_at: Mapped[datetime | None]
    second_comment: Mapped[bytes | None] = mapped_column(LargeBinary)
