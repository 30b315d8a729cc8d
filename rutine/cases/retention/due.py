"""Which cases and settlements are due, and why others are not.

An open case is never due, nor what it refers to: its person, and whatever was settled of its rows.
A settlement that was taken back is not due while one of its rows is free to be settled again, nor
one whose postings are not written to a file yet: the file needs the employee number. A
case under a legal hold keeps everything it refers to, too.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from rutine.cases.books.posting_files import unwritten_sources
from rutine.cases.deciding.effects import SETTLES
from rutine.cases.reports.ledger import ReportState
from rutine.cases.reports.report_lines import CUT_FILE
from rutine.cases.retention.rules import Kind, Terms
from rutine.cases.tables import (
    AppliedDecision,
    CarriedClaim,
    Case,
    CaseRowEntry,
    DecisionEntry,
    LegalHold,
    Report,
    Run,
    SettledRow,
    Settlement,
    UndoneRow,
)
from rutine.cases.views import UNDECIDED, DecisionState
from rutine.core import clock
from rutine.core.clock import OSLO
from rutine.core.differences import Action, Side


def due_cases(session: Session, terms: Terms, today: date) -> list[str]:
    """The ids of cases whose time is over, the oldest first."""
    found = session.execute(
        select(Case.id, Case.routine, Case.changed_at)
        .where(unwiped_case(), ~kept_case(), Case.changed_at < terms.latest(Kind.CASES, today))
        .order_by(Case.number)
    )
    return [
        case_id
        for case_id, routine, changed_at in found
        if changed_at < terms.of(Kind.CASES, routine).before(today)
    ]


def due_settlements(session: Session, terms: Terms, today: date) -> list[str]:
    """The ids of settlements whose time is over, the oldest first."""
    found = session.execute(
        select(Settlement.id, Run.routine, Settlement.settled_at)
        .join(Run, Run.id == Settlement.run_id)
        .where(
            Settlement.wiped_at.is_(None),
            ~kept_settlement(),
            Settlement.settled_at < terms.latest(Kind.SETTLEMENTS, today),
        )
        .order_by(Settlement.settled_at, Settlement.id)
    )
    return [
        settlement_id
        for settlement_id, routine, settled_at in found
        if settled_at < terms.of(Kind.SETTLEMENTS, routine).before(today)
    ]


def unwiped_case() -> ColumnElement[bool]:
    """A case with its personal data; also one that a run has filled in again since."""
    return or_(Case.wiped_at.is_(None), Case.changed_at > Case.wiped_at)


def kept_case() -> ColumnElement[bool]:
    """A case that must stay: open, decided and not carried out yet, or under a legal hold.

    So must one whose exemption still holds: without it the next run would ask for it again.
    """
    today = clock.now().astimezone(OSLO).date()
    # What settles nothing is never noted as carried out, and is finished at once.
    carried_out = or_(
        exists().where(AppliedDecision.decision_id == DecisionEntry.id),
        DecisionEntry.action.not_in(sorted(SETTLES)),
    )
    waits = exists().where(
        DecisionEntry.case_id == Case.id,
        DecisionEntry.state.in_([DecisionState.PROPOSED.value, DecisionState.EFFECTIVE.value]),
        or_(DecisionEntry.state == DecisionState.PROPOSED.value, ~carried_out),
    )
    held = exists().where(LegalHold.case_id == Case.id, LegalHold.lifted_at.is_(None))
    exempt = exists().where(
        DecisionEntry.case_id == Case.id,
        DecisionEntry.action == Action.EXEMPT.value,
        DecisionEntry.state == DecisionState.EFFECTIVE.value,
        or_(DecisionEntry.until.is_(None), DecisionEntry.until >= today),
    )
    return or_(Case.status.in_([each.value for each in UNDECIDED]), waits, held, exempt)


def kept_settlement() -> ColumnElement[bool]:
    """A settlement that something unfinished refers to."""
    cases: Select[str] = select(Case.id).where(kept_case())
    people = select(Case.subject_id).where(kept_case(), Case.subject_id.is_not(None))
    carried = select(CarriedClaim.subject_id).where(CarriedClaim.subject_id.is_not(None))
    decided = (
        select(AppliedDecision.settlement_id)
        .join(DecisionEntry, DecisionEntry.id == AppliedDecision.decision_id)
        .where(DecisionEntry.case_id.in_(cases), AppliedDecision.settlement_id.is_not(None))
    )
    posted = select(AppliedDecision.settlement_id).where(
        AppliedDecision.decision_id.in_(unwritten_sources()),
        AppliedDecision.settlement_id.is_not(None),
    )
    return or_(
        Settlement.id.in_(unwritten_sources()),
        Settlement.id.in_(posted),
        Settlement.subject_id.in_(people),
        Settlement.subject_id.in_(carried),
        Settlement.id.in_(decided),
        *(Settlement.id.in_(_of_rows(table, cases)) for table in (SettledRow, UndoneRow)),
        Settlement.id.in_(_free_again()),
    )


def _of_rows(table: type[SettledRow | UndoneRow], cases: Select[str]) -> Select[str]:
    """Settlements with a row that a case has, too."""
    same_line = and_(
        table.side == CaseRowEntry.side,
        table.sha256 == CaseRowEntry.sha256,
        table.row == CaseRowEntry.row,
    )
    same_claim = and_(
        table.employer == CaseRowEntry.employer, table.claim_id == CaseRowEntry.claim_id
    )
    return (
        select(table.settlement_id)
        .join(CaseRowEntry, or_(same_line, same_claim))
        .where(CaseRowEntry.case_id.in_(cases))
    )


def _free_again() -> Select[str]:
    """Settlements that were taken back and of which a row is free."""
    settled = exists().where(
        or_(
            and_(
                UndoneRow.side == Side.LINE,
                SettledRow.side == UndoneRow.side,
                SettledRow.sha256 == UndoneRow.sha256,
                SettledRow.row == UndoneRow.row,
            ),
            and_(
                UndoneRow.side == Side.CLAIM,
                SettledRow.employer == UndoneRow.employer,
                SettledRow.claim_id == UndoneRow.claim_id,
            ),
        )
    )
    # No run ever settles a line of a file that gave way to the whole report.
    gave_way = exists().where(
        UndoneRow.side == Side.LINE,
        Report.employer == UndoneRow.employer,
        Report.sha256 == UndoneRow.sha256,
        Report.state == ReportState.REFUSED,
        Report.reason == CUT_FILE,
    )
    return select(UndoneRow.settlement_id).where(~settled, ~gave_way)
