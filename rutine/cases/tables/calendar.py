"""What comes due later, counted, and the links that calendars read it by."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Orgnr, Uuid


class ComingDeadline(Base):
    """How many of a unit have a deadline of one rule on one day that is no case yet.

    Counts only: who they are is in the lists. Each run of the routine replaces its own.
    `sub_unit` is empty where the lists tell no organisation number; `titles` is canonical JSON,
    language -> what the rule is called; `sight` follows the routine file (`access.Sight`).
    """

    __tablename__ = "coming_deadlines"

    routine: Mapped[Code] = mapped_column(primary_key=True)
    employer: Mapped[Orgnr] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(80), primary_key=True)
    sub_unit: Mapped[str] = mapped_column(String(9), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    how_many: Mapped[int]
    titles: Mapped[str] = mapped_column(Text)
    sight: Mapped[Code]


class CalendarLink(Base):
    """A person's link for a calendar program; only the secret's hash is kept."""

    __tablename__ = "calendar_links"

    token_hash: Mapped[Digest] = mapped_column(primary_key=True)
    user_id: Mapped[Uuid] = mapped_column(ForeignKey("users.id"), unique=True)
    made_at: Mapped[datetime]
