"""Who wants to be told of what waits, and when each was told last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Uuid


class NoticeChoice(Base):
    """An account that chose to be told by e-mail; the address is in `sealed`."""

    __tablename__ = "notice_choices"

    user_id: Mapped[Uuid] = mapped_column(ForeignKey("users.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class NoticeSent(Base):
    """When a receiver (an actor's id, or `webhook`) was told last: once a day at most."""

    __tablename__ = "notices_sent"

    receiver: Mapped[Code] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
