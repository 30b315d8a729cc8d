"""Which rows of cases come back in the next run, and which are finished for good."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.decisions import RETURNS_ROWS
from rutine.cases.ledger import LedgerEntry, ReportState, entries_of
from rutine.cases.rows import RowInCase, rows_in_cases
from rutine.cases.tables import Case, Report
from rutine.cases.undoing import freed_lines
from rutine.cases.views import UNDECIDED, CaseStatus
from rutine.core.differences import Side
from rutine.core.identifiers import OrgNr


@dataclass(frozen=True, slots=True)
class RowsOfCases:
    """The rows that cases hold, by what a run does with them.

    Attributes:
        lines_in_play: `(sha256, row)` of settlement lines that are matched again: nobody has
            decided, the decision sends them back (`decisions.RETURNS_ROWS`), or their
            settlement was undone.
        finished_claims: payroll's keys of claims that a decision has closed for good.
    """

    lines_in_play: frozenset[tuple[str, int]]
    finished_claims: frozenset[str]


def rows_of_cases(session: Session, employer: OrgNr) -> RowsOfCases:
    """Sort the rows of the employer's cases into those in play and those finished."""
    rows = rows_in_cases(session, employer)
    return RowsOfCases(
        lines_in_play=frozenset(
            (row.sha256, row.row) for row in rows if row.side is Side.LINE and _in_play(row)
        )
        | freed_lines(session, employer),
        finished_claims=frozenset(
            row.claim_id for row in rows if row.claim_id is not None and not _in_play(row)
        ),
    )


def reports_in_play(session: Session, employer: OrgNr) -> tuple[LedgerEntry, ...]:
    """Settled reports with a line in play, by value date and id."""
    files = {sha256 for sha256, _ in rows_of_cases(session, employer).lines_in_play}
    reports = session.scalars(
        select(Report)
        .where(Report.employer == employer.value, Report.state == ReportState.SETTLED)
        .order_by(Report.value_date, Report.report_id, Report.id)
    )
    return entries_of(report for report in reports if report.sha256 in files)


def replaced_claims(session: Session, employer: OrgNr, current: str | None) -> set[str]:
    """References of undecided cases about claims files that a newer file has replaced."""
    if current is None:
        return set()
    found = session.scalars(
        select(Case.reference).where(
            Case.employer == employer.value,
            Case.kind == "report",
            Case.status.in_(UNDECIDED),
            Case.reference.startswith("claims "),
        )
    )
    return {reference for reference in found if reference is not None} - {current}


def count_undecided(session: Session, employer: OrgNr) -> int:
    """How many of the employer's cases wait for a person, whichever run found them."""
    query = select(func.count()).select_from(Case)
    return (
        session.scalar(query.where(Case.employer == employer.value, Case.status.in_(UNDECIDED)))
        or 0
    )


def _in_play(row: RowInCase) -> bool:
    return row.status is not CaseStatus.DONE or row.action in RETURNS_ROWS
