"""Taking a settlement back: alone, with a reason, and by a counter-entry in the books."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT, UNDOES, Actor, require
from rutine.cases.audit import append
from rutine.cases.comments import checked
from rutine.cases.contested import refuse_gone_on
from rutine.cases.control import STRICT, Limits
from rutine.cases.effects import BY_DECISION
from rutine.cases.keys import KeyRing
from rutine.cases.outbox import are_posted, take_back
from rutine.cases.tables import (
    AppliedDecision,
    Case,
    CaseRowEntry,
    DecisionEntry,
    SettledRow,
    Settlement,
    Subject,
    UndoneRow,
    UndoRequest,
)
from rutine.cases.views import CaseStatus, DecisionState
from rutine.cases.waking import reopen_undone
from rutine.core import clock
from rutine.core.differences import Side
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr

REOPENED: Final = "reopened"
"""Why a run takes a settlement back: something new speaks against it."""


def undo(
    session: Session,
    keys: KeyRing,
    settlement_id: str,
    *,
    actor: Actor,
    why: str,
    run_id: str | None = None,
    rules_sha256: str | None = None,
    limits: Limits = STRICT,
) -> DecisionState:
    """Take back one settlement, or ask another person to agree; returns `effective` or `proposed`.

    Two persons are needed where it is in the books, or two decided it, from the municipality's
    amount. Its rows are free for the next run then; no other is touched. The program takes back
    only what the program settled. A case that a person decided, and that became this
    settlement, is open again. What was posted gets a counter-entry: in its own month, or, when
    that is closed, in the next open one. The settlement stays in the store, with who took it
    back and why.

    Args:
        session: a writing one.
        keys: the store's keys.
        settlement_id: which settlement.
        actor: a person who may (`access.UNDOES`), or the robot.
        why: the reason in words; kept encrypted.
        run_id: the run that a reversal made reopen the settlement; the robot needs one.
        rules_sha256: hash of the rules by which a run reopened it.
        limits: from which amounts a second person must agree.

    Raises:
        AccessDenied: `not_a_person` (also the robot outside a run) or `role_missing`.
        InputError: `settlement_missing`, also when it is out of the actor's sight;
            `settlement_undone`; `claim_gone_on`: undo what was settled of the claim since, first;
            `undo_proposed`: somebody has asked for it already; `settlement_decided`, when the
            robot would take back what a person decided; `reason_required`, `comment_too_long`
            or `comment_national_id`.
    """
    if actor != ROBOT or run_id is None:
        require(actor, UNDOES)
    text = checked(why, required=True, missing="reason_required")
    settlement = standing_settlement(session, settlement_id, actor)
    if actor == ROBOT and settlement.pass_name == BY_DECISION:
        raise InputError(
            "settlement_decided",
            "A run would take back what a person decided.",
            "Nothing is stored: report this as a fault of the routine.",
        )
    if actor != ROBOT:
        refuse_gone_on(session, settlement)
    if actor != ROBOT and needs_two_to_undo(session, settlement, limits):
        _ask(session, keys, settlement, actor, text)
        return DecisionState.PROPOSED
    carry_out(
        session, keys, settlement, text, by=actor, actor=actor, run_id=run_id, rules=rules_sha256
    )
    return DecisionState.EFFECTIVE


def standing_settlement(session: Session, settlement_id: str, actor: Actor) -> Settlement:
    """A settlement that nobody has taken back, in the actor's sight.

    Raises:
        InputError: `settlement_missing`, `settlement_undone` or `settlement_wiped`.
    """
    settlement = session.get(Settlement, settlement_id)
    if settlement is None or not _in_sight(session, settlement, actor):
        raise InputError(
            "settlement_missing",
            "There is no such settlement.",
            "Take its id from the run's settlements.csv.",
        )
    if settlement.undone_at is not None:
        raise InputError("settlement_undone", "This settlement has been undone already.")
    if settlement.wiped_at is not None:
        raise InputError(
            "settlement_wiped",
            "The settlement's personal data was deleted when its time was over.",
            "Nothing can be taken back any more: correct it in the accounts.",
        )
    return settlement


def carry_out(
    session: Session,
    keys: KeyRing,
    settlement: Settlement,
    text: str,
    *,
    by: Actor,
    actor: Actor,
    run_id: str | None = None,
    rules: str | None = None,
    request: str | None = None,
) -> None:
    """Take the settlement back, for the one who wanted it (`by`) and the last who agreed.

    Who may, and with how many, is asked before: by `undo` and by `undo_requests`.
    """
    settlement_id = settlement.id
    settlement.undone_at = clock.now()
    settlement.undone_by_id, settlement.undone_by_name = by.id, by.name
    settlement.undone_why = keys.encrypt(text.encode(), f"undone:{settlement_id}")
    session.flush()
    session.execute(
        update(UndoRequest)
        .where(
            UndoRequest.settlement_id == settlement_id,
            UndoRequest.state == DecisionState.PROPOSED,
        )
        .values(state=DecisionState.OVERTAKEN.value)
    )
    _free_rows(session, settlement_id)
    employer = OrgNr(settlement.employer)
    decision_id = reopen_undone(session, actor, settlement_id)
    sources = [settlement_id, *([decision_id] if decision_id else [])]
    counter = take_back(session, keys, employer, sources, run_id=run_id)
    data = {
        "settlement": settlement_id,
        "why": keys.lookup(text, f"undone:{settlement_id}"),
        "counter_entries": counter,
        "run": run_id,
    }
    if rules is not None:
        data |= {"rules": rules, "rules_then": settlement.rules_sha256}
    if request is not None:
        data |= {"request": request}
    append(session, actor, "undone", data=data)


def needs_two_to_undo(session: Session, settlement: Settlement, limits: Limits) -> bool:
    """Whether another person must agree: it is in the books, or two persons decided it."""
    decision = session.execute(
        select(DecisionEntry.id, DecisionEntry.second_id)
        .join(AppliedDecision, AppliedDecision.decision_id == DecisionEntry.id)
        .where(AppliedDecision.settlement_id == settlement.id)
    ).one_or_none()
    sources = [settlement.id, *([decision.id] if decision is not None else [])]
    by_two = decision is not None and decision.second_id is not None
    stake = max(abs(settlement.claimed), abs(settlement.paid))
    return stake >= limits.undo and (by_two or are_posted(session, sources))


def _ask(session: Session, keys: KeyRing, settlement: Settlement, actor: Actor, text: str) -> None:
    asked = select(UndoRequest.id).where(
        UndoRequest.settlement_id == settlement.id, UndoRequest.state == DecisionState.PROPOSED
    )
    if session.scalars(asked).first() is not None:
        raise InputError("undo_proposed", "Somebody has asked for this to be taken back.")
    request_id = str(uuid4())
    session.add(
        UndoRequest(
            id=request_id,
            settlement_id=settlement.id,
            state=DecisionState.PROPOSED.value,
            why=keys.encrypt(text.encode(), f"undo request:{request_id}"),
            by_id=actor.id,
            by_name=actor.name,
            at=clock.now(),
        )
    )
    data = {"settlement": settlement.id, "request": request_id}
    append(session, actor, "undo_proposed", data=data)


def _in_sight(session: Session, settlement: Settlement, actor: Actor) -> bool:
    """Whether the actor may touch it; the robot, inside a run, may touch all."""
    person = session.get_one(Subject, settlement.subject_id)
    hidden = person.restricted and actor != ROBOT and not actor.sees_restricted
    return not hidden and actor.sees(settlement.sub_unit)


def freed_lines(session: Session, employer: OrgNr) -> set[tuple[str, int]]:
    """`(sha256, row)` of lines that an undoing set free and that nothing has taken since.

    A line that hangs on a case goes the case's way: see `open_rows`.
    """
    settled = exists().where(
        SettledRow.side == Side.LINE,
        SettledRow.sha256 == UndoneRow.sha256,
        SettledRow.row == UndoneRow.row,
    )
    in_case = exists().where(
        CaseRowEntry.side == Side.LINE,
        CaseRowEntry.sha256 == UndoneRow.sha256,
        CaseRowEntry.row == UndoneRow.row,
        CaseRowEntry.case_id == Case.id,
        Case.status != CaseStatus.AUTO_CLOSED,
    )
    rows = session.execute(
        select(UndoneRow.sha256, UndoneRow.row).where(
            UndoneRow.employer == employer.value, UndoneRow.side == Side.LINE, ~settled, ~in_case
        )
    )
    return {(sha256, row) for sha256, row in rows}


def _free_rows(session: Session, settlement_id: str) -> None:
    own = SettledRow.settlement_id == settlement_id
    columns = ("settlement_id", "side", "sha256", "row", "employer", "claim_id")
    rows = select(*(getattr(SettledRow, name) for name in columns)).where(own)
    session.execute(insert(UndoneRow).from_select(columns, rows))
    session.execute(delete(SettledRow).where(own))
