"""Cases, and the rows that hang on them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Code, Digest, Orgnr, Uuid

# SQLite uses a partial index only for a query that repeats its condition word for word, and
# SQLAlchemy writes a truth as `held = 1` there, as `held` for PostgreSQL.
_HELD, _HELD_SQLITE = text("held"), text("held = 1")
_CLAIM, _CLAIM_SQLITE = (text(f"{held} AND claim_id IS NOT NULL") for held in ("held", "held = 1"))
_GIVEN = text("assignee IS NOT NULL")

LISTED = (
    *("status", "restricted", "reason", "sub_unit", "claimed", "paid", "due", "number"),
    *("sight", "routine", "kind", "found_at"),
)
"""Everything that lists are counted, summed and ordered by: they are read from the index alone.

In the order that they are grouped by, so that nothing is sorted. With 200 000 cases, counting and
summing the open ones took 40 ms by their rows, 6 ms by an index in another order, and takes 1 ms.
"""

CHANGED = (
    *("status", "changed_at", "restricted", "reason", "sub_unit", "claimed", "paid", "number"),
    *("sight", "routine"),
)
"""The same for the list of what was decided today, which is a stretch of time."""


class Case(Base):
    """One difference that a person must look at.

    Sums are kept readable so that the database can add them up; benefit and evidence, which
    tell of illness, are in `sealed`. `fingerprint`, `evidence_hash` and `employee_lookup` are
    keyed. The employee number is the case's: a person with two jobs may have two.

    `resume_on` is the day a waiting case comes back on. `by_hand` says that somebody could not
    determine it: no run settles it by itself any more. `apart` says that its lines belong to
    no claim, as somebody found out.

    `assignee` is who has the case, as `Actor.id`; nobody else decides it meanwhile.

    `due` is the day by which somebody must act, by the run that found the case last.
    `restricted` follows the person (`protection`): only those with the right see the case.
    `sight` follows the routine file (`access.Sight`).

    `wiped_at` is when everything personal was deleted from it (`retention`).
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("routine", "fingerprint"),
        Index("ix_cases_queue", "status", "number"),
        Index("ix_cases_due", "status", "due"),
        Index("ix_cases_employer", "employer", "status"),
        Index("ix_cases_lists", *LISTED),
        Index("ix_cases_changed", *CHANGED),
        Index("ix_cases_alike", "status", "reason", "kind", "routine"),
        Index("ix_cases_assignee", "assignee", sqlite_where=_GIVEN, postgresql_where=_GIVEN),
    )

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    routine: Mapped[Code]
    fingerprint: Mapped[Digest]
    employer: Mapped[Orgnr]
    kind: Mapped[Code]
    reason: Mapped[Code]
    sub_unit: Mapped[Orgnr | None] = mapped_column(index=True)
    subject_id: Mapped[Uuid | None] = mapped_column(ForeignKey("subjects.id"), index=True)
    employee_lookup: Mapped[Digest | None] = mapped_column(index=True)
    claimed: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str | None] = mapped_column(String(80))
    suggestion: Mapped[Code | None]
    permitted: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    evidence_hash: Mapped[Digest]
    status: Mapped[Code]
    assignee: Mapped[Code | None]
    resume_on: Mapped[date | None] = mapped_column(index=True)
    due: Mapped[date | None]
    restricted: Mapped[bool] = mapped_column(default=False)
    sight: Mapped[Code] = mapped_column(default="all", server_default="all")
    by_hand: Mapped[bool]
    apart: Mapped[bool]
    run_id: Mapped[Uuid] = mapped_column(ForeignKey("runs.id"))
    found_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    wiped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class CaseRowEntry(Base):
    """One input row of a case. A row is held by one undecided case at most.

    A line is known by file and row for ever; a claim also by payroll's own key, since each
    month's file holds it again.
    """

    __tablename__ = "case_rows"
    __table_args__ = (
        Index(
            "uq_case_rows_held",
            "side",
            "sha256",
            "row",
            unique=True,
            sqlite_where=_HELD_SQLITE,
            postgresql_where=_HELD,
        ),
        Index(
            "uq_case_rows_claim",
            "employer",
            "claim_id",
            unique=True,
            sqlite_where=_CLAIM_SQLITE,
            postgresql_where=_CLAIM,
        ),
        Index("ix_case_rows_line", "sha256", "row"),
        Index("ix_case_rows_claim", "employer", "claim_id"),
    )

    case_id: Mapped[Uuid] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    side: Mapped[Code] = mapped_column(primary_key=True)
    sha256: Mapped[Digest] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    employer: Mapped[Orgnr]
    claim_id: Mapped[str | None] = mapped_column(String(80))
    held: Mapped[bool]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class CaseChange(Base):
    """How a case's evidence differed from what it was, when a run brought it up to date.

    The values tell of a person, so they are in `sealed`; the trail refers to `id`.
    """

    __tablename__ = "case_changes"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    case_id: Mapped[Uuid] = mapped_column(ForeignKey("cases.id"), index=True)
    run_id: Mapped[Uuid] = mapped_column(ForeignKey("runs.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
