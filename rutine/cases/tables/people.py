"""People that cases and settlements are about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Digest, Uuid


class Subject(Base):
    """One person: national id and name encrypted, found by keyed lookup.

    Everything else refers to `id`, so the person can be erased while the trail stays.
    `restricted` is HR's word that the address is protected, or that it is one of those who
    work with the refunds. `erased_at` says that nobody is behind the id any more: number and
    name are deleted, and the lookup finds nothing.
    """

    __tablename__ = "subjects"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    lookup: Mapped[Digest] = mapped_column(unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    restricted: Mapped[bool] = mapped_column(default=False, index=True)
    erased_at: Mapped[datetime | None]


class NameLookup(Base):
    """One word of a person's name, keyed: people are found by name, and no name is readable."""

    __tablename__ = "name_lookups"

    lookup: Mapped[Digest] = mapped_column(primary_key=True)
    subject_id: Mapped[Uuid] = mapped_column(
        ForeignKey("subjects.id"), primary_key=True, index=True
    )
