"""Proof from the store that no line of a settled report is without an outcome."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.reports.ledger import LedgerEntry, ReportState, entries_of
from rutine.cases.tables import InputFile, Report, RowOutcomeEntry
from rutine.core.differences import Side


def lines_with_outcome(session: Session) -> dict[str, int]:
    """sha256 of a report -> how many of its lines any run has given an outcome."""
    rows = session.execute(
        select(InputFile.sha256, func.count(func.distinct(RowOutcomeEntry.row)))
        .join(RowOutcomeEntry, RowOutcomeEntry.file_number == InputFile.number)
        .where(InputFile.side == Side.LINE)
        .group_by(InputFile.sha256)
    )
    return {row[0]: row[1] for row in rows}


def archived_reports(session: Session) -> tuple[LedgerEntry, ...]:
    """Every report in the ledger, refused ones too: the bytes of each are in the archive."""
    return entries_of(session.scalars(select(Report).order_by(Report.fetched_at, Report.id)))


def is_settled(entry: LedgerEntry) -> bool:
    """Whether every line of the report must have an outcome."""
    return entry.state is ReportState.SETTLED
