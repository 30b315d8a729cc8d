"""The audit trail."""

from __future__ import annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Uuid


class AuditEntry(Base):
    """One thing that happened. Triggers refuse to change or delete it.

    `at` is text, as it was hashed: a time stamp that an engine rounds would break the chain.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_case", "case_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[Code]
    action: Mapped[Code]
    case_id: Mapped[Uuid | None]
    data: Mapped[str] = mapped_column(Text)
    prev: Mapped[Digest] = mapped_column(unique=True)
    hash: Mapped[Digest] = mapped_column(unique=True)
