"""Picked rows become one case's own, once a second person has agreed to match them by hand.

Until then nothing moves: every run looks at the rows as if nobody had proposed anything. What
has changed in the meantime, in any of the cases, is a reason to look again and not to settle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT, Actor
from rutine.cases.batches import batches
from rutine.cases.canonical import canonical
from rutine.cases.deciding.picking import Found, find_rows, in_sight, is_protected
from rutine.cases.lifecycle.closing import Cause, close, overtake
from rutine.cases.lifecycle.identity import row_key
from rutine.cases.lifecycle.revisiting import Why
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling.carried import forget_carried
from rutine.cases.tables import Case, CaseRowEntry, DecisionEntry, PickedRowEntry
from rutine.cases.trail.audit import Event, append_all
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Action, Side
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import OrgNr
from rutine.core.picked_rows import fault, sums_of

_SEALED: Final = "row:{}"


def picked_rows(session: Session, decision_id: str) -> Sequence[PickedRowEntry]:
    """The rows that a decision picked, those of lines first; none for every other decision."""
    return session.scalars(
        select(PickedRowEntry)
        .where(PickedRowEntry.decision_id == decision_id)
        .order_by(PickedRowEntry.side.desc(), PickedRowEntry.sha256, PickedRowEntry.row)
    ).all()


def take_over(
    session: Session,
    keys: KeyRing,
    case: Case,
    decision: DecisionEntry,
    actor: Actor,
) -> str | None:
    """Let the case hold exactly the rows that its proposal picked; returns their seal, if any.

    A case that loses all its rows to it is closed; one that keeps some goes on with those, and
    is open again when it waited. What the case itself had besides is a case of its own.

    Raises:
        AccessDenied: `match_out_of_sight`: the actor does not see all of the rows.
        InputError: `match_changed`: a row is not as it was when it was picked.
    """
    entries = picked_rows(session, decision.id)
    if not entries:
        return None
    rows = as_picked(session, keys, case, decision, entries)
    if rows is None:
        raise InputError("match_changed", "Something has changed since the rows were picked.")
    if not all(in_sight(session, row, actor) for row in rows):
        raise AccessDenied("match_out_of_sight", "Rows of this are out of your sight.")
    seal = seal_of(keys, case, rows)
    _leave_rest(session, keys, case, rows, actor)
    for other in _others(case, rows):
        _let_go(session, case, other, [row for row in rows if row.case is other], actor)
    for row in rows:
        if row.case is not case:
            session.add(_entry(keys, case, row))
    forget_carried(session, case.employer, [str(row.claim_id) for row in rows if row.case is None])
    sums = sums_of([row.picked for row in rows])
    case.claimed, case.paid = int(sums.claimed), int(sums.paid)
    case.subject_id = case.subject_id or next((r.person for r in rows if r.person), None)
    case.sub_unit = case.sub_unit or next((r.sub_unit for r in rows if r.sub_unit), None)
    case.restricted |= any(is_protected(session, row) for row in rows)
    session.flush()
    return seal


def seal_of(keys: KeyRing, case: Case, rows: Iterable[Found]) -> str:
    """A keyed hash of picked rows as they are: what they hold, whose they are and where."""
    seen = [[*row.key, int(row.amount), row.place, row.person or ""] for row in rows]
    return keys.lookup(canonical([case.id, sorted(seen)]), "picked rows")


def is_across_people(session: Session, decision_id: str) -> bool:
    """Whether the decision picked rows that are not all known to be about one person."""
    entries = picked_rows(session, decision_id)
    return len({entry.subject_id for entry in entries}) > 1 or any(
        entry.subject_id is None for entry in entries
    )


def was_put_together(session: Session, case_id: str) -> bool:
    """Whether the case has rows because people once agreed to match them by hand.

    Also when that was taken back or undone since: the rows stay together until a run finds
    otherwise, and one person alone must not settle them in another way.
    """
    return case_id in put_together_among(session, [case_id])


def put_together_among(session: Session, case_ids: Sequence[str]) -> set[str]:
    """Those of the cases that `was_put_together` says it of."""
    approved = (DecisionState.EFFECTIVE, DecisionState.RETRACTED, DecisionState.OVERTAKEN)
    query = (
        select(DecisionEntry.case_id)
        .join(PickedRowEntry, PickedRowEntry.decision_id == DecisionEntry.id)
        .where(DecisionEntry.second_id.is_not(None), DecisionEntry.state.in_(approved))
        .distinct()
    )
    return {
        case_id
        for batch in batches(case_ids)
        for case_id in session.scalars(query.where(DecisionEntry.case_id.in_(batch)))
    }


def as_picked(
    session: Session,
    keys: KeyRing,
    case: Case,
    decision: DecisionEntry,
    entries: Iterable[PickedRowEntry],
) -> tuple[Found, ...] | None:
    """The picked rows as they are now; None when one is not as it was picked."""
    then = {
        row_key(each.side, each.sha256, each.row, each.employer, each.claim_id): (
            *(each.amount, each.place, each.subject_id),
        )
        for each in entries
    }
    try:
        rows = find_rows(session, keys, case.employer, then, ROBOT, own=decision.id)
    except InputError:
        return None
    now = {row.key: (int(row.amount), row.place, row.person) for row in rows}
    broken = fault([row.picked for row in rows], Action(decision.action))
    return rows if now == then and broken is None else None


def overtake_broken(session: Session, keys: KeyRing, run_id: str, employer: OrgNr) -> int:
    """Open the cases again whose picked rows a run found changed; returns how many."""
    found = session.execute(
        select(Case, DecisionEntry)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(
            Case.employer == employer.value,
            Case.status == CaseStatus.APPROVAL,
            DecisionEntry.state == DecisionState.PROPOSED,
        )
        .order_by(Case.number)
    ).all()
    broken = [
        case
        for case, decision in found
        if (entries := picked_rows(session, decision.id))
        and as_picked(session, keys, case, decision, entries) is None
    ]
    for case in broken:
        case.status = CaseStatus.OPEN
        case.changed_at = clock.now()
    session.flush()
    ids = [case.id for case in broken]
    overtake(session, ids, (DecisionState.PROPOSED,))
    data = {"run": run_id, "why": Why.PICKED.value}
    append_all(session, ROBOT, [Event("reopened", case_id, data) for case_id in ids])
    return len(ids)


def _others(case: Case, rows: Iterable[Found]) -> list[Case]:
    """The further cases that rows are taken from, the oldest first."""
    others = {row.case.id: row.case for row in rows if row.case is not None}
    others.pop(case.id, None)
    return sorted(others.values(), key=lambda each: each.number)


def _let_go(
    session: Session, case: Case, other: Case, rows: Collection[Found], actor: Actor
) -> None:
    """Take the rows from another case."""
    case.by_hand |= other.by_hand
    case.apart |= other.apart and any(row.ref.side is Side.LINE for row in rows)
    _remove(session, other, rows)
    if not _keeps_any(session, other.id):
        close(session, case.run_id, [other], Cause.OVERTAKEN, {other.id: case.id}, actor=actor)
        return
    sums = sums_of([row.picked for row in rows])
    other.claimed, other.paid = other.claimed - int(sums.claimed), other.paid - int(sums.paid)
    if other.status == CaseStatus.WAITING:  # what was decided of it was about these rows too
        other.status = CaseStatus.OPEN
        other.resume_on = None
        overtake(session, [other.id], (DecisionState.EFFECTIVE,))
    other.changed_at = clock.now()
    session.flush()
    append_all(session, actor, [Event("rows_taken", other.id, {"joined": case.id})])


def _leave_rest(
    session: Session, keys: KeyRing, case: Case, rows: Collection[Found], actor: Actor
) -> None:
    """Make a case of what the case has besides the picked rows, if anything."""
    own = {(row.ref.side.value, row.ref.sha256, row.ref.row) for row in rows if row.case is case}
    entries = session.scalars(select(CaseRowEntry).where(CaseRowEntry.case_id == case.id)).all()
    rest = [entry for entry in entries if (entry.side, entry.sha256, entry.row) not in own]
    if not rest:
        return
    taken = sums_of([row.picked for row in rows if row.case is case])
    left = _copy(session, keys, case, rest)
    left.claimed, left.paid = case.claimed - int(taken.claimed), case.paid - int(taken.paid)
    session.add(left)
    session.flush()
    columns = [
        {
            **{
                name: getattr(entry, name)
                for name in ("side", "sha256", "row", "employer", "claim_id", "held")
            },
            "case_id": left.id,
            "sealed": None
            if entry.sealed is None
            else keys.encrypt(
                keys.decrypt(entry.sealed, _SEALED.format(case.id)), _SEALED.format(left.id)
            ),
        }
        for entry in rest
    ]
    for entry in rest:
        session.delete(entry)
    session.flush()
    session.execute(insert(CaseRowEntry), columns)
    append_all(session, actor, [Event("split", left.id, {"joined": case.id})])


def _copy(session: Session, keys: KeyRing, case: Case, rest: Iterable[CaseRowEntry]) -> Case:
    """The case once more, open, under a number and a print of its own."""
    new_id = str(uuid4())
    rows = sorted(row_key(r.side, r.sha256, r.row, r.employer, r.claim_id) for r in rest)
    same = (
        *("routine", "employer", "kind", "reason", "sub_unit", "subject_id", "employee_lookup"),
        *("reference", "suggestion", "permitted", "assignee", "due", "restricted", "by_hand"),
        *("apart", "sight", "run_id", "found_at"),
    )
    return Case(
        **{name: getattr(case, name) for name in same},
        id=new_id,
        number=(session.scalar(select(func.max(Case.number))) or 0) + 1,
        # The next run finds it by its rows; an older case may have had the same ones.
        fingerprint=keys.lookup(canonical(["rest", new_id]), "fingerprint"),
        # The same whenever history is done over again, so that what was decided of it is found.
        evidence_hash=keys.lookup(canonical(["rest", case.evidence_hash, rows]), "evidence hash"),
        sealed=keys.encrypt(keys.decrypt(case.sealed, f"case:{case.id}"), f"case:{new_id}"),
        status=CaseStatus.OPEN.value,
        resume_on=None,
        changed_at=clock.now(),
    )


def _remove(session: Session, case: Case, rows: Iterable[Found]) -> None:
    for row in rows:
        session.execute(
            delete(CaseRowEntry).where(
                CaseRowEntry.case_id == case.id,
                CaseRowEntry.side == row.ref.side,
                CaseRowEntry.sha256 == row.ref.sha256,
                CaseRowEntry.row == row.ref.row,
            )
        )


def _keeps_any(session: Session, case_id: str) -> bool:
    query = select(CaseRowEntry.row).where(CaseRowEntry.case_id == case_id)
    return session.scalars(query.limit(1)).first() is not None


def _entry(keys: KeyRing, case: Case, row: Found) -> CaseRowEntry:
    sealed = row.facts.model_dump_json(exclude_none=True).encode()
    return CaseRowEntry(
        case_id=case.id,
        side=row.ref.side.value,
        sha256=row.ref.sha256,
        row=row.ref.row,
        employer=case.employer,
        claim_id=row.claim_id,
        held=True,
        sealed=keys.encrypt(sealed, _SEALED.format(case.id)),
    )
