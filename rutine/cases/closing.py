"""Cases that close by themselves, because their cause is gone before anybody decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.audit import Event, append_all
from rutine.cases.batches import batches
from rutine.cases.identity import RowKey, row_key
from rutine.cases.tables import Case, CaseRowEntry, DecisionEntry
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.identifiers import OrgNr


class Cause(StrEnum):
    """Why a case closed by itself."""

    SETTLED = "settled"
    """A row of it was settled by a later run."""
    OVERTAKEN = "overtaken"
    """A row of it hangs on a newer case, together with other rows."""
    GONE = "gone"
    """What it said is no longer so: the report came, or the control agrees."""


def withdraw(
    session: Session,
    run_id: str,
    routine: str,
    employer: OrgNr,
    *,
    kind: str,
    references: Collection[str] | None = None,
    reason: str | None = None,
) -> int:
    """Close undecided cases whose cause a run found to be gone; returns how many.

    For cases about whole reports and fetches: after a proven fetch, those of kind `fetch`;
    after a report passed its controls, those of kind `report` with its reference.
    `references` None means every case of the kind; `reason` None means any.
    """
    query = select(Case).where(
        Case.routine == routine,
        Case.employer == employer.value,
        Case.kind == kind,
        Case.status.in_(UNDECIDED),
    )
    if references is not None:
        query = query.where(Case.reference.in_(sorted(references)))
    if reason is not None:
        query = query.where(Case.reason == reason)
    cases = session.scalars(query.order_by(Case.number)).all()
    close(session, run_id, cases, Cause.GONE)
    return len(cases)


def close(session: Session, run_id: str, cases: Sequence[Case], cause: Cause) -> None:
    """Close cases, let go of their rows, and overtake what was proposed about them."""
    if not cases:
        return
    moment = clock.now()
    for case in cases:
        case.status = CaseStatus.AUTO_CLOSED
        case.changed_at = moment
        case.run_id = run_id
    session.flush()
    ids = [case.id for case in cases]
    release(session, ids)
    overtake(session, ids, (DecisionState.PROPOSED,))
    append_all(
        session,
        ROBOT,
        [Event("auto_closed", case_id, {"cause": cause.value, "run": run_id}) for case_id in ids],
    )


def holders(session: Session, rows: Collection[RowKey], employers: Collection[str]) -> list[Case]:
    """The undecided cases that hold any of the rows, by number."""
    held = session.execute(
        select(
            CaseRowEntry.case_id,
            CaseRowEntry.side,
            CaseRowEntry.sha256,
            CaseRowEntry.row,
            CaseRowEntry.employer,
            CaseRowEntry.claim_id,
        ).where(CaseRowEntry.held, CaseRowEntry.employer.in_(employers))
    )
    wanted = set(rows)
    ids = sorted(
        {
            case_id
            for case_id, side, sha256, row, employer, claim_id in held
            if row_key(side, sha256, row, employer, claim_id) in wanted
        }
    )
    cases = [
        case
        for batch in batches(ids)
        for case in session.scalars(select(Case).where(Case.id.in_(batch)))
    ]
    return sorted(cases, key=lambda case: case.number)


def release(session: Session, case_ids: Sequence[str]) -> None:
    """Let go of the cases' rows: other cases may hold them."""
    for batch in batches(case_ids):
        session.execute(
            update(CaseRowEntry).where(CaseRowEntry.case_id.in_(batch)).values(held=False)
        )


def forget_rows(session: Session, case_ids: Sequence[str]) -> None:
    """Remove the cases' rows, to be entered anew."""
    for batch in batches(case_ids):
        session.execute(delete(CaseRowEntry).where(CaseRowEntry.case_id.in_(batch)))


def overtake(session: Session, case_ids: Sequence[str], states: Collection[DecisionState]) -> None:
    """Note that decisions in these states no longer stand."""
    for batch in batches(case_ids):
        session.execute(
            update(DecisionEntry)
            .where(DecisionEntry.case_id.in_(batch), DecisionEntry.state.in_(states))
            .values(state=DecisionState.OVERTAKEN)
        )
