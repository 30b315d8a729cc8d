"""What people decide about cases. Authority is checked here, on every path."""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import APPROVES, DECIDES, Actor, require
from rutine.cases.audit import append
from rutine.cases.closing import overtake, release
from rutine.cases.comments import checked
from rutine.cases.keys import KeyRing
from rutine.cases.sight import seen_case
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import CaseStatus, DecisionState, DecisionView
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError, StaleVersion
from rutine.core.reasons import REASONS

CLOSES_ROWS: Final = frozenset(
    {Action.SETTLE_AS_CLAIMED, Action.ACCEPT_PAID, Action.WRITE_OFF, Action.ACKNOWLEDGE}
)
"""After these the rows are finished: no run matches them again."""

RETURNS_ROWS: Final = frozenset(
    {Action.CHANGE_CLAIM, Action.WRONG_PERSON_OR_UNIT, Action.FETCH_AGAIN}
)
"""After these the next run may match the rows anew."""

WAITS: Final = frozenset({Action.SEND_TO_NAV, Action.CANNOT_DETERMINE})
"""After these the case is on hold, keeps its rows, and may be decided again."""

COMMENT_REQUIRED: Final = frozenset(
    {
        Action.WRITE_OFF,
        Action.CHANGE_CLAIM,
        Action.WRONG_PERSON_OR_UNIT,
        Action.CANNOT_DETERMINE,
    }
)
"""Decisions that the next person can't follow without a word of why."""

_LOSS: Final = frozenset({Action.WRITE_OFF})
"""Proposer and approver differ for a loss (refund rules §5, internal control)."""

_DECIDABLE = (CaseStatus.OPEN, CaseStatus.WAITING)


def needs_second_person(reason: str, action: Action) -> bool:
    """Whether the decision is a proposal until another person has agreed."""
    known = REASONS.get(reason)
    return action in _LOSS or known is None or known.two_persons


def decide(
    session: Session,
    keys: KeyRing,
    case_id: str,
    *,
    version: int,
    actor: Actor,
    action: Action,
    comment: str = "",
) -> DecisionView:
    """Decide a case, or propose the decision where a second person must agree.

    The answer's `state` says which: `effective` or `proposed`.

    Raises:
        AccessDenied: `not_a_person` (the robot never decides) or `role_missing`.
        InputError: `case_missing`, `case_not_open`, `action_not_permitted`,
            `comment_required`, `comment_too_long` or `comment_national_id`.
        StaleVersion: `case_changed`: somebody else changed the case first.
    """
    require(actor, DECIDES)
    case = _current(session, case_id, actor, version)
    if case.status not in _DECIDABLE:
        raise InputError("case_not_open", "The case is not open for decision.")
    if action not in permitted_actions(case):
        raise InputError("action_not_permitted", "This decision is not permitted for the case.")
    text = checked(comment, required=action in COMMENT_REQUIRED)
    proposed = needs_second_person(case.reason, action)
    overtake(session, [case.id], (DecisionState.EFFECTIVE,))
    decision = DecisionEntry(
        id=str(uuid4()),
        case_id=case.id,
        run_id=case.run_id,
        evidence_hash=case.evidence_hash,
        action=action.value,
        state=(DecisionState.PROPOSED if proposed else DecisionState.EFFECTIVE).value,
        by_id=actor.id,
        by_name=actor.name,
        at=clock.now(),
    )
    decision.comment = keys.encrypt(text.encode(), f"comment:{decision.id}")
    session.add(decision)
    _move(session, case, CaseStatus.APPROVAL if proposed else _status_after(action))
    action_name = "proposed" if proposed else "decided"
    append(session, actor, action_name, case.id, _trace(keys, case, decision))
    return view_of(keys, decision)


def approve(
    session: Session, keys: KeyRing, case_id: str, *, version: int, actor: Actor
) -> DecisionView:
    """Agree with a proposal; it takes effect.

    Raises:
        AccessDenied: `not_a_person`, `role_missing`, or `own_proposal`.
        InputError: `case_missing` or `case_not_for_approval`.
        StaleVersion: `case_changed`.
    """
    require(actor, APPROVES)
    case = _current(session, case_id, actor, version)
    decision = _proposal(session, case)
    if decision.by_id == actor.id:
        raise AccessDenied("own_proposal", "You proposed this. Somebody else must approve it.")
    decision.state = DecisionState.EFFECTIVE.value
    decision.second_id, decision.second_name = actor.id, actor.name
    decision.second_at = clock.now()
    _move(session, case, _status_after(Action(decision.action)))
    append(session, actor, "approved", case.id, _trace(keys, case, decision))
    return view_of(keys, decision)


def return_proposal(
    session: Session, keys: KeyRing, case_id: str, *, version: int, actor: Actor, comment: str
) -> DecisionView:
    """Send a proposal back with a comment; the case is open again.

    The one who proposed may take the proposal back in the same way.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `case_missing`, `case_not_for_approval`, `comment_required`,
            `comment_too_long` or `comment_national_id`.
        StaleVersion: `case_changed`.
    """
    require(actor, DECIDES)
    case = _current(session, case_id, actor, version)
    decision = _proposal(session, case)
    if decision.by_id != actor.id:
        require(actor, APPROVES)
    text = checked(comment, required=True)
    decision.state = DecisionState.RETURNED.value
    decision.second_id, decision.second_name = actor.id, actor.name
    decision.second_at = clock.now()
    decision.second_comment = keys.encrypt(text.encode(), f"return:{decision.id}")
    _move(session, case, CaseStatus.OPEN)
    append(session, actor, "returned", case.id, _trace(keys, case, decision))
    return view_of(keys, decision)


def permitted_actions(case: Case) -> tuple[Action, ...]:
    """The decisions that the routine offers for the case."""
    return tuple(Action(value) for value in json.loads(case.permitted))


def may_decide(case: Case, viewer: Actor) -> bool:
    """Whether this person may decide the case as it stands."""
    return viewer.may(DECIDES) and case.status in _DECIDABLE


def view_of(keys: KeyRing, decision: DecisionEntry) -> DecisionView:
    """The decision as it is read, comment and all."""
    returned = decision.second_comment
    return DecisionView(
        decision_id=decision.id,
        action=Action(decision.action),
        state=DecisionState(decision.state),
        comment=keys.decrypt(decision.comment, f"comment:{decision.id}").decode(),
        by_id=decision.by_id,
        by_name=decision.by_name,
        at=decision.at,
        second_name=decision.second_name,
        second_at=decision.second_at,
        second_comment=keys.decrypt(returned, f"return:{decision.id}").decode()
        if returned
        else None,
    )


def _current(session: Session, case_id: str, actor: Actor, version: int) -> Case:
    case = seen_case(session, case_id, actor)
    if case.version != version:
        raise StaleVersion(
            "case_changed", "Somebody changed the case since you opened it.", "Read it again."
        )
    return case


def _proposal(session: Session, case: Case) -> DecisionEntry:
    decision = session.scalars(
        select(DecisionEntry).where(
            DecisionEntry.case_id == case.id, DecisionEntry.state == DecisionState.PROPOSED
        )
    ).one_or_none()
    if case.status != CaseStatus.APPROVAL or decision is None:
        raise InputError("case_not_for_approval", "No proposal awaits approval.")
    return decision


def _status_after(action: Action) -> CaseStatus:
    return CaseStatus.WAITING if action in WAITS else CaseStatus.DONE


def _move(session: Session, case: Case, status: CaseStatus) -> None:
    """Change the status; a case that is done lets go of its rows."""
    case.status = status.value
    case.changed_at = clock.now()
    session.flush()
    if status is CaseStatus.DONE:
        release(session, [case.id])


def _trace(keys: KeyRing, case: Case, decision: DecisionEntry) -> dict[str, Any]:
    """What the trail keeps of a decision, with a keyed hash of what people wrote."""
    view = view_of(keys, decision)
    words = f"{view.comment}\0{view.second_comment or ''}"
    return {
        "decision": decision.id,
        "choice": decision.action,
        "words": keys.lookup(words, f"comment:{decision.id}"),
        "evidence": case.evidence_hash,
        "run": case.run_id,
        "version": case.version,
    }
