"""Finding the rows that a person picks, as they are now: open, in sight, and where they hang."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT, Actor
from rutine.cases.deciding.effects import BY_DECISION, Fate
from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.cases.lifecycle.rows import RowInCase
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import row_facts_of
from rutine.cases.settling.carried import carried_facts
from rutine.cases.settling.settlements import settled_among
from rutine.cases.tables import (
    AppliedDecision,
    CarriedClaim,
    Case,
    CaseRowEntry,
    ClaimEntry,
    DecisionEntry,
    PickedRowEntry,
    Settlement,
    Subject,
)
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core.differences import Action, RowRef, Side
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.picked_rows import PickedRow

CARRIED: Final = "carried"
"""Where a claim is that no case holds."""

MOST: Final = 60
"""Rows of one match: more than that nobody looks over."""

_ONE_OF_TWO: Final = "D26"
"""In these cases line and claim may be of two numbers: whose the line is, is the question."""


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """One open row, where it is now.

    Attributes:
        key: its identity across files and months.
        ref: the file and row it was read from last.
        facts: what it holds; with an amount.
        person: the store's id of whose it is, None where that is not certain.
        case: the undecided case that holds it; None for a carried claim.
    """

    key: RowKey
    ref: RowRef
    claim_id: str | None
    facts: RowFacts
    amount: Ore
    person: str | None
    sub_unit: str | None
    case: Case | None

    @property
    def place(self) -> str:
        """Where it is, and with which evidence: another one means that something has happened."""
        return self.case.evidence_hash if self.case is not None else CARRIED

    @property
    def picked(self) -> PickedRow:
        """What the rules of matching ask of it."""
        return PickedRow(self.ref.side, self.amount, self.person)


def find_rows(
    session: Session,
    keys: KeyRing,
    employer: str,
    picks: Iterable[RowKey],
    actor: Actor,
    *,
    own: str | None = None,
) -> tuple[Found, ...]:
    """The rows as they are now, those of lines first.

    Args:
        session: a reading one will do.
        keys: the store's keys.
        employer: whose rows.
        picks: their identities.
        actor: who picks; sees each of them.
        own: the decision that picked them before, which does not stand in its own way.

    Raises:
        InputError: `row_twice`; `too_many`; `row_missing`, also when it is out of the actor's
            sight; `row_settled`, `row_decided` and `row_proposed`, with who, when and in which
            case among the details; `case_held` by somebody else; `row_without_amount`.
    """
    wanted = list(picks)
    if len(set(wanted)) != len(wanted):
        raise InputError("row_twice", "A row was picked twice.")
    if len(wanted) > MOST:
        raise InputError("too_many", f"Pick {MOST} rows at most.")
    settled = settled_among(session, wanted)
    found = []
    for key in sorted(wanted, key=lambda each: (each[0] != Side.LINE, each)):
        row = _row(session, keys, employer, key)
        if row is None or not in_sight(session, row, actor):
            raise _gone(session, key, employer, settled.get(key), actor)
        if key in settled:
            raise _settled(session, settled[key])
        _refuse_taken(session, row, actor, own)
        found.append(row)
    return tuple(found)


def in_sight(session: Session, row: Found, actor: Actor) -> bool:
    """Whether the actor may see the row: the unit, and the person where one is protected."""
    if actor == ROBOT:
        return True
    if not actor.sees(row.case.sub_unit if row.case is not None else row.sub_unit):
        return False
    if row.ref.side is Side.CLAIM and not actor.sees(row.sub_unit):
        return False
    if row.case is not None and row.case.sight not in actor.sights:
        return False
    return actor.sees_restricted or not is_protected(session, row)


def is_protected(session: Session, row: Found) -> bool:
    """Whether the row is of a protected person, or of a case that shows one."""
    subject = session.get(Subject, row.person) if row.person is not None else None
    hidden = subject is not None and subject.restricted
    return hidden or (row.case is not None and row.case.restricted)


def open_row(session: Session, keys: KeyRing, entry: CaseRowEntry, case: Case) -> Found | None:
    """The row of a case; None when the store does not know what it comes to."""
    facts = row_facts_of(keys, entry)
    if facts is None or facts.amount is None:
        return None
    side = Side(entry.side)
    return Found(
        key=row_key(entry.side, entry.sha256, entry.row, entry.employer, entry.claim_id),
        ref=RowRef(side=side, sha256=entry.sha256, row=entry.row),
        claim_id=entry.claim_id,
        facts=facts,
        amount=facts.amount,
        person=_person(session, entry, case),
        sub_unit=facts.sub_unit or case.sub_unit,
        case=case,
    )


def carried_row(keys: KeyRing, entry: CarriedClaim) -> Found:
    """A claim that no case holds."""
    return Found(
        key=row_key(Side.CLAIM, entry.sha256, entry.row, entry.employer, entry.claim_id),
        ref=RowRef(side=Side.CLAIM, sha256=entry.sha256, row=entry.row),
        claim_id=entry.claim_id,
        facts=carried_facts(keys, entry),
        amount=Ore(entry.amount),
        person=entry.subject_id,
        sub_unit=entry.sub_unit,
        case=None,
    )


def proposed_in(session: Session, row: Found, own: str | None = None) -> Case | None:
    """The case in which somebody else has proposed to match the row by hand."""
    query = (
        select(Case)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .join(PickedRowEntry, PickedRowEntry.decision_id == DecisionEntry.id)
        .where(
            DecisionEntry.state == DecisionState.PROPOSED,
            DecisionEntry.id != (own or ""),
            PickedRowEntry.side == row.ref.side,
        )
    )
    if row.ref.side is Side.LINE:
        query = query.where(
            PickedRowEntry.sha256 == row.ref.sha256, PickedRowEntry.row == row.ref.row
        )
    else:
        query = query.where(
            PickedRowEntry.employer == row.key[1], PickedRowEntry.claim_id == row.claim_id
        )
    return session.scalars(query.limit(1)).first()


def locked_by(session: Session, case_id: str) -> int | None:
    """The number of the case in which rows of this one are proposed to be matched by hand."""
    query = (
        select(Case.number)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .join(PickedRowEntry, PickedRowEntry.decision_id == DecisionEntry.id)
        .where(
            DecisionEntry.state == DecisionState.PROPOSED,
            PickedRowEntry.case_id == case_id,
            Case.id != case_id,
        )
    )
    return session.scalars(query.limit(1)).first()


def _row(session: Session, keys: KeyRing, employer: str, key: RowKey) -> Found | None:
    side, second, third = key
    query = select(CaseRowEntry, Case).join(Case, Case.id == CaseRowEntry.case_id)
    query = query.where(CaseRowEntry.held, Case.kind == "group", Case.employer == employer)
    if side == Side.LINE:
        query = query.where(
            CaseRowEntry.side == Side.LINE,
            CaseRowEntry.sha256 == second,
            CaseRowEntry.row == int(third),
        )
    else:
        query = query.where(CaseRowEntry.employer == second, CaseRowEntry.claim_id == third)
    held = session.execute(query).one_or_none()
    if held is not None:
        found = open_row(session, keys, *held)
        if found is None:
            raise InputError("row_without_amount", "The store does not know what a row comes to.")
        return found
    if side == Side.LINE or second != employer:
        return None
    entry = session.get(CarriedClaim, (employer, third))
    if entry is None or _decided_claim(session, employer, third) is not None:
        return None
    return carried_row(keys, entry)


def _person(session: Session, entry: CaseRowEntry, case: Case) -> str | None:
    if entry.claim_id is not None:
        claim = session.get(ClaimEntry, (entry.employer, entry.claim_id))
        return claim.subject_id if claim is not None else case.subject_id
    return None if case.reason == _ONE_OF_TWO else case.subject_id


def _refuse_taken(session: Session, row: Found, actor: Actor, own: str | None) -> None:
    proposal = proposed_in(session, row, own)
    mine = session.get(DecisionEntry, own) if own is not None else None
    case = row.case
    if proposal is None and case is not None and case.status == CaseStatus.APPROVAL:
        proposal = None if mine is not None and mine.case_id == case.id else case
    if proposal is not None:
        made = _latest(session, proposal.id, DecisionState.PROPOSED)
        raise InputError(
            "row_proposed",
            "A row waits for a second person's answer.",
            "",
            **_who(made, proposal.number),
        )
    if own is None and case is not None and case.assignee not in {None, actor.id}:
        raise InputError("case_held", "Somebody else has the case.", "", case=case.number)


def _gone(
    session: Session, key: RowKey, employer: str, settlement: str | None, actor: Actor
) -> InputError:
    """Why a row is not open; nothing is told of what the actor does not see."""
    missing = InputError("row_missing", "There is no such open row.")
    if settlement is not None:
        known = session.get_one(Settlement, settlement)
        subject = session.get_one(Subject, known.subject_id)
        seen = actor.sees(known.sub_unit) and (actor.sees_restricted or not subject.restricted)
        return _settled(session, settlement) if seen else missing
    case = _decided_row(session, key, employer)
    if case is None or not actor.sees(case.sub_unit) or case.sight not in actor.sights:
        return missing
    if case.restricted and not actor.sees_restricted:
        return missing
    made = _latest(session, case.id, DecisionState.EFFECTIVE)
    return InputError(
        "row_decided", "Somebody has decided about the row.", "", **_who(made, case.number)
    )


def _settled(session: Session, settlement_id: str) -> InputError:
    """A row that is settled: by whom, and when."""
    settlement = session.get_one(Settlement, settlement_id)
    details: dict[str, str | int] = {"by": ROBOT.id, "at": settlement.settled_at.isoformat()}
    if settlement.pass_name == BY_DECISION:
        found = session.execute(
            select(DecisionEntry, Case.number)
            .join(Case, Case.id == DecisionEntry.case_id)
            .join(AppliedDecision, AppliedDecision.decision_id == DecisionEntry.id)
            .where(AppliedDecision.settlement_id == settlement_id)
        ).one_or_none()
        if found is not None:
            details |= {"by": found[0].by_id, "case": found[1]}
    return InputError("row_settled", "A row is settled already.", "", **details)


def _decided_row(session: Session, key: RowKey, employer: str) -> Case | None:
    if key[0] == Side.CLAIM:
        return _decided_claim(session, employer, key[2])
    query = _decided().where(
        CaseRowEntry.side == Side.LINE,
        CaseRowEntry.sha256 == key[1],
        CaseRowEntry.row == int(key[2]),
    )
    return session.scalars(query.limit(1)).first()


def _decided_claim(session: Session, employer: str, claim_id: str) -> Case | None:
    """The case by which a claim is decided, and goes on no more, or not until the next run."""
    query = _decided().where(CaseRowEntry.employer == employer, CaseRowEntry.claim_id == claim_id)
    for case in session.scalars(query):
        decision = _latest(session, case.id, DecisionState.EFFECTIVE)
        if decision is None:
            continue
        row = RowInCase(
            *(Side.CLAIM, "", 0, claim_id, case.id, case.kind, case.reason),
            *(CaseStatus.DONE, Action(decision.action), case.by_hand, case.apart),
        )
        applied = session.get(AppliedDecision, decision.id)
        if row.fate is not Fate.PART_SETTLED or applied is None:
            return case
    return None


def _decided() -> Select[Case]:
    return (
        select(Case)
        .join(CaseRowEntry, CaseRowEntry.case_id == Case.id)
        .where(Case.status == CaseStatus.DONE)
        .order_by(Case.number.desc())
    )


def _latest(session: Session, case_id: str, state: DecisionState) -> DecisionEntry | None:
    return session.scalars(
        select(DecisionEntry)
        .where(DecisionEntry.case_id == case_id, DecisionEntry.state == state)
        .order_by(DecisionEntry.at.desc())
        .limit(1)
    ).first()


def _who(decision: DecisionEntry | None, case: int) -> dict[str, str | int]:
    if decision is None:
        return {"case": case}
    return {"by": decision.by_id, "at": decision.at.isoformat(), "case": case}
