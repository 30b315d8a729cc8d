"""Whose data this store holds, and which key ring it belongs to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest


class Home(Base):
    """One row: practice data never ends up in a production store, or under other keys."""

    __tablename__ = "home"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mode: Mapped[Code]
    key_check: Mapped[Digest]
    made_at: Mapped[datetime]
