"""How far the audit trail has been told to others."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code


class Delivery(Base):
    """One receiver of events, and the last entry of the trail that it was told of."""

    __tablename__ = "deliveries"

    receiver: Mapped[Code] = mapped_column(primary_key=True)
    seq: Mapped[int]
    told_at: Mapped[datetime]
