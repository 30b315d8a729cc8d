"""Reports as they are known by their lines, whatever order those came in."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.reports.ledger import LedgerEntry, ReportState, entries_of
from rutine.cases.tables import NO_REPORT, Report
from rutine.core.identifiers import OrgNr

CUT_FILE: Final = "cut_file"
"""The ledger's reason for refusing a file that counted until NAV's whole report came."""


def is_another_order(session: Session, employer: OrgNr, sha256: str, lines_sha256: str) -> bool:
    """Whether these bytes are new, and a report that counts has their lines already."""
    reports = session.execute(
        select(Report.sha256, Report.state).where(
            Report.employer == employer.value,
            (Report.lines_sha256 == lines_sha256) | (Report.sha256 == sha256),
        )
    ).all()
    counts = any(state not in NO_REPORT for _, state in reports)
    return counts and all(there != sha256 for there, _ in reports)


def files_that_gave_way(session: Session, employer: OrgNr) -> set[str]:
    """The sha256 of the employer's files that NAV's whole report has taken the place of."""
    query = select(Report.sha256).where(
        Report.employer == employer.value,
        Report.state == ReportState.REFUSED,
        Report.reason == CUT_FILE,
    )
    return set(session.scalars(query))


def without_lines(session: Session, employer: OrgNr) -> tuple[LedgerEntry, ...]:
    """The employer's reports that count, and whose lines were never noted."""
    query = select(Report).where(
        Report.employer == employer.value,
        Report.lines_sha256.is_(None),
        Report.state.not_in(NO_REPORT),
    )
    return entries_of(session.scalars(query))


def note_lines(session: Session, entry_id: str, lines_sha256: str) -> None:
    """Note what `rutine.connectors.content.lines_digest` says of a report that is here."""
    session.get_one(Report, entry_id).lines_sha256 = lines_sha256
