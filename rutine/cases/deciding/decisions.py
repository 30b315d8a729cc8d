"""What people decide about cases. Authority is checked here, on every path."""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import APPROVES, DECIDES, Actor, require
from rutine.cases.accounts.provider_accounts import same_person
from rutine.cases.deciding.comments import checked
from rutine.cases.deciding.control import STRICT, Limits, Stakes, needs_second_person
from rutine.cases.deciding.decision_checks import (
    SEEN_TO,
    check_amount,
    check_day,
    check_exemption,
    check_signature,
    comment_required,
)
from rutine.cases.deciding.effects import EFFECTS, Fate
from rutine.cases.deciding.picking import locked_by
from rutine.cases.deciding.regrouping import is_across_people, take_over, was_put_together
from rutine.cases.deciding.terms import deciders_of, hold_for, stored_reason
from rutine.cases.lifecycle.closing import overtake, release
from rutine.cases.lifecycle.contested import refuse_contested
from rutine.cases.lists.assignment import held
from rutine.cases.lists.sight import seen_version
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.signed.signing import signed_as
from rutine.cases.tables import Case, CaseRowEntry, DecisionEntry
from rutine.cases.trail.audit import append
from rutine.cases.views import CaseStatus, DecisionState, DecisionView, HoldReason
from rutine.core import clock
from rutine.core.differences import Action, Side
from rutine.core.errors import AccessDenied, InputError
from rutine.core.money import Ore

_DECIDABLE = (CaseStatus.OPEN, CaseStatus.WAITING)


def decide(
    session: Session,
    keys: KeyRing,
    case_id: str,
    *,
    version: int,
    actor: Actor,
    action: Action,
    comment: str = "",
    until: date | None = None,
    amount: Ore | None = None,
    hold_reason: str | None = None,
    exempt_reason: str | None = None,
    source_choice: str | None = None,
    ticked: Sequence[str] = (),
    limits: Limits = STRICT,
) -> DecisionView:
    """Decide a case, or propose the decision where a second person must agree.

    The answer's `state` says which: `effective` or `proposed`.

    Args:
        session: a writing one.
        keys: the store's key ring.
        case_id: the case.
        version: of the case as it was read.
        actor: who decides.
        action: the decision.
        comment: why, or what is missing.
        until: the day on which a case that waits comes back by itself; left out, after as many
            days as the routine's file says of the reason.
        amount: what the case's claims should be instead, in øre; `change_claim` only.
        hold_reason: what a case that waits until a day waits for. Without one, or with
            `other`, the comment must say.
        exempt_reason: why somebody need not meet a requirement, as the routine file calls it.
        source_choice: which source counts first in what is signed, where sources disagree.
        ticked: fields of the discrepancies that the person ticked off, for the trail.
        limits: from which amounts a second person must agree, and where a routine's own
            terms are asked for.

    Raises:
        AccessDenied: `not_a_person` (the robot never decides) or `role_missing`.
        InputError: `case_missing`, `case_not_open`, `case_held` (somebody else has it: take it
            over first), `case_in_match` (its rows wait in another case), `action_not_permitted`,
            `comment_required`, `comment_too_long`, `comment_national_id`, `until_required`,
            `until_past`, `until_too_far`, `until_not_asked`, `hold_reason_unknown`,
            `exempt_reason_required` (none of those that the requirement has),
            `source_choice_required`, `amount_invalid`, `amount_not_asked` or
            `rows_contested` (the next run must look first).
        StaleVersion: `case_changed`: somebody else changed the case first.
    """
    case = decidable(session, case_id, actor, version, limits)
    stakes = stakes_of(session, case)
    if action not in permitted_actions(case, stakes):
        raise InputError("action_not_permitted", "This decision is not permitted for the case.")
    terms = limits.terms(case.routine)
    hold = hold_for(hold_reason, terms) if action is Action.WAIT_UNTIL else None
    waits_for = hold.reason if hold is not None else None
    is_said = waits_for not in {None, HoldReason.OTHER}
    text = checked(comment, required=comment_required(action, case.reason) and not is_said)
    until = until or (hold.comes_back() if hold is not None else None)
    if action in {Action.HANDLED, Action.GIVE_OFFER} and until is None:
        until = clock.today() + SEEN_TO
    check_day(action, until)
    check_exemption(keys, case, action, exempt_reason, until)
    check_signature(keys, case, action, text, source_choice)
    check_amount(action, amount)
    if EFFECTS[action].status is CaseStatus.DONE:
        refuse_contested(session, case.id)
    proposed = needs_second_person(stakes, action, limits, amount=amount)
    overtake(session, [case.id], (DecisionState.EFFECTIVE,))
    decision = _entry(case, actor, action, proposed=proposed)
    decision.until, decision.hold_reason = until, waits_for
    decision.exempt_reason = exempt_reason if action is Action.EXEMPT else None
    decision.source_choice = source_choice if action is Action.SIGN else None
    decision.amount = None if amount is None else int(amount)
    decision.comment = keys.encrypt(text.encode(), f"comment:{decision.id}")
    session.add(decision)
    if proposed:
        _move(session, case, CaseStatus.APPROVAL)
    else:
        _take_effect(session, case, decision)
    action_name = "proposed" if proposed else "decided"
    trace = _trace(keys, case, decision, ticked) | ({"rules": terms.sha256} if terms else {})
    append(session, actor, action_name, case.id, trace | signed_as(actor, action))
    return view_of(keys, decision)


def decidable(
    session: Session, case_id: str, actor: Actor, version: int, limits: Limits = STRICT
) -> Case:
    """The case, when this actor may decide it now.

    Raises:
        AccessDenied: `not_a_person`, or `role_missing`: also for a reviewer where the routine's
            file lets approvers alone decide.
        InputError: `case_missing`, `case_not_open`, `case_held` or `case_in_match`.
        StaleVersion: `case_changed`.
    """
    require(actor, DECIDES)
    case = seen_version(session, case_id, actor, version)
    require(actor, deciders_of(limits.terms(case.routine)))
    if case.status not in _DECIDABLE:
        raise InputError("case_not_open", "The case is not open for decision.")
    if case.assignee not in {None, actor.id}:
        raise held()
    if (other := locked_by(session, case.id)) is not None:
        raise InputError("case_in_match", "Rows of the case wait in another case.", case=other)
    return case


def propose(
    session: Session,
    keys: KeyRing,
    case: Case,
    *,
    actor: Actor,
    action: Action,
    comment: str,
    picked: str,
) -> DecisionEntry:
    """Enter a proposal about a case that `decidable` has let through, whatever the amount.

    The seal of the rows that were picked stands in the trail.

    Raises:
        InputError: `comment_required`, `comment_too_long` or `comment_national_id`.
    """
    text = checked(comment, required=True)
    overtake(session, [case.id], (DecisionState.EFFECTIVE,))
    decision = _entry(case, actor, action, proposed=True)
    decision.comment = keys.encrypt(text.encode(), f"comment:{decision.id}")
    session.add(decision)
    _move(session, case, CaseStatus.APPROVAL)
    trace = _trace(keys, case, decision) | {"picked": picked}
    append(session, actor, "proposed", case.id, trace)
    return decision


def approve(
    session: Session,
    keys: KeyRing,
    case_id: str,
    *,
    version: int,
    actor: Actor,
    comment: str = "",
    ticked: Sequence[str] = (),
) -> DecisionView:
    """Agree with a proposal; it takes effect. Rows that it picked become the case's own.

    `ticked` as in `decide`.

    Raises:
        AccessDenied: `not_a_person`, `role_missing`, `own_proposal` or `match_out_of_sight`.
        InputError: `case_missing` or `case_not_for_approval`; `match_changed`: a picked row is
            not as it was; `rows_contested`; `comment_required`, where the rows are of two
            numbers, and why they are one person's must be said; `comment_too_long` or
            `comment_national_id`.
        StaleVersion: `case_changed`.
    """
    require(actor, APPROVES)
    case = seen_version(session, case_id, actor, version)
    decision = _proposal(session, case)
    if same_person(session, decision.by_id, actor.id):
        raise AccessDenied("own_proposal", "You proposed this. Somebody else must approve it.")
    text = checked(comment, required=is_across_people(session, decision.id))
    picked = take_over(session, keys, case, decision, actor)
    if EFFECTS[Action(decision.action)].status is CaseStatus.DONE:
        refuse_contested(session, case.id)
    decision.state = DecisionState.EFFECTIVE.value
    decision.second_id, decision.second_name = actor.id, actor.name
    decision.second_at = clock.now()
    if text:
        decision.second_comment = keys.encrypt(text.encode(), f"return:{decision.id}")
    _take_effect(session, case, decision)
    trace = _trace(keys, case, decision, ticked) | ({"picked": picked} if picked else {})
    append(session, actor, "approved", case.id, trace | signed_as(actor, Action(decision.action)))
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
    case = seen_version(session, case_id, actor, version)
    decision = _proposal(session, case)
    if decision.by_id != actor.id:
        require(actor, APPROVES)
    text = checked(comment, required=True)
    decision.state = DecisionState.RETURNED.value
    decision.second_id, decision.second_name = actor.id, actor.name
    decision.second_at = clock.now()
    decision.second_comment = keys.encrypt(text.encode(), f"return:{decision.id}")
    if case.assignee is None and decision.by_id != actor.id:
        case.assignee = decision.by_id  # or nobody would know that it is to be done again
    _move(session, case, CaseStatus.OPEN)
    append(session, actor, "returned", case.id, _trace(keys, case, decision))
    return view_of(keys, decision)


def permitted_actions(case: Case, stakes: Stakes) -> tuple[Action, ...]:
    """The decisions that the routine offers for the case, and those that always make sense.

    Waiting decides nothing, so it is always offered. A part payment is offered where NAV has
    paid some of what was claimed, and no more.
    """
    offered = [Action(value) for value in json.loads(case.permitted)]
    offered = [action for action in offered if action is not Action.MATCH_BY_HAND]
    known = case.subject_id is not None and case.sub_unit is not None
    if Action.ACCEPT_PAID in offered and known and is_part_payment(stakes):
        offered.insert(offered.index(Action.ACCEPT_PAID) + 1, Action.ACCEPT_PART)
    return tuple(dict.fromkeys([*offered, Action.WAIT_UNTIL]))


def is_part_payment(stakes: Stakes) -> bool:
    """Whether both sides have rows, and less was paid than claimed, but something."""
    return stakes.has_claims and stakes.has_lines and 0 < stakes.paid < stakes.claimed


def stakes_of(session: Session, case: Case) -> Stakes:
    """What a decision about the case is about."""
    query = select(CaseRowEntry.side).where(CaseRowEntry.case_id == case.id).distinct()
    return stakes_with(session, case, set(session.scalars(query)))


def stakes_with(session: Session, case: Case, sides: Container[str]) -> Stakes:
    """What a decision is about, for a case that has rows of these sides."""
    return stakes_known(case, sides, picked=was_put_together(session, case.id))


def stakes_known(case: Case, sides: Container[str], *, picked: bool) -> Stakes:
    """What a decision is about, where all that the store says of the case is at hand."""
    return Stakes(
        reason=case.reason,
        claimed=Ore(case.claimed),
        paid=Ore(case.paid),
        has_claims=Side.CLAIM in sides,
        has_lines=Side.LINE in sides,
        picked=picked,
        routine=case.routine,
    )


def may_decide(case: Case, viewer: Actor, limits: Limits = STRICT) -> bool:
    """Whether this person may decide the case as it stands."""
    mine = case.assignee in {None, viewer.id}
    deciders = deciders_of(limits.terms(case.routine))
    return viewer.may(deciders) and case.status in _DECIDABLE and mine


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
        until=decision.until,
        amount=None if decision.amount is None else Ore(decision.amount),
        hold_reason=stored_reason(decision.hold_reason),
        exempt_reason=decision.exempt_reason,
        source_choice=decision.source_choice,
    )


def _entry(case: Case, actor: Actor, action: Action, *, proposed: bool) -> DecisionEntry:
    return DecisionEntry(
        id=str(uuid4()),
        case_id=case.id,
        run_id=case.run_id,
        evidence_hash=case.evidence_hash,
        action=action.value,
        state=(DecisionState.PROPOSED if proposed else DecisionState.EFFECTIVE).value,
        by_id=actor.id,
        by_name=actor.name,
        at=clock.now(),
        made_by_hand=False,
        made_apart=False,
    )


def _proposal(session: Session, case: Case) -> DecisionEntry:
    decision = session.scalars(
        select(DecisionEntry).where(
            DecisionEntry.case_id == case.id, DecisionEntry.state == DecisionState.PROPOSED
        )
    ).one_or_none()
    if case.status != CaseStatus.APPROVAL or decision is None:
        raise InputError("case_not_for_approval", "No proposal awaits approval.")
    return decision


def _take_effect(session: Session, case: Case, decision: DecisionEntry) -> None:
    """Let the decision move the case."""
    action = Action(decision.action)
    lines = EFFECTS[action].lines
    decision.made_by_hand = lines is Fate.BY_HAND and not case.by_hand
    decision.made_apart = lines is Fate.APART and not case.apart
    case.by_hand |= decision.made_by_hand
    case.apart |= decision.made_apart
    case.resume_on = decision.until
    _move(session, case, EFFECTS[action].status)


def _move(session: Session, case: Case, status: CaseStatus) -> None:
    """Change the status; a case that is done lets go of its rows."""
    case.status = status.value
    case.changed_at = clock.now()
    session.flush()
    if status is CaseStatus.DONE:
        release(session, [case.id])


def _trace(
    keys: KeyRing, case: Case, decision: DecisionEntry, ticked: Sequence[str] = ()
) -> dict[str, Any]:
    """What the trail keeps of a decision, with a keyed hash of what people wrote."""
    view = view_of(keys, decision)
    words = f"{view.comment}\0{view.second_comment or ''}"
    return {
        **({"ticked": list(ticked)} if ticked else {}),
        "decision": decision.id,
        "choice": decision.action,
        "words": keys.lookup(words, f"comment:{decision.id}"),
        "evidence": case.evidence_hash,
        "run": case.run_id,
        "version": case.version,
        "until": decision.until.isoformat() if decision.until else None,
        "waits_for": decision.hold_reason,
        **({"source": decision.source_choice} if decision.source_choice else {}),
        "amount": None
        if decision.amount is None
        else keys.lookup(str(decision.amount), f"amount:{decision.id}"),
    }
