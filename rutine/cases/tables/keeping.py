"""What people wrote of a case, legal holds, what is to be deleted, and originals that were."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Uuid


class CaseText(Base):
    """Free text that the audit trail refers to: here it can be deleted, there it could not.

    The trail holds the id and a salted print; text and salt are in `sealed`.
    """

    __tablename__ = "case_texts"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    case_id: Mapped[Uuid] = mapped_column(ForeignKey("cases.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class LegalHold(Base):
    """A case whose data is kept beyond its time, for a complaint or a court, until it is lifted."""

    __tablename__ = "legal_holds"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    case_id: Mapped[Uuid] = mapped_column(ForeignKey("cases.id"), index=True)
    why: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[Code]
    at: Mapped[datetime]
    lifted_by_id: Mapped[Code | None]
    lifted_at: Mapped[datetime | None]


class DeletedOriginal(Base):
    """An original that was deleted when its time was over: missing, but not lost."""

    __tablename__ = "deleted_originals"

    lookup: Mapped[Digest] = mapped_column(primary_key=True)
    kind: Mapped[Code]
    deleted_at: Mapped[datetime]


class RetentionPlan(Base):
    """What one look found due for deletion, until a person has confirmed it and it was done.

    `counts` holds how many of each kind; `items` their ids, which are no one's data, until it is
    ended: what a person confirms is these, and not what becomes due later.
    """

    __tablename__ = "retention_plans"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    day: Mapped[date] = mapped_column(Date)
    counts: Mapped[str] = mapped_column(Text)
    items: Mapped[str | None] = mapped_column(Text)
    confirmed_by_id: Mapped[Code | None]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
