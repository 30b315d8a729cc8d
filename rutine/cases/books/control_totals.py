"""Control totals of what is posted, as DFØ's reconciliation A7 has them.

They are added up from the postings, the reports as NAV stated them, and the cases, never from
one of them twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.books.outbox import Target
from rutine.cases.reports.ledger import ReportState
from rutine.cases.runs import Control
from rutine.cases.tables import Case, CaseRowEntry, Posting, Report
from rutine.cases.views import CaseStatus
from rutine.core.differences import Side
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.postings.accounts import AccountRole

INCOME, PAYROLL, DEBTOR, INTERIM = "a7_income", "a7_payroll", "a7_debtor", "a7_interim"
"""Names of the four controls: Ax-A, Ax-B, Ax-C and Ax-D."""

_RESULT = (AccountRole.CLAIM, AccountRole.DIFFERENCE, AccountRole.LOSS, AccountRole.UNRESOLVED)
_NOBODY_DECIDED = (CaseStatus.OPEN, CaseStatus.APPROVAL)
_UNPOSTED = (ReportState.FETCHED, ReportState.READ, ReportState.STOPPED)


@dataclass(frozen=True, slots=True)
class Sums:
    """What is posted up to and with a month, or ever.

    Attributes:
        reported: NAV's own totals of the reports whose money is recorded.
        booked: money taken to claims, difference, loss and unresolved.
        interim: money still unexplained.
        in_ledger: what the vouchers take off the claim accounts.
        in_payroll: what payroll is told to settle.
    """

    reported: Ore
    booked: Ore
    interim: Ore
    in_ledger: Ore
    in_payroll: Ore


def sums(session: Session, employer: OrgNr, until: str | None = None) -> Sums:
    """Add up the employer's postings; `until` is the last month, `YYYY-MM`."""
    own = [Posting.employer == employer.value]
    if until is not None:
        own.append(Posting.period <= until)
    by_role = {
        (target, role): amount
        for target, role, amount in session.execute(
            select(Posting.target, Posting.role, func.sum(Posting.amount))
            .where(*own)
            .group_by(Posting.target, Posting.role)
        )
    }

    def of(role: AccountRole) -> int:
        targets = (Target.VOUCHER, Target.RECORD)
        return sum(int(by_role.get((target.value, role.value), 0)) for target in targets)

    reported = session.scalar(
        select(func.sum(func.coalesce(Report.total, Posting.amount)))
        .select_from(Posting)
        .join(Report, Report.id == Posting.source_id)
        .where(*own, Posting.role == AccountRole.BANK)
    )
    return Sums(
        reported=Ore(int(reported or 0)),
        booked=Ore(-sum(map(of, _RESULT))),
        interim=Ore(-of(AccountRole.INTERIM)),
        in_ledger=Ore(-of(AccountRole.CLAIM)),
        in_payroll=Ore(int(by_role.get((Target.PAYROLL.value, None), 0))),
    )


def open_money(session: Session, employer: OrgNr) -> Ore:
    """Øre that NAV paid in cases that nobody has decided."""
    query = select(func.sum(Case.paid)).where(
        Case.employer == employer.value,
        Case.kind == "group",
        Case.status.in_(_NOBODY_DECIDED),
    )
    return Ore(int(session.scalar(query) or 0))


def run_controls(session: Session, employer: OrgNr) -> tuple[Control, ...]:
    """Ax-A, Ax-B and Ax-D after a run: what is not booked must be in a case, to the øre."""
    posted, open_ = sums(session, employer), open_money(session, employer)
    return (
        control(INCOME, posted.reported, posted.booked + open_),
        control(PAYROLL, posted.in_payroll, posted.in_ledger),
        control(INTERIM, open_, posted.interim),
    )


def period_controls(session: Session, employer: OrgNr, month: str) -> tuple[Control, ...]:
    """The same for a month that is to be closed: nothing may be left on the interim account."""
    posted = sums(session, employer, month)
    return (
        control(INCOME, posted.reported, posted.booked),
        control(PAYROLL, posted.in_payroll, posted.in_ledger),
        control(INTERIM, Ore(0), posted.interim),
    )


def undecided_cases(session: Session, employer: OrgNr, month: str) -> int:
    """Cases with money of the month or before that nobody has decided."""
    recorded = (
        select(Report.sha256).select_from(Report).join(Posting, Posting.source_id == Report.id)
    )
    files = recorded.where(Posting.employer == employer.value, Posting.period <= month)
    query = (
        select(func.count(func.distinct(Case.id)))
        .select_from(Case)
        .join(CaseRowEntry, CaseRowEntry.case_id == Case.id)
        .where(
            Case.employer == employer.value,
            Case.status.in_(_NOBODY_DECIDED),
            CaseRowEntry.side == Side.LINE,
            CaseRowEntry.sha256.in_(files),
        )
    )
    return session.scalar(query) or 0


def unposted_reports(session: Session, employer: OrgNr, month: str) -> int:
    """Reports of the month or before that no run has settled, or that a control stops."""
    query = (
        select(func.count())
        .select_from(Report)
        .where(
            Report.employer == employer.value,
            Report.state.in_(_UNPOSTED),
            func.coalesce(Report.value_date, Period.month(month).first) <= Period.month(month).last,
        )
    )
    return session.scalar(query) or 0


def control(name: str, expected: Ore, found: Ore) -> Control:
    """One control total in øre."""
    return Control(
        name=name,
        status="ok" if expected == found else "failed",
        expected=str(int(expected)),
        found=str(int(found)),
        kind="ore",
    )
