"""The claimed ledger: what payroll has claimed, how much of it is settled, and since when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Orgnr, Uuid


class ClaimEntry(Base):
    """One claim as the newest run saw it. Payroll's own key tells claims apart.

    `claimed` and `settled` are øre; `settled` is what payroll says, or what runs have settled
    in part, whichever is more. `since` is what its age is counted from.
    """

    __tablename__ = "claims"

    employer: Mapped[Orgnr] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    subject_id: Mapped[Uuid | None] = mapped_column(ForeignKey("subjects.id"), index=True)
    sub_unit: Mapped[Orgnr]
    claimed: Mapped[int] = mapped_column(BigInteger)
    settled: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[date | None]
    state: Mapped[Code]
    run_id: Mapped[Uuid] = mapped_column(ForeignKey("runs.id"))


class ClaimPart(Base):
    """A part of a claim that a decision has settled; the rest of the claim is still open.

    `settled_after` is all that is settled of the claim with this part: payroll's own figure
    catches up with it when the part is posted there.
    """

    __tablename__ = "claim_parts"

    settlement_id: Mapped[Uuid] = mapped_column(ForeignKey("settlements.id"), primary_key=True)
    employer: Mapped[Orgnr] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    paid: Mapped[int] = mapped_column(BigInteger)
    settled_after: Mapped[int] = mapped_column(BigInteger)
