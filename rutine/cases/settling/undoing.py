"""Taking settlements back: each with a reason, and by a counter-entry in the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT, UNDOES, Actor, require
from rutine.cases.batches import batches, insert_all
from rutine.cases.books.outbox import posted_among, take_back
from rutine.cases.deciding.comments import checked
from rutine.cases.deciding.control import STRICT, Limits
from rutine.cases.deciding.effects import BY_DECISION
from rutine.cases.lifecycle.contested import refuse_gone_on
from rutine.cases.lifecycle.waking import reopen_undone
from rutine.cases.sealing.keys import KeyRing
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
from rutine.cases.trail.audit import Event, append_all
from rutine.cases.views import CaseStatus, DecisionState
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
    return undo_all(
        session,
        keys,
        [settlement_id],
        actor=actor,
        why=why,
        run_id=run_id,
        rules_sha256=rules_sha256,
        limits=limits,
    )[settlement_id]


def undo_all(
    session: Session,
    keys: KeyRing,
    settlement_ids: Sequence[str],
    *,
    actor: Actor,
    why: str,
    run_id: str | None = None,
    rules_sha256: str | None = None,
    limits: Limits = STRICT,
) -> dict[str, DecisionState]:
    """Take back many settlements for one reason, by the rules of `undo`, in few statements.

    Each has its own counter-entry and its own entry in the trail, in the order they are named.
    Each is judged as all stand before: nothing is taken back when one of them is refused.

    Returns:
        Of each settlement what `undo` returns.

    Raises:
        AccessDenied, InputError: as `undo`; `settlement_undone` also for one that is named twice.
    """
    if actor != ROBOT or run_id is None:
        require(actor, UNDOES)
    text = checked(why, required=True, missing="reason_required")
    settlements = standing_settlements(session, settlement_ids, actor)
    asked: frozenset[str] = frozenset()
    if actor == ROBOT:
        _refuse_decided(settlements)
    else:
        refuse_gone_on(session, settlement_ids)
        asked = _needing_two(session, settlements, limits)
    _ask(session, keys, [each for each in settlements if each.id in asked], actor, text)
    carry_out(
        session,
        keys,
        [each for each in settlements if each.id not in asked],
        text,
        by=actor,
        actor=actor,
        run_id=run_id,
        rules=rules_sha256,
    )
    return {
        each: DecisionState.PROPOSED if each in asked else DecisionState.EFFECTIVE
        for each in settlement_ids
    }


def standing_settlements(
    session: Session, settlement_ids: Sequence[str], actor: Actor
) -> list[Settlement]:
    """Settlements that nobody has taken back, in the actor's sight, in the order of their ids.

    Raises:
        InputError: `settlement_missing`, `settlement_undone` (also for one that is named twice)
            or `settlement_wiped`.
    """
    found = {
        settlement.id: settlement
        for batch in batches(settlement_ids)
        for settlement, restricted in session.execute(
            select(Settlement, Subject.restricted)
            .join(Subject, Subject.id == Settlement.subject_id)
            .where(Settlement.id.in_(batch))
        )
        if _in_sight(settlement, actor, restricted=restricted)
    }
    standing: dict[str, Settlement] = {}
    for settlement_id in settlement_ids:
        settlement = found.get(settlement_id)
        if settlement is None:
            raise InputError(
                "settlement_missing",
                "There is no such settlement.",
                "Take its id from the run's settlements.csv.",
            )
        if settlement.undone_at is not None or settlement_id in standing:
            raise InputError("settlement_undone", "This settlement has been undone already.")
        if settlement.wiped_at is not None:
            raise InputError(
                "settlement_wiped",
                "The settlement's personal data was deleted when its time was over.",
                "Nothing can be taken back any more: correct it in the accounts.",
            )
        standing[settlement_id] = settlement
    return list(standing.values())


def carry_out(
    session: Session,
    keys: KeyRing,
    settlements: Sequence[Settlement],
    text: str,
    *,
    by: Actor,
    actor: Actor,
    run_id: str | None = None,
    rules: str | None = None,
    request: str | None = None,
) -> None:
    """Take settlements back, for the one who wanted it (`by`) and the last who agreed.

    Who may, and with how many, is asked before: by `undo_all` and by `undo_requests`.
    """
    if not settlements:
        return
    moment = clock.now()
    for each in settlements:
        each.undone_at = moment
        each.undone_by_id, each.undone_by_name = by.id, by.name
        each.undone_why = keys.encrypt(text.encode(), f"undone:{each.id}")
    session.flush()
    ids = [each.id for each in settlements]
    _overtake_requests(session, ids)
    _free_rows(session, ids)
    decision_of = reopen_undone(session, actor, ids)
    countered = _counter_entries(session, keys, settlements, decision_of, run_id)
    events = []
    for each in settlements:
        data = {
            "settlement": each.id,
            "why": keys.lookup(text, f"undone:{each.id}"),
            "counter_entries": countered[each.id],
            "run": run_id,
        }
        if rules is not None:
            data |= {"rules": rules, "rules_then": each.rules_sha256}
        if request is not None:
            data |= {"request": request}
        events.append(Event("undone", data=data))
    append_all(session, actor, events)


def _counter_entries(
    session: Session,
    keys: KeyRing,
    settlements: Sequence[Settlement],
    decision_of: Mapping[str, str],
    run_id: str | None,
) -> dict[str, int]:
    """Take the settlements and their decisions out of the books; how many entries for each."""
    sources: dict[str, list[str]] = {}
    for each in settlements:
        own = sources.setdefault(each.employer, [])
        own.append(each.id)
        if each.id in decision_of:
            own.append(decision_of[each.id])
    taken = {
        source_id
        for employer, own in sources.items()
        for source_id in take_back(session, keys, OrgNr(employer), own, run_id=run_id)
    }
    return {
        each.id: (each.id in taken) + (decision_of.get(each.id) in taken) for each in settlements
    }


def _refuse_decided(settlements: Sequence[Settlement]) -> None:
    if any(each.pass_name == BY_DECISION for each in settlements):
        raise InputError(
            "settlement_decided",
            "A run would take back what a person decided.",
            "Nothing is stored: report this as a fault of the routine.",
        )


def _needing_two(
    session: Session, settlements: Sequence[Settlement], limits: Limits
) -> frozenset[str]:
    """Those that another person must agree to: in the books, or two persons decided it."""
    large = [each.id for each in settlements if _stake(each) >= limits.undo]
    decisions = {
        row.settlement_id: row
        for batch in batches(large)
        for row in session.execute(
            select(AppliedDecision.settlement_id, DecisionEntry.id, DecisionEntry.second_id)
            .join(AppliedDecision, AppliedDecision.decision_id == DecisionEntry.id)
            .where(AppliedDecision.settlement_id.in_(batch))
        )
    }
    by_two = {each for each, decision in decisions.items() if decision.second_id is not None}
    source_of = {decision.id: each for each, decision in decisions.items()}
    posted = posted_among(session, [*large, *source_of])
    return frozenset(by_two | {source_of.get(each, each) for each in posted})


def _stake(settlement: Settlement) -> int:
    """Øre that are at stake."""
    return max(abs(settlement.claimed), abs(settlement.paid))


def _ask(
    session: Session, keys: KeyRing, settlements: Sequence[Settlement], actor: Actor, text: str
) -> None:
    """Let another person answer whether these are to be taken back."""
    if not settlements:
        return
    if any(
        session.scalars(select(UndoRequest.id).where(*_waiting_for(batch)).limit(1)).first()
        is not None
        for batch in batches([each.id for each in settlements])
    ):
        raise InputError("undo_proposed", "Somebody has asked for this to be taken back.")
    moment = clock.now()
    request_of = {each.id: str(uuid4()) for each in settlements}
    insert_all(
        session,
        UndoRequest,
        [
            {
                "id": request_id,
                "settlement_id": settlement_id,
                "state": DecisionState.PROPOSED.value,
                "why": keys.encrypt(text.encode(), f"undo request:{request_id}"),
                "by_id": actor.id,
                "by_name": actor.name,
                "at": moment,
            }
            for settlement_id, request_id in request_of.items()
        ],
    )
    asked = [
        Event("undo_proposed", data={"settlement": settlement_id, "request": request_id})
        for settlement_id, request_id in request_of.items()
    ]
    append_all(session, actor, asked)


def _waiting_for(settlement_ids: Sequence[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Which requests about these settlements nobody has answered."""
    return (
        UndoRequest.settlement_id.in_(settlement_ids),
        UndoRequest.state == DecisionState.PROPOSED,
    )


def _overtake_requests(session: Session, settlement_ids: Sequence[str]) -> None:
    for batch in batches(settlement_ids):
        session.execute(
            update(UndoRequest)
            .where(*_waiting_for(batch))
            .values(state=DecisionState.OVERTAKEN.value)
        )


def _in_sight(settlement: Settlement, actor: Actor, *, restricted: bool) -> bool:
    """Whether the actor may touch it; the robot, inside a run, may touch all."""
    hidden = restricted and actor != ROBOT and not actor.sees_restricted
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


def _free_rows(session: Session, settlement_ids: Sequence[str]) -> None:
    columns = ("settlement_id", "side", "sha256", "row", "employer", "claim_id")
    rows = select(*(getattr(SettledRow, name) for name in columns))
    for batch in batches(settlement_ids):
        own = SettledRow.settlement_id.in_(batch)
        session.execute(insert(UndoneRow).from_select(columns, rows.where(own)))
        session.execute(delete(SettledRow).where(own))
