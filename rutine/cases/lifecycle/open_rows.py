"""Which rows of cases come back in the next run, and which are finished for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.deciding.effects import Fate
from rutine.cases.kinds import SHAPES
from rutine.cases.lifecycle.rows import RowInCase, rows_in_cases
from rutine.cases.reports.ledger import LedgerEntry, ReportState, entries_of
from rutine.cases.settling.standing import taken_back
from rutine.cases.settling.undoing import freed_lines
from rutine.cases.tables import Case, DecisionEntry, Report
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionState
from rutine.core.differences import Action, Side
from rutine.core.identifiers import OrgNr

_FINISHED: Final = frozenset({Fate.SETTLED, Fate.FINISHED})
_BY_HAND: Final = frozenset({Fate.BY_HAND, Fate.APART})


@dataclass(frozen=True, slots=True)
class RowsOfCases:
    """The rows that cases hold, by what a run does with them.

    Lines are `(sha256, row)`, claims payroll's keys.

    Attributes:
        lines_in_play: lines that are matched again, whether or not they may settle, and those
            whose settlement was undone.
        finished_claims: claims that a decision has closed for good.
        by_hand_lines, by_hand_claims: rows in play that no run may settle by itself, those of
            settlements that a person undid among them.
        apart_lines: lines in play that belong to no claim.
    """

    lines_in_play: frozenset[tuple[str, int]]
    finished_claims: frozenset[str]
    by_hand_lines: frozenset[tuple[str, int]]
    by_hand_claims: frozenset[str]
    apart_lines: frozenset[tuple[str, int]]


def rows_of_cases(session: Session, employer: OrgNr) -> RowsOfCases:
    """Sort the rows of the employer's cases into those in play and those finished.

    A row may hang on several decided cases, such as a claim that was paid in parts: it is
    finished as soon as one of them has finished it.
    """
    rows = rows_in_cases(session, employer)
    finished = [row for row in rows if row.fate in _FINISHED]
    over = _lines(finished)
    undone = [each for each in taken_back(session, employer) if each.by_person]
    undone_lines = frozenset(line for each in undone for line in each.lines)
    undone_claims = frozenset(claim_id for each in undone for claim_id in each.claims)
    by_hand = [row for row in rows if row.fate in _BY_HAND]
    return RowsOfCases(
        lines_in_play=(_lines(row for row in rows if row.fate not in _FINISHED) - over)
        | freed_lines(session, employer),
        finished_claims=_claims(finished),
        by_hand_lines=(_lines(by_hand) | undone_lines) - over,
        by_hand_claims=(_claims(by_hand) | undone_claims) - _claims(finished),
        apart_lines=_lines(row for row in rows if row.fate is Fate.APART) - over,
    )


def reports_in_play(session: Session, employer: OrgNr) -> tuple[LedgerEntry, ...]:
    """Settled reports with a line in play, by value date, id and arrival."""
    files = {sha256 for sha256, _ in rows_of_cases(session, employer).lines_in_play}
    reports = session.scalars(
        select(Report)
        .where(Report.employer == employer.value, Report.state == ReportState.SETTLED)
        .order_by(Report.value_date, Report.report_id, Report.fetched_at, Report.id)
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


def cleared_reports(session: Session, employer: OrgNr, reason: str) -> frozenset[str]:
    """References of stopped reports of which people have said that the reason is in order."""
    found = session.scalars(
        select(Case.reference)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(
            Case.employer == employer.value,
            Case.kind == "report",
            Case.reason == reason,
            Case.status == CaseStatus.DONE,
            DecisionEntry.action == Action.ACKNOWLEDGE,
            DecisionEntry.state == DecisionState.EFFECTIVE,
        )
    )
    return frozenset(reference for reference in found if reference is not None)


def count_undecided(session: Session, employer: OrgNr) -> int:
    """How many of the employer's cases about refunds wait for a person, whoever found them."""
    query = select(func.count()).select_from(Case)
    return (
        session.scalar(
            query.where(
                Case.employer == employer.value,
                Case.status.in_(UNDECIDED),
                Case.kind.not_in(SHAPES),
            )
        )
        or 0
    )


def _lines(rows: Iterable[RowInCase]) -> frozenset[tuple[str, int]]:
    return frozenset((row.sha256, row.row) for row in rows if row.side is Side.LINE)


def _claims(rows: Iterable[RowInCase]) -> frozenset[str]:
    return frozenset(row.claim_id for row in rows if row.claim_id is not None)
