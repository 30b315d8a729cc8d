"""Taking a decision back before anything came of it: the case is to do again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from rutine.cases.access import DECIDES, Actor, require
from rutine.cases.lifecycle.closing import hold_again
from rutine.cases.lifecycle.contested import same_claim, same_line
from rutine.cases.lists.assignment import held
from rutine.cases.lists.sight import seen_case, seen_version
from rutine.cases.tables import (
    AppliedDecision,
    Case,
    CaseRowEntry,
    DecisionEntry,
    Posting,
    Run,
    SettledRow,
)
from rutine.cases.trail.audit import append
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError

_EFFECTIVE = (CaseStatus.DONE, CaseStatus.WAITING)
_HOLDING = (DecisionState.PROPOSED, DecisionState.EFFECTIVE)


def retract(session: Session, case_id: str, *, version: int, actor: Actor) -> None:
    """Take back the decision in effect, or an own proposal.

    The case is to do, whatever it was before: somebody looks at it again, and what an earlier
    decision said stands in the history. Once a run has carried the decision out, or it is
    posted, only `undoing.undo` takes it back, by a counter-entry.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `case_missing`; `case_held`: somebody else has it; `decision_final`: there
            is nothing to take back, or something has come of it.
        StaleVersion: `case_changed`: somebody else changed the case first.
    """
    require(actor, DECIDES)
    case = seen_version(session, case_id, actor, version)
    if case.assignee not in {None, actor.id}:
        raise held()
    decision = _retractable(session, case, actor)
    if decision is None or _rows_elsewhere(session, case.id):
        raise final()
    let_go = case.status == CaseStatus.DONE
    decision.state = DecisionState.RETRACTED.value
    case.status = CaseStatus.OPEN.value
    case.resume_on = None
    case.by_hand &= not decision.made_by_hand
    case.apart &= not decision.made_apart
    case.changed_at = clock.now()
    session.flush()
    if let_go:
        hold_again(session, [case.id])
    append(session, actor, "retracted", case.id, {"decision": decision.id, "version": case.version})


def may_retract(session: Session, case: Case, viewer: Actor) -> bool:
    """Whether this person may take back what was decided about the case."""
    return (
        viewer.may(DECIDES)
        and case.assignee in {None, viewer.id}
        and _retractable(session, case, viewer) is not None
        and not _rows_elsewhere(session, case.id)
    )


@dataclass(frozen=True, slots=True)
class Latest:
    """What was last said about a case, for the one who looks at it.

    Attributes:
        action: a proposal that waits, else the decision in effect.
        version: of the case.
        retractable: whether this person may take it back.
    """

    action: Action
    version: int
    retractable: bool


def latest(session: Session, case_id: str, viewer: Actor) -> Latest | None:
    """What was last said about the case; None when nothing holds.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    last = session.scalars(
        select(DecisionEntry)
        .where(DecisionEntry.case_id == case.id, DecisionEntry.state.in_(_HOLDING))
        # A proposal goes before what it would replace.
        .order_by(DecisionEntry.state.desc(), DecisionEntry.at.desc(), DecisionEntry.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return None
    return Latest(Action(last.action), case.version, may_retract(session, case, viewer))


def final() -> InputError:
    """The refusal of what can't be taken back any more."""
    return InputError(
        "decision_final", "The decision can't be taken back any more.", "Undo its settlement."
    )


def _retractable(session: Session, case: Case, actor: Actor) -> DecisionEntry | None:
    state = DecisionState.EFFECTIVE
    if case.status == CaseStatus.APPROVAL:
        state = DecisionState.PROPOSED
    elif case.status not in _EFFECTIVE:
        return None
    decision = session.scalars(
        select(DecisionEntry)
        .where(DecisionEntry.case_id == case.id, DecisionEntry.state == state)
        .order_by(DecisionEntry.at.desc())
        .limit(1)
    ).first()
    if decision is None or _has_effect(session, case, decision):
        return None
    if state is DecisionState.PROPOSED and decision.by_id != actor.id:
        return None
    return decision


def _has_effect(session: Session, case: Case, decision: DecisionEntry) -> bool:
    """Whether a run has carried the decision out, or it was ever in the books.

    What was decided about a whole report or fetch leaves no mark: a stopped report goes on. So
    the first run that begins or ends afterwards counts.
    """
    if decision.action == Action.SIGN and case.status == CaseStatus.DONE:
        return True  # the document may be in somebody's hands
    marks = [
        exists().where(AppliedDecision.decision_id == decision.id),
        exists().where(Posting.source_id == decision.id),
    ]
    if case.kind != "group" and case.status == CaseStatus.DONE:
        moment = decision.second_at or decision.at
        marks.append(
            exists().where(
                Run.routine == case.routine,
                Run.employer == case.employer,
                or_(Run.started_at >= moment, Run.finished_at >= moment),
            )
        )
    return bool(session.scalar(select(or_(*marks))))


def _rows_elsewhere(session: Session, case_id: str) -> bool:
    """Whether rows that the case let go of are another case's, or settled, by now."""
    own, other = aliased(CaseRowEntry), aliased(CaseRowEntry)
    taken = exists().where(own.case_id == case_id, other.case_id != case_id, other.held)
    settled = exists().where(own.case_id == case_id)
    # One question for lines and one for claims: each has an index of its own.
    questions = (
        taken.where(same_line(own, other)),
        taken.where(same_claim(own, other)),
        settled.where(same_line(own, SettledRow)),
        settled.where(same_claim(own, SettledRow)),
    )
    return bool(session.scalar(select(or_(*questions))))
