"""A file that was cut short gives way to NAV's own report: what it settled is taken back whole.

Its lines would not settle twice, but its money was recorded as if NAV had paid it beside the whole
report's. The program takes back only what the program did; where a person has said anything of the
file's lines, or its month is closed, it stands, and a person must look (D30).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from rutine.cases.access import ROBOT
from rutine.cases.books.outbox import take_back
from rutine.cases.books.periods import closed_periods
from rutine.cases.canonical import canonical
from rutine.cases.deciding.effects import BY_DECISION
from rutine.cases.lifecycle.closing import Cause, close, withdraw
from rutine.cases.reports.ledger import LedgerEntry, ReportState
from rutine.cases.reports.report_lines import CUT_FILE
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import row_facts_of
from rutine.cases.settling.undoing import undo_all
from rutine.cases.tables import (
    NO_REPORT,
    Case,
    CaseRowEntry,
    DecisionEntry,
    PickedRowEntry,
    Posting,
    Report,
    SettledRow,
    Settlement,
    UndoneRow,
    UndoRequest,
)
from rutine.cases.trail.audit import Event, append, append_all
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Side

GAVE_WAY: Final = "report_gave_way"
"""What the trail calls it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """NAV's report that a file is a part of.

    Attributes:
        entry_id: its place in the ledger.
        lines: how many of its lines the file has.
        of: how many it has itself.
    """

    entry_id: str
    lines: int
    of: int


_HOLDING: Final = (DecisionState.PROPOSED, DecisionState.EFFECTIVE)


def give_way(
    session: Session,
    keys: KeyRing,
    cut: LedgerEntry,
    *,
    run_id: str,
    routine: str,
    label: str,
    whole: Whole | None = None,
) -> bool:
    """Take back all that came of a file, in the transaction that enters the whole report.

    Its settlements and its money get counter-entries, its cases close, and its lines never take
    part again. The claims are free for the whole report's lines, in this run already.

    Args:
        session: a writing one.
        keys: the store's keys.
        cut: the file.
        run_id: the run that brought the whole report.
        routine: whose cases tell of the file.
        label: what those cases call it.
        whole: that report; the trail remembers it until a run has told (`untold`). None where no
            run will be asked, as in history that is done over again.

    Returns:
        False, and nothing is changed, when somebody has decided or proposed anything about its
        lines, its money is in a closed month, or NAV has given it a number: NAV's own report gives
        way to none.
    """
    report = session.get_one(Report, cut.entry_id)
    settlements = _settlements(session, cut)
    cases = _cases(session, cut)
    if (
        report.report_id is not None
        or report.state in NO_REPORT
        or _is_of_people(session, cut, settlements, cases)
        or _is_in_order(session, routine, cut, label)
        or _is_closed(session, cut)
    ):
        return False
    undo_all(
        session, keys, [each.id for each in settlements], actor=ROBOT, why=CUT_FILE, run_id=run_id
    )
    _let_go(session, keys, cut, run_id, cases)
    withdraw(
        *(session, run_id, routine, cut.employer),
        kind="report",
        references={label},
        cause=Cause.GAVE_WAY,
    )
    take_back(session, keys, cut.employer, [cut.entry_id], run_id=run_id)
    _refuse(session, report, whole)
    return True


def _let_go(
    session: Session, keys: KeyRing, cut: LedgerEntry, run_id: str, cases: Sequence[Case]
) -> None:
    """Close the cases; one that holds another report's line too goes on with what it has left.

    Closed with the rest, that line would be nobody's, and no run would look at it again. Whoever
    has a case, and what was said of it, stays with it, as with every case that closes by itself:
    it is in nobody's list, and is theirs again should the file be given once more.
    """
    kept = _with_other_lines(session, cut)
    shared = [case for case in cases if case.id in kept]
    close(session, run_id, [case for case in cases if case.id not in kept], Cause.GAVE_WAY)
    for case in shared:
        for entry in session.scalars(
            select(CaseRowEntry).where(CaseRowEntry.case_id == case.id, _of_file(CaseRowEntry, cut))
        ).all():
            case.paid -= _amount(keys, entry)
            session.delete(entry)
        # What was filled in elsewhere, about more rows than these, says nothing of what is left.
        case.evidence_hash = keys.lookup(
            canonical(["gave way", case.evidence_hash, cut.sha256]), "evidence hash"
        )
        case.changed_at = clock.now()
    session.flush()
    append_all(
        session,
        ROBOT,
        [Event("updated", each.id, {"run": run_id, "reason": each.reason}) for each in shared],
    )


def _with_other_lines(session: Session, cut: LedgerEntry) -> set[str]:
    """The cases with a line of the file that hold a line of another report too."""
    other = aliased(CaseRowEntry)
    query = (
        select(other.case_id)
        .join(CaseRowEntry, CaseRowEntry.case_id == other.case_id)
        .where(
            _of_file(CaseRowEntry, cut),
            other.side == Side.LINE,
            other.sha256 != cut.sha256,
            other.held,
        )
    )
    return set(session.scalars(query.distinct()))


def _amount(keys: KeyRing, entry: CaseRowEntry) -> int:
    """Øre of a line of a case."""
    facts = row_facts_of(keys, entry)
    return int(facts.amount or 0) if facts is not None else 0


def _refuse(session: Session, report: Report, whole: Whole | None) -> None:
    """Let the ledger count it as what it is: bytes that are not a whole report."""
    report.state, report.reason = ReportState.REFUSED, CUT_FILE
    session.flush()
    append(
        session,
        ROBOT,
        GAVE_WAY,
        data={"report": report.id, "employer": report.employer, "sha256": report.sha256}
        | ({} if whole is None else {"by": whole.entry_id, "lines": whole.lines, "of": whole.of}),
    )


def _of_file(
    table: type[CaseRowEntry | PickedRowEntry | SettledRow | UndoneRow], cut: LedgerEntry
) -> ColumnElement[bool]:
    """Whether a row that is kept there is a line of the file."""
    return and_(table.side == Side.LINE, table.sha256 == cut.sha256)


def _settlements(session: Session, cut: LedgerEntry) -> Sequence[Settlement]:
    """What has a line of the file, and stands."""
    own = exists().where(
        SettledRow.settlement_id == Settlement.id,
        _of_file(SettledRow, cut),
    )
    query = select(Settlement).where(Settlement.employer == cut.employer.value, own)
    return session.scalars(query.order_by(Settlement.settled_at, Settlement.id)).all()


def _cases(session: Session, cut: LedgerEntry) -> Sequence[Case]:
    """Those that have a line of the file, but for those that closed by themselves."""
    own = exists().where(
        CaseRowEntry.case_id == Case.id,
        _of_file(CaseRowEntry, cut),
    )
    query = select(Case).where(
        Case.employer == cut.employer.value, Case.status != CaseStatus.AUTO_CLOSED, own
    )
    return session.scalars(query.order_by(Case.number)).all()


def _is_of_people(
    session: Session, cut: LedgerEntry, settlements: Sequence[Settlement], cases: Sequence[Case]
) -> bool:
    """Whether a person has said anything of the file's lines that still counts."""
    if any(each.pass_name == BY_DECISION or each.wiped_at is not None for each in settlements):
        return True
    if any(case.status != CaseStatus.OPEN or case.by_hand or case.apart for case in cases):
        return True
    decided = exists().where(
        _of_file(CaseRowEntry, cut),
        CaseRowEntry.employer == cut.employer.value,
        DecisionEntry.case_id == CaseRowEntry.case_id,
        DecisionEntry.state.in_(_HOLDING),
    )
    asked = exists().where(
        _of_file(SettledRow, cut),
        UndoRequest.settlement_id == SettledRow.settlement_id,
        UndoRequest.state == DecisionState.PROPOSED,
    )
    picked = exists().where(
        _of_file(PickedRowEntry, cut),
        DecisionEntry.id == PickedRowEntry.decision_id,
        DecisionEntry.state.in_(_HOLDING),
    )
    undone = exists().where(
        _of_file(UndoneRow, cut),
        UndoneRow.employer == cut.employer.value,
        Settlement.id == UndoneRow.settlement_id,
        Settlement.undone_by_id != ROBOT.id,
    )
    return bool(session.scalar(select(or_(decided, asked, picked, undone))))


def _is_in_order(session: Session, routine: str, cut: LedgerEntry, label: str) -> bool:
    """Whether a person has said of the whole file that it is in order, or that it must wait."""
    query = select(Case.id).where(
        Case.routine == routine,
        Case.employer == cut.employer.value,
        Case.kind == "report",
        Case.reference == label,
        Case.status.not_in((CaseStatus.OPEN, CaseStatus.AUTO_CLOSED)),
    )
    return session.scalars(query.limit(1)).first() is not None


def _is_closed(session: Session, cut: LedgerEntry) -> bool:
    """Whether the file's money stands in a month that nothing may change any more."""
    months = session.scalars(
        select(Posting.period).where(Posting.source_id == cut.entry_id).distinct()
    )
    return not closed_periods(session, cut.employer).isdisjoint(months)
