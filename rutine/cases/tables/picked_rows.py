"""Rows that people pick to close against each other, and claims that no case holds."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Orgnr, Uuid


class PickedRowEntry(Base):
    """One row of a decision to match by hand, as it was when somebody picked it.

    `place` is the evidence hash of the case that held it, or `carried`; `amount` is øre, of a
    claim what was open. `case_id` and `subject_id` say where it was and whose.
    """

    __tablename__ = "picked_rows"
    __table_args__ = (
        Index("ix_picked_rows_line", "side", "sha256", "row"),
        Index("ix_picked_rows_claim", "employer", "claim_id"),
    )

    decision_id: Mapped[Uuid] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    side: Mapped[Code] = mapped_column(primary_key=True)
    sha256: Mapped[Digest] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    employer: Mapped[Orgnr]
    claim_id: Mapped[str | None] = mapped_column(String(80))
    amount: Mapped[int] = mapped_column(BigInteger)
    place: Mapped[Digest]
    case_id: Mapped[Uuid | None] = mapped_column(ForeignKey("cases.id"), index=True)
    subject_id: Mapped[Uuid | None] = mapped_column(ForeignKey("subjects.id"))


class CarriedClaim(Base):
    """A claim that NAV may still answer in time, as the newest run read it.

    No case holds it, so what a person needs to match it by hand is kept here, in `sealed`.
    `amount` is what is open of it, in øre.
    """

    __tablename__ = "carried_claims"

    employer: Mapped[Orgnr] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    subject_id: Mapped[Uuid | None] = mapped_column(ForeignKey("subjects.id"), index=True)
    sub_unit: Mapped[Orgnr | None]
    employee_lookup: Mapped[Digest | None] = mapped_column(index=True)
    sha256: Mapped[Digest]
    row: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
