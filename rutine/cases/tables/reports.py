"""The ledger of fetched reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Orgnr, Uuid

NO_REPORT: Final = ("refused", "duplicate")
"""The states of entries that count for nothing: bytes that are no report, or another's."""

_COUNTS = text(f"state NOT IN {NO_REPORT}")


class Report(Base):
    """One settlement report. Its bytes are in the evidence archive under `sha256`.

    The same bytes count once per employer, and so do the same lines in another order; refused
    bytes (a login page, say) may recur.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("source", "report_id"),
        Index(
            "uq_reports_bytes",
            "employer",
            "sha256",
            unique=True,
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
        Index("ix_reports_lines", "employer", "lines_sha256"),
    )

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    run_id: Mapped[Uuid] = mapped_column(ForeignKey("runs.id"))
    source: Mapped[Code]
    report_id: Mapped[int | None] = mapped_column(BigInteger)
    employer: Mapped[Orgnr]
    value_date: Mapped[date | None]
    total: Mapped[int | None] = mapped_column(BigInteger)
    account: Mapped[str | None] = mapped_column(String(11))
    sha256: Mapped[Digest]
    lines_sha256: Mapped[Digest | None]
    how: Mapped[Code]
    fetched_at: Mapped[datetime]
    state: Mapped[Code]
    reason: Mapped[Code | None]
