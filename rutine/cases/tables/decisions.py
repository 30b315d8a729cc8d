"""What people decided."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Uuid


class DecisionEntry(Base):
    """One decision, with the person, the evidence and the rules it was made on.

    Comments are free text about a person, so they are encrypted. `until` is the day a waiting
    case comes back on, `hold_reason` what is waited for, and `exempt_reason` why somebody need
    not; `source_choice` is the source that counts first in a document that is signed; `amount` is
    what a claim is to be changed to, in øre. `made_by_hand` and `made_apart`
    say that it was this decision that set the case's flags: taking it back takes them back.
    """

    __tablename__ = "decisions"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    case_id: Mapped[Uuid] = mapped_column(ForeignKey("cases.id"), index=True)
    run_id: Mapped[Uuid] = mapped_column(ForeignKey("runs.id"))
    evidence_hash: Mapped[Digest]
    action: Mapped[Code]
    state: Mapped[Code]
    comment: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[Code]
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    second_id: Mapped[Code | None]
    second_name: Mapped[str | None] = mapped_column(Text)
    second_at: Mapped[datetime | None]
    second_comment: Mapped[bytes | None] = mapped_column(LargeBinary)
    until: Mapped[date | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    hold_reason: Mapped[Code | None]
    exempt_reason: Mapped[Code | None]
    source_choice: Mapped[Code | None]
    made_by_hand: Mapped[bool] = mapped_column(default=False)
    made_apart: Mapped[bool] = mapped_column(default=False)


class AppliedDecision(Base):
    """A decision that a run has carried out, once: with the settlement it made, if any."""

    __tablename__ = "applied_decisions"

    decision_id: Mapped[Uuid] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    run_id: Mapped[Uuid] = mapped_column(ForeignKey("runs.id"), index=True)
    settlement_id: Mapped[Uuid | None] = mapped_column(ForeignKey("settlements.id"), index=True)
