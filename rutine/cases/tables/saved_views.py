"""Lists that people have saved."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Uuid


class SavedView(Base):
    """A list with its filters and order, under a name; shared ones are everybody's to use.

    `query` is the list's address after the question mark: codes only, never a search.
    """

    __tablename__ = "saved_views"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    owner_id: Mapped[Uuid] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
    shared: Mapped[bool]
    made_at: Mapped[datetime]
