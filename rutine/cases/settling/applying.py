"""The next run carries out what people decided: a decision becomes a settlement of its own.

A decision is carried out once, in the transaction of the run that does it, before that run
settles anything else. Decisions that wait need no carrying out: they say what runs do with the
rows (`effects`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Row, Select, insert, select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.canonical import canonical
from rutine.cases.deciding.effects import BY_DECISION, EFFECTS, SETTLES, Fate
from rutine.cases.lifecycle.identity import row_key
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.settling.claims import parts_of, record_parts, recorded_parts
from rutine.cases.settling.settlements import settled_among
from rutine.cases.tables import (
    AppliedDecision,
    Case,
    CaseRowEntry,
    DecisionEntry,
    SettledRow,
    Settlement,
)
from rutine.cases.trail.audit import Event, append_all
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Action, RowRef, Side
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore

_IN_PART: Final = frozenset(
    action for action, effect in EFFECTS.items() if effect.claims is Fate.PART_SETTLED
)


@dataclass(frozen=True, slots=True, repr=False)
class DecidedCase:
    """A case that people have decided, as postings need it.

    Attributes:
        decision_id: the decision in effect.
        claimed, paid: øre, as they were decided on.
        amount: what the claims are to be changed to, when the decision says so.
        rows: every row of the case, with payroll's key for claims.
        by_id, second_id: who decided, and who agreed.
        settlement_id: the settlement it has become; None until a run has carried it out, and
            for decisions that settle nothing.
    """

    case_id: str
    number: int
    reason: str
    decision_id: str
    action: Action
    claimed: Ore
    paid: Ore
    amount: Ore | None
    rows: tuple[tuple[RowRef, str | None], ...]
    by_id: str
    second_id: str | None
    decided_at: datetime
    settlement_id: str | None


@dataclass(frozen=True, slots=True, repr=False)
class ToSettle:
    """A decided case of which the next run makes a settlement."""

    case: Case
    decision_id: str
    action: Action
    rows: Sequence[CaseRowEntry]

    @property
    def is_about_somebody(self) -> bool:
        """Whether a settlement can be made: of a row whose national id is not valid none can."""
        return None not in {self.case.subject_id, self.case.sub_unit} and bool(self.rows)

    @property
    def is_part(self) -> bool:
        """Whether the claims go on with what is left of them."""
        return EFFECTS[self.action].claims is Fate.PART_SETTLED

    @property
    def closed(self) -> list[CaseRowEntry]:
        """The rows that it settles: of a part payment only what was paid."""
        return [row for row in self.rows if not (self.is_part and row.side == Side.CLAIM)]

    @property
    def claimed(self) -> Ore:
        """Øre of the claims that it closes."""
        return Ore(self.case.paid if self.is_part else self.case.claimed)


def apply_decisions(
    session: Session, keys: KeyRing, run_id: str, employer: OrgNr, rules_sha256: str
) -> int:
    """Make a settlement of each decided case that is not one yet; returns how many.

    Where no settlement can be made, the rows are finished all the same.

    Raises:
        InputError: `row_settled_twice`: a row of a decided case is settled already.
    """
    events = []
    for each in to_be_settled(session, employer):
        settlement_id = None
        if each.is_about_somebody:
            settlement_id = _settle(session, keys, each, run_id, rules_sha256)
        session.add(
            AppliedDecision(
                decision_id=each.decision_id, run_id=run_id, settlement_id=settlement_id
            )
        )
        session.flush()
        data = {"run": run_id, "decision": each.decision_id, "settlement": settlement_id}
        events.append(Event("applied", each.case.id, data))
    append_all(session, ROBOT, events)
    return len(events)


def to_be_settled(session: Session, employer: OrgNr) -> tuple[ToSettle, ...]:
    """What people have decided to settle and no run has carried out yet, oldest case first."""
    query = _decided(employer).where(
        AppliedDecision.decision_id.is_(None), DecisionEntry.action.in_(SETTLES)
    )
    return tuple(
        ToSettle(case, decision.id, Action(decision.action), _rows(session, case.id))
        for case, decision, _ in _oldest_first(session, query)
    )


def settled_in_part(session: Session, keys: KeyRing, employer: OrgNr) -> dict[str, Ore]:
    """Payroll's key of each claim that is settled in part -> all that is settled of it, in øre.

    Decisions that the next run will carry out are counted already. Payroll's own figure catches
    up when the part is posted there: the greater of the two counts.
    """
    found = recorded_parts(session, employer)
    todo = session.execute(
        _decided(employer).where(
            AppliedDecision.decision_id.is_(None),
            DecisionEntry.action.in_(_IN_PART),
            Case.subject_id.is_not(None),
        )
    ).all()
    for case, _, _ in todo:
        for part in parts_of(session, keys, _rows(session, case.id), Ore(case.paid)):
            found[part.claim_id] = max(found.get(part.claim_id, Ore(0)), part.settled_after)
    return found


def decided_since(
    session: Session, employer: OrgNr, since: datetime | None = None
) -> tuple[DecidedCase, ...]:
    """The employer's cases with a decision in effect, oldest case first.

    With a moment: those decided, or agreed to, at it or later.
    """
    found = []
    for case, decision, applied in _oldest_first(session, _decided(employer)):
        moment = decision.second_at or decision.at
        if since is None or moment >= since:
            found.append(
                DecidedCase(
                    case_id=case.id,
                    number=case.number,
                    reason=case.reason,
                    decision_id=decision.id,
                    action=Action(decision.action),
                    claimed=Ore(case.claimed),
                    paid=Ore(case.paid),
                    amount=None if decision.amount is None else Ore(decision.amount),
                    rows=tuple(
                        (RowRef(side=Side(r.side), sha256=r.sha256, row=r.row), r.claim_id)
                        for r in _rows(session, case.id)
                    ),
                    by_id=decision.by_id,
                    second_id=decision.second_id,
                    decided_at=moment,
                    settlement_id=applied.settlement_id if applied else None,
                )
            )
    return tuple(found)


def _decided(employer: OrgNr) -> Select[Case, DecisionEntry, AppliedDecision]:
    return (
        select(Case, DecisionEntry, AppliedDecision)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .outerjoin(AppliedDecision, AppliedDecision.decision_id == DecisionEntry.id)
        .where(
            Case.employer == employer.value,
            Case.kind == "group",
            Case.status.in_((CaseStatus.DONE, CaseStatus.WAITING)),
            DecisionEntry.state == DecisionState.EFFECTIVE,
        )
    )


def _oldest_first(
    session: Session, query: Select[Case, DecisionEntry, AppliedDecision]
) -> list[Row[Case, DecisionEntry, AppliedDecision]]:
    """By the case's number. Asked to sort by it, SQLite walks through every case there is."""
    return sorted(session.execute(query), key=lambda row: row[0].number)


def _rows(session: Session, case_id: str) -> Sequence[CaseRowEntry]:
    return session.scalars(
        select(CaseRowEntry)
        .where(CaseRowEntry.case_id == case_id)
        .order_by(CaseRowEntry.side.desc(), CaseRowEntry.sha256, CaseRowEntry.row)
    ).all()


def _settle(
    session: Session,
    keys: KeyRing,
    decided: ToSettle,
    run_id: str,
    rules_sha256: str,
) -> str:
    """The settlement of one decided case."""
    case, closed = decided.case, decided.closed
    row_ids = [row_key(r.side, r.sha256, r.row, r.employer, r.claim_id) for r in closed]
    if settled_among(session, row_ids):
        raise InputError(
            "row_settled_twice",
            "A row of a decided case is settled already.",
            "Nothing is stored: report this as a fault of the routine.",
        )
    settlement = Settlement(
        id=str(uuid4()),
        run_id=run_id,
        employer=case.employer,
        subject_id=case.subject_id,
        sub_unit=case.sub_unit,
        pass_name=BY_DECISION,
        reason=case.reason,
        claimed=int(decided.claimed),
        paid=case.paid,
        rules_sha256=rules_sha256,
        settled_at=clock.now(),
    )
    benefit = facts_of(keys, case).benefit
    settlement.sealed = keys.encrypt(
        canonical({"benefit": benefit}).encode(), f"settlement:{settlement.id}"
    )
    session.add(settlement)
    session.flush()
    session.execute(
        insert(SettledRow),
        [
            {
                "side": row.side,
                "sha256": row.sha256,
                "row": row.row,
                "settlement_id": settlement.id,
                "employer": row.employer,
                "claim_id": row.claim_id,
            }
            for row in closed
        ],
    )
    if decided.is_part:
        parts = parts_of(session, keys, decided.rows, Ore(case.paid))
        record_parts(session, settlement.id, OrgNr(case.employer), parts)
    return settlement.id
