"""What is posted, the files it is written to, and the periods that are closed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Orgnr, Uuid


class Posting(Base):
    """One line of a voucher, or of what payroll imports. Triggers refuse to change it.

    `key` is source, entry, file and line: the same thing can't be posted twice. A source's
    first entry posts it, the second takes it back, and so on. `amount` is øre, debit positive;
    for payroll it is what is settled of the claim, and `paid` what NAV paid of that. Employee
    number and position are in `sealed`. `file_id` is None until the line has a file to go in.
    """

    __tablename__ = "postings"
    __table_args__ = (
        Index("ix_postings_period", "employer", "period"),
        Index("ix_postings_source", "source_id", "entry"),
    )

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    source_id: Mapped[Uuid]
    entry: Mapped[int]
    kind: Mapped[Code]
    target: Mapped[Code]
    line: Mapped[int]
    employer: Mapped[Orgnr]
    period: Mapped[str] = mapped_column(String(7))
    booked: Mapped[date]
    voucher: Mapped[int]
    role: Mapped[Code | None]
    account: Mapped[str | None] = mapped_column(String(40))
    responsibility: Mapped[str] = mapped_column(String(40))
    function: Mapped[str] = mapped_column(String(40))
    amount: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int | None] = mapped_column(BigInteger)
    claim_id: Mapped[str | None] = mapped_column(String(80))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    run_id: Mapped[Uuid | None] = mapped_column(ForeignKey("runs.id"))
    posted_at: Mapped[datetime]
    file_id: Mapped[Uuid | None] = mapped_column(ForeignKey("posting_files.id"), index=True)


class PostingFile(Base):
    """One file of postings. `sha256` and `written_at` are None until it lies in its folder."""

    __tablename__ = "posting_files"
    __table_args__ = (UniqueConstraint("employer", "target", "number"),)

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    run_id: Mapped[Uuid] = mapped_column(ForeignKey("runs.id"))
    employer: Mapped[Orgnr]
    target: Mapped[Code]
    period: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    made_at: Mapped[datetime]
    sha256: Mapped[Digest | None]
    written_at: Mapped[datetime | None]


class ClosedPeriod(Base):
    """A month that nothing is posted in any more. `controls` is canonical JSON."""

    __tablename__ = "closed_periods"

    employer: Mapped[Orgnr] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    controls: Mapped[str] = mapped_column(Text)
    by_id: Mapped[Code]
    by_name: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[datetime]
