"""Changes of a routine's files that are proposed from decisions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Uuid


class Proposal(Base):
    """One proposed change, what it rests on, and what became of it.

    `edit` says the change, `evidence` counts, days and case numbers, `rehearsal` what playing the
    months again came to: canonical JSON without people or amounts. `base` is the hash of the file
    that it was made for. Whoever answered stands here with the reason, which is free text and so
    encrypted; the trail has every step.
    """

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_routine", "routine", "state"),)

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    routine: Mapped[Code]
    kind: Mapped[Code]
    file: Mapped[str] = mapped_column(String(120))
    edit: Mapped[str] = mapped_column(Text)
    base: Mapped[Digest]
    evidence: Mapped[str] = mapped_column(Text)
    alike: Mapped[int]
    state: Mapped[Code]
    found_at: Mapped[datetime]
    rehearsal: Mapped[str | None] = mapped_column(Text)
    rehearsed_at: Mapped[datetime | None]
    by_id: Mapped[Code | None]
    by_name: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime | None]
    why: Mapped[bytes | None] = mapped_column(LargeBinary)
