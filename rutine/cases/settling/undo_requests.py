"""Taking back what is in the books takes two: one asks, another answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.access import APPROVES, SEES_CASES, UNDOES, Actor, require
from rutine.cases.accounts.provider_accounts import same_person
from rutine.cases.deciding.comments import checked
from rutine.cases.lifecycle.contested import refuse_gone_on
from rutine.cases.lists.sight import seen_case
from rutine.cases.people.register import name_of
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling.undoing import carry_out, standing_settlements
from rutine.cases.tables import (
    AppliedDecision,
    Case,
    DecisionEntry,
    Settlement,
    Subject,
    UndoRequest,
)
from rutine.cases.trail.audit import append
from rutine.cases.views import DecisionState
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError
from rutine.core.money import Ore

MOST: Final = 100
"""Requests on the page; nobody lets more of them wait."""


@dataclass(frozen=True, slots=True, repr=False)
class UndoAsked:
    """One request that waits for another person.

    Attributes:
        name: the person's; None where it is not known, and of protected people.
        case: the number of the case that was decided; None for what the program settled.
        may_approve, may_return: what this reader may answer.
    """

    request_id: str
    settlement_id: str
    reason: str
    sub_unit: str
    claimed: Ore
    paid: Ore
    name: str | None
    case: int | None
    why: str
    by_name: str
    at: datetime
    own: bool
    may_approve: bool
    may_return: bool


def undo_requests(session: Session, keys: KeyRing, viewer: Actor) -> tuple[UndoAsked, ...]:
    """What somebody has asked to take back, the longest waiting first, within sight.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    require(viewer, SEES_CASES)
    found = session.execute(
        select(UndoRequest, Settlement, Subject.restricted)
        .join(Settlement, Settlement.id == UndoRequest.settlement_id)
        .join(Subject, Subject.id == Settlement.subject_id)
        .where(UndoRequest.state == DecisionState.PROPOSED)
        .order_by(UndoRequest.at, UndoRequest.id)
    ).all()
    seen = [
        (request, settlement, hidden)
        for request, settlement, hidden in found
        if viewer.sees(settlement.sub_unit) and (viewer.sees_restricted or not hidden)
    ]
    return tuple(
        UndoAsked(
            request_id=request.id,
            settlement_id=settlement.id,
            reason=settlement.reason,
            sub_unit=settlement.sub_unit,
            claimed=Ore(settlement.claimed),
            paid=Ore(settlement.paid),
            name=None if hidden else name_of(session, keys, settlement.subject_id),
            case=_case_of(session, settlement.id),
            why=keys.decrypt(request.why, f"undo request:{request.id}").decode(),
            by_name=request.by_name,
            at=request.at,
            own=request.by_id == viewer.id,
            may_approve=viewer.may(APPROVES) and not same_person(session, request.by_id, viewer.id),
            may_return=viewer.may(APPROVES) or request.by_id == viewer.id,
        )
        for request, settlement, hidden in seen[:MOST]
    )


@dataclass(frozen=True, slots=True, repr=False)
class Undoable:
    """The settlement that a decided case has become, and who has asked to take it back."""

    settlement_id: str
    asked_by: str
    asked_at: datetime | None


def undoable(session: Session, case_id: str, viewer: Actor) -> Undoable | None:
    """What of the case may be taken back; None when nothing has come of it, or is undone.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    settlement_id = session.scalar(
        select(Settlement.id)
        .join(AppliedDecision, AppliedDecision.settlement_id == Settlement.id)
        .join(DecisionEntry, DecisionEntry.id == AppliedDecision.decision_id)
        .where(
            DecisionEntry.case_id == case.id,
            DecisionEntry.state == DecisionState.EFFECTIVE,
            Settlement.undone_at.is_(None),
        )
    )
    if settlement_id is None:
        return None
    asked = session.scalars(
        select(UndoRequest).where(
            UndoRequest.settlement_id == settlement_id,
            UndoRequest.state == DecisionState.PROPOSED,
        )
    ).first()
    return Undoable(settlement_id, asked.by_name if asked else "", asked.at if asked else None)


def count_requests(session: Session, viewer: Actor) -> int:
    """How many there are within sight.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    require(viewer, SEES_CASES)
    query = (
        select(func.count())
        .select_from(UndoRequest)
        .join(Settlement, Settlement.id == UndoRequest.settlement_id)
        .join(Subject, Subject.id == Settlement.subject_id)
        .where(UndoRequest.state == DecisionState.PROPOSED)
    )
    if not viewer.sees_restricted:
        query = query.where(Subject.restricted.is_(False))
    if viewer.units is not None:
        query = query.where(Settlement.sub_unit.in_(sorted(viewer.units)))
    return session.scalar(query) or 0


def approve_undo(session: Session, keys: KeyRing, request_id: str, *, actor: Actor) -> None:
    """Agree: the settlement is taken back now.

    Raises:
        AccessDenied: `not_a_person`, `role_missing` or `own_proposal`.
        InputError: `request_missing`, also when it is out of sight or answered already;
            `settlement_undone` or `claim_gone_on`.
    """
    require(actor, APPROVES)
    request, settlement = _waiting(session, request_id, actor)
    if same_person(session, request.by_id, actor.id):
        raise AccessDenied("own_proposal", "You asked for this. Somebody else must agree.")
    refuse_gone_on(session, [settlement.id])
    _answer(request, actor, DecisionState.EFFECTIVE)
    session.flush()
    why = keys.decrypt(request.why, f"undo request:{request.id}").decode()
    by = Actor(request.by_id, request.by_name)
    carry_out(session, keys, [settlement], why, by=by, actor=actor, request=request.id)


def return_undo(
    session: Session, keys: KeyRing, request_id: str, *, actor: Actor, comment: str
) -> None:
    """Do not agree, or take an own request back: the settlement stands.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `request_missing`, also when it is out of sight or answered already;
            `settlement_undone`; `comment_required`, `comment_too_long` or
            `comment_national_id`.
    """
    require(actor, UNDOES)
    request, settlement = _waiting(session, request_id, actor)
    if request.by_id != actor.id:
        require(actor, APPROVES)
    text = checked(comment, required=True)
    _answer(request, actor, DecisionState.RETURNED)
    request.second_comment = keys.encrypt(text.encode(), f"undo answer:{request.id}")
    append(
        session,
        actor,
        "undo_returned",
        data={"settlement": settlement.id, "request": request.id},
    )


def _waiting(session: Session, request_id: str, actor: Actor) -> tuple[UndoRequest, Settlement]:
    request = session.get(UndoRequest, request_id)
    if request is None or request.state != DecisionState.PROPOSED:
        raise InputError("request_missing", "Nobody waits for an answer to this.")
    (settlement,) = standing_settlements(session, [request.settlement_id], actor)
    return request, settlement


def _answer(request: UndoRequest, actor: Actor, state: DecisionState) -> None:
    request.state = state.value
    request.second_id, request.second_name = actor.id, actor.name
    request.second_at = clock.now()


def _case_of(session: Session, settlement_id: str) -> int | None:
    return session.scalar(
        select(Case.number)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .join(AppliedDecision, AppliedDecision.decision_id == DecisionEntry.id)
        .where(AppliedDecision.settlement_id == settlement_id)
    )
