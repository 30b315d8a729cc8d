"""Taking a settlement back: alone, with a reason, and by a counter-entry in the books."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT, UNDOES, Actor, require
from rutine.cases.audit import append
from rutine.cases.comments import checked
from rutine.cases.effects import BY_DECISION
from rutine.cases.keys import KeyRing
from rutine.cases.outbox import take_back
from rutine.cases.tables import (
    Case,
    CaseRowEntry,
    SettledRow,
    Settlement,
    Subject,
    UndoneRow,
)
from rutine.cases.views import CaseStatus
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
) -> None:
    """Take back one settlement: its rows are free for the next run; no other is touched.

    The program takes back only what the program settled. A case that a person decided, and
    that became this settlement, is open again. What was posted gets a counter-entry: in its
    own month, or, when that is closed, in the next open one. The settlement stays in the
    store, with who took it back and why.

    Args:
        session: a writing one.
        keys: the store's keys.
        settlement_id: which settlement.
        actor: a person who may (`access.UNDOES`), or the robot.
        why: the reason in words; kept encrypted.
        run_id: the run that a reversal made reopen the settlement; the robot needs one.
        rules_sha256: hash of the rules by which a run reopened it.

    Raises:
        AccessDenied: `not_a_person` (also the robot outside a run) or `role_missing`.
        InputError: `settlement_missing`, also when it is out of the actor's sight;
            `settlement_undone`; `settlement_decided`, when the robot would take back what a
            person decided; `reason_required`, `comment_too_long` or
            `comment_national_id`.
    """
    if actor != ROBOT or run_id is None:
        require(actor, UNDOES)
    text = checked(why, required=True, missing="reason_required")
    settlement = session.get(Settlement, settlement_id)
    if settlement is None or not _in_sight(session, settlement, actor):
        raise InputError(
            "settlement_missing",
            "There is no such settlement.",
            "Take its id from the run's settlements.csv.",
        )
    if settlement.undone_at is not None:
        raise InputError("settlement_undone", "This settlement has been undone already.")
    if actor == ROBOT and settlement.pass_name == BY_DECISION:
        raise InputError(
            "settlement_decided",
            "A run would take back what a person decided.",
            "Nothing is stored: report this as a fault of the routine.",
        )
    settlement.undone_at = clock.now()
    settlement.undone_by_id, settlement.undone_by_name = actor.id, actor.name
    settlement.undone_why = keys.encrypt(text.encode(), f"undone:{settlement_id}")
    session.flush()
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
    if rules_sha256 is not None:
        data |= {"rules": rules_sha256, "rules_then": settlement.rules_sha256}
    append(session, actor, "undone", data=data)


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
