"""Cases that come back, or close, by themselves when a run finds out how things stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT, Actor
from rutine.cases.batches import batches
from rutine.cases.lifecycle.changes import rows_of
from rutine.cases.lifecycle.closing import Cause, close, hold_again, overtake
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.lifecycle.revisiting import Why
from rutine.cases.settling.settlements import settled_among
from rutine.cases.tables import AppliedDecision, Case, DecisionEntry
from rutine.cases.trail.audit import Event, append_all
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Side
from rutine.core.identifiers import OrgNr


@dataclass(frozen=True, slots=True)
class ClaimsNow:
    """How the claims stand after a run, by payroll's key.

    Attributes:
        carried: those that NAV may still answer in time.
        listed: those that payroll lists with something left of them.
    """

    carried: frozenset[str]
    listed: frozenset[str]


def wake(session: Session, run_id: str, routine: str, employer: OrgNr, today: date) -> int:
    """Bring back the cases whose day has come; returns how many.

    They are to do again, with their history. Nothing is decided by waiting.
    """
    cases = session.scalars(
        select(Case)
        .where(
            Case.routine == routine,
            Case.employer == employer.value,
            Case.status == CaseStatus.WAITING,
            Case.resume_on <= today,
        )
        .order_by(Case.number)
    ).all()
    for case in cases:
        _open_again(case, run_id)
    session.flush()
    ids = [case.id for case in cases]
    overtake(session, ids, (DecisionState.EFFECTIVE,), DecisionState.EXPIRED)
    append_all(session, ROBOT, [Event("resumed", case_id, {"run": run_id}) for case_id in ids])
    return len(ids)


def close_gone(
    session: Session,
    run_id: str,
    routine: str,
    employer: OrgNr,
    *,
    found: Collection[str],
    claims: ClaimsNow,
) -> int:
    """Close the undecided cases about rows that a run no longer finds; returns how many.

    Only where every row of a case is accounted for: settled, withdrawn by payroll, or carried.
    A case without rows, about a claim that payroll has changed, is gone when it is not found.
    A case that only a person settles is opened instead, and says that the claims are gone.

    Args:
        session: a writing one.
        run_id: the run.
        routine: whose cases.
        employer: whose cases.
        found: ids of the cases whose differences the run found.
        claims: how the claims stand; the whole of payroll's list was read.
    """
    still_found = set(found)
    cases = [
        case
        for case in session.scalars(
            select(Case)
            .where(
                Case.routine == routine,
                Case.employer == employer.value,
                Case.kind == "group",
                Case.status.in_(UNDECIDED),
            )
            .order_by(Case.number)
        )
        if case.id not in still_found
    ]
    rows = rows_of(session, [case.id for case in cases])
    settled = settled_among(session, [row for each in rows.values() for row in each])
    by_cause: dict[Cause, list[Case]] = {}
    by_hand: list[Case] = []
    for case in cases:
        # A case without rows says what the claims file says: it is gone when the file does not.
        cause = _cause(rows[case.id], settled, claims) if rows[case.id] else Cause.RESTORED
        if cause is None:
            continue
        if case.by_hand:
            by_hand.append(case)
        else:
            by_cause.setdefault(cause, []).append(case)
    for cause, closed in by_cause.items():
        close(session, run_id, closed, cause)
    _tell(session, run_id, by_hand)
    return sum(map(len, by_cause.values()))


def reopen_undone(session: Session, actor: Actor, settlement_ids: Sequence[str]) -> dict[str, str]:
    """Open the decided cases whose settlements were undone; returns settlement -> decision.

    The decisions are history, and are not carried out again. The cases hold their rows again.
    """
    query = (
        select(AppliedDecision.settlement_id, DecisionEntry.id, Case)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .join(AppliedDecision, AppliedDecision.decision_id == DecisionEntry.id)
        .where(DecisionEntry.state == DecisionState.EFFECTIVE)
    )
    found = {
        settlement_id: (decision_id, case)
        for batch in batches(settlement_ids)
        for settlement_id, decision_id, case in session.execute(
            query.where(AppliedDecision.settlement_id.in_(batch))
        )
    }
    made = {each: found[each] for each in settlement_ids if each in found}
    for _, case in made.values():
        _open_again(case, case.run_id)
    if made:
        session.flush()
        ids = [case.id for _, case in made.values()]
        hold_again(session, ids)
        overtake(session, ids, (DecisionState.EFFECTIVE,))
        why = {"why": Why.UNDONE.value}
        append_all(session, actor, [Event("reopened", case_id, why) for case_id in ids])
    return {settlement_id: decision_id for settlement_id, (decision_id, _) in made.items()}


def _cause(
    rows: Collection[RowKey], settled: Mapping[RowKey, str], claims: ClaimsNow
) -> Cause | None:
    """Why a run no longer finds the rows; None when it can't be said of every one."""
    causes = set()
    for row in rows:
        if row in settled:
            causes.add(Cause.SETTLED)
        elif row[0] == Side.LINE:
            return None
        elif row[2] in claims.carried:
            causes.add(Cause.CARRIED)
        elif row[2] not in claims.listed:
            causes.add(Cause.WITHDRAWN)
        else:
            return None
    first = (Cause.SETTLED, Cause.WITHDRAWN, Cause.CARRIED)
    return next((cause for cause in first if cause in causes), None)


def _tell(session: Session, run_id: str, cases: Collection[Case]) -> None:
    """Say once of cases that only a person settles that their claims are gone."""
    waiting = [case for case in cases if case.status != CaseStatus.OPEN]
    for case in waiting:
        _open_again(case, run_id)
    session.flush()
    ids = [case.id for case in waiting]
    overtake(session, ids, (DecisionState.PROPOSED, DecisionState.EFFECTIVE))
    data = {"run": run_id, "why": Why.WITHDRAWN.value}
    append_all(session, ROBOT, [Event("reopened", case_id, data) for case_id in ids])


def _open_again(case: Case, run_id: str) -> None:
    case.status = CaseStatus.OPEN
    case.resume_on = None
    case.run_id = run_id
    case.changed_at = clock.now()
