"""What stands in an office after a run, and what its cases tell."""

from __future__ import annotations

from sqlalchemy import select

from rutine.cases.tables import Posting, SettledRow, Settlement
from rutine.cases.views import CaseStatus, CaseView
from tests.small_office import Office


def settled(office: Office) -> dict[str, str]:
    """Claim -> the pass that settled it, of what stands."""
    with office.place.database.reading() as session:
        return {
            row.claim_id: row.pass_name
            for row in session.execute(
                select(SettledRow.claim_id, Settlement.pass_name)
                .join(Settlement, Settlement.id == SettledRow.settlement_id)
                .where(SettledRow.claim_id.is_not(None))
            )
        }


def case_of(office: Office, who: int) -> CaseView:
    """The newest case of a person that waits for somebody."""
    mine = str(10480 + who)
    found = [
        case
        for case in office.cases()
        if case.status is CaseStatus.OPEN
        and case.subject is not None
        and case.subject.employee_number == mine
    ]
    return found[-1]


def told(case: CaseView, field: str) -> tuple[str | None, str | None]:
    return next((each.left, each.right) for each in case.evidence if each.field == field)


def paid_to_claims(office: Office) -> dict[str, int]:
    """Payroll's key -> øre that payroll is told to settle, counter-entries in."""
    sums: dict[str, int] = {}
    with office.place.database.reading() as session:
        for claim_id, amount in session.execute(
            select(Posting.claim_id, Posting.amount).where(Posting.target == "payroll")
        ):
            sums[claim_id] = sums.get(claim_id, 0) + amount
    return {claim_id: amount for claim_id, amount in sums.items() if amount}


def versions(office: Office) -> list[tuple[int, int, str]]:
    """Number, version and reason of every case: what a run that changes nothing leaves alone."""
    return [(case.number, case.version, case.reason) for case in office.cases()]
