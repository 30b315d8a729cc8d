"""Legal holds: a case that must not be deleted while somebody complains or goes to court."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import APPROVES, Actor, require
from rutine.cases.deciding.comments import checked
from rutine.cases.lists.sight import seen_case
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Case, LegalHold
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import InputError


def place_hold(session: Session, keys: KeyRing, number: int, *, actor: Actor, why: str) -> None:
    """Keep a case, and all it refers to, until the hold is lifted.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`: an approver decides it.
        InputError: `case_missing`, `reason_required`, `comment_too_long`, `comment_national_id`;
            `hold_there` when the case is held already, `case_wiped` when there is nothing left.
    """
    require(actor, APPROVES)
    text = checked(why, required=True, missing="reason_required")
    case = _case(session, number, actor)
    if case.wiped_at is not None:
        raise InputError("case_wiped", "The case's personal data is deleted already.")
    if _standing(session, case.id) is not None:
        raise InputError("hold_there", "The case is held already.")
    hold_id = str(uuid4())
    session.add(
        LegalHold(
            id=hold_id,
            case_id=case.id,
            why=keys.encrypt(text.encode(), f"hold:{hold_id}"),
            by_id=actor.id,
            at=clock.now(),
        )
    )
    append(session, actor, "hold_placed", case.id, {"hold": hold_id})


def lift_hold(session: Session, number: int, *, actor: Actor) -> None:
    """Let a case be deleted when its time is over.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `case_missing` or `hold_missing`.
    """
    require(actor, APPROVES)
    case = _case(session, number, actor)
    hold = _standing(session, case.id)
    if hold is None:
        raise InputError("hold_missing", "The case is not held.")
    hold.lifted_by_id, hold.lifted_at = actor.id, clock.now()
    append(session, actor, "hold_lifted", case.id, {"hold": hold.id})


def _case(session: Session, number: int, actor: Actor) -> Case:
    case_id = session.scalar(select(Case.id).where(Case.number == number))
    if case_id is None:
        raise InputError("case_missing", "There is no such case.")
    return seen_case(session, case_id, actor)


def _standing(session: Session, case_id: str) -> LegalHold | None:
    return session.scalar(
        select(LegalHold).where(LegalHold.case_id == case_id, LegalHold.lifted_at.is_(None))
    )
