"""Who was given which case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Uuid


class Assignment(Base):
    """One time a case went from hand to hand; nobody is NULL.

    The note is free text about a person, so it is encrypted.
    """

    __tablename__ = "assignments"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    case_id: Mapped[Uuid] = mapped_column(ForeignKey("cases.id"), index=True)
    from_id: Mapped[Code | None]
    to_id: Mapped[Code | None]
    by_id: Mapped[Code]
    at: Mapped[datetime]
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
