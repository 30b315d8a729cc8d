"""Differences become cases: new, updated, reopened or left alone, and never doubled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.audit import Event, append_all
from rutine.cases.batches import batches
from rutine.cases.canonical import canonical
from rutine.cases.closing import Cause, close, forget_rows, holders, overtake
from rutine.cases.facts import CaseFacts, RowFacts
from rutine.cases.identity import (
    RowKey,
    claim_id_of,
    employee_lookup,
    evidence_hash,
    fingerprint,
    row_keys,
)
from rutine.cases.keys import KeyRing
from rutine.cases.people import Person, subjects_for
from rutine.cases.settlements import settled_among
from rutine.cases.tables import Case, CaseRowEntry
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Difference, RowRef
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr


@dataclass(frozen=True, slots=True)
class RecordedCases:
    """What became of the differences of a run.

    Attributes:
        new, updated, reopened, unchanged: how many of each; together, all differences.
        overtaken: undecided cases that closed because newer ones hold their rows.
        case_ids: the case of each difference, in their order.
        case_of: the case of each row.
    """

    new: int
    updated: int
    reopened: int
    unchanged: int
    overtaken: int
    case_ids: tuple[str, ...]
    case_of: Mapping[RowRef, str]


@dataclass(slots=True)
class _Draft:
    """A difference on its way into the store; `case_id` is set when its case is known."""

    difference: Difference
    rows: list[RowKey]
    fingerprint: str
    evidence_hash: str
    case_id: str = ""
    columns: dict[str, Any] = field(default_factory=dict)


def record_differences(
    session: Session,
    keys: KeyRing,
    run_id: str,
    routine: str,
    differences: Sequence[Difference],
    *,
    facts: Mapping[RowRef, RowFacts],
) -> RecordedCases:
    """Enter the differences of a run. The same differences again change nothing.

    `facts` says what each row holds; a claim's `claim_id` there makes it the same claim in
    next month's file. A case is found again by its fingerprint. What people decided stands
    unless the evidence changed: then the case is open again, and the decision is history.
    An undecided case that shares a row with a new one is closed: it has been overtaken.

    Evidence must not depend on the day it was computed, or every run would reopen cases.

    Raises:
        InputError: `claim_ids_missing`, `row_in_two_cases`, `case_twice` or
            `row_settled_already`; nothing is recorded then.
    """
    drafts = [_draft(keys, difference, facts) for difference in differences]
    _refuse_doubles(drafts)
    _refuse_settled(session, drafts)
    known = _known(session, routine, drafts)
    own = {case.id for case in known.values()}
    employers = {draft.difference.employer.value for draft in drafts}
    rows = [row for draft in drafts for row in draft.rows]
    others = [case for case in holders(session, rows, employers) if case.id not in own]
    close(session, run_id, others, Cause.OVERTAKEN)
    _complete(session, keys, drafts)

    events: list[Event] = []
    fresh: list[_Draft] = []
    refreshed: list[_Draft] = []
    for draft in sorted(drafts, key=_queue_order):
        case = known.get(draft.fingerprint)
        if case is None:
            fresh.append(draft)
            continue
        draft.case_id = case.id
        action = _revisit(keys, run_id, case, draft)
        if action is not None:
            refreshed.append(draft)
            events.append(Event(action, case.id, {"run": run_id, "reason": case.reason}))
    session.flush()
    revisited = [draft.case_id for draft in refreshed]
    overtake(session, revisited, (DecisionState.PROPOSED, DecisionState.EFFECTIVE))
    forget_rows(session, revisited)
    events += _insert(session, keys, run_id, routine, fresh)
    _insert_rows(session, keys, [*refreshed, *fresh], facts)
    append_all(session, ROBOT, events)
    reopened = sum(event.action == "reopened" for event in events)
    return RecordedCases(
        new=len(fresh),
        updated=len(refreshed) - reopened,
        reopened=reopened,
        unchanged=len(drafts) - len(fresh) - len(refreshed),
        overtaken=len(others),
        case_ids=tuple(draft.case_id for draft in drafts),
        case_of={ref: draft.case_id for draft in drafts for ref in draft.difference.rows},
    )


def _draft(keys: KeyRing, difference: Difference, facts: Mapping[RowRef, RowFacts]) -> _Draft:
    rows = row_keys(difference, facts)
    return _Draft(
        difference,
        rows,
        fingerprint(keys, difference, rows),
        evidence_hash(keys, difference, rows),
    )


def _refuse_doubles(drafts: Sequence[_Draft]) -> None:
    rows = [row for draft in drafts for row in draft.rows]
    if len(set(rows)) != len(rows):
        raise InputError(
            "row_in_two_cases",
            "A row hangs on two differences.",
            "Every row has one outcome: report this as a fault of the routine.",
        )
    if len({draft.fingerprint for draft in drafts}) != len(drafts):
        raise InputError(
            "case_twice",
            "Two differences about the same thing have no rows to tell them apart.",
            "Give each its own reference.",
        )


def _refuse_settled(session: Session, drafts: Sequence[_Draft]) -> None:
    if settled_among(session, [row for draft in drafts for row in draft.rows]):
        raise InputError(
            "row_settled_already",
            "A row of a difference is settled already.",
            "Leave settled rows out: report this as a fault of the routine.",
        )


def _queue_order(draft: _Draft) -> tuple[str, ...]:
    """The order of new cases in the queue: it must not depend on the order they came in."""
    difference = draft.difference
    return (
        difference.kind,
        difference.sub_unit.value if difference.sub_unit else "",
        difference.employee_number or "",
        difference.reason,
        draft.fingerprint,
    )


def _known(session: Session, routine: str, drafts: Sequence[_Draft]) -> dict[str, Case]:
    prints = [draft.fingerprint for draft in drafts]
    return {
        case.fingerprint: case
        for batch in batches(prints)
        for case in session.scalars(
            select(Case).where(Case.routine == routine, Case.fingerprint.in_(batch))
        )
    }


def _complete(session: Session, keys: KeyRing, drafts: Sequence[_Draft]) -> None:
    """Work out the columns, now that the people have ids."""
    people = [
        Person(draft.difference.person, draft.difference.name)
        for draft in drafts
        if draft.difference.person is not None
    ]
    subjects: dict[Fnr, str] = subjects_for(session, keys, people)
    for draft in drafts:
        difference = draft.difference
        number = difference.employee_number
        draft.columns = {
            "kind": difference.kind,
            "reason": difference.reason,
            "sub_unit": difference.sub_unit.value if difference.sub_unit else None,
            "subject_id": subjects[difference.person] if difference.person else None,
            "employee_lookup": employee_lookup(keys, number) if number else None,
            "claimed": int(difference.claimed),
            "paid": int(difference.paid),
            "reference": difference.reference,
            "suggestion": difference.suggestion,
            "permitted": canonical([action.value for action in difference.permitted]),
            "evidence_hash": draft.evidence_hash,
        }


def _revisit(keys: KeyRing, run_id: str, case: Case, draft: _Draft) -> str | None:
    """Bring a known case up to date; None when there is nothing to bring."""
    same_evidence = case.evidence_hash == draft.evidence_hash
    if case.status == CaseStatus.OPEN:
        if all(getattr(case, name) == value for name, value in draft.columns.items()):
            return None
        action = "updated"
    elif same_evidence and case.status != CaseStatus.AUTO_CLOSED:
        return None  # people have decided, or are about to, on this very evidence
    else:
        action = "reopened"
    for name, value in draft.columns.items():
        setattr(case, name, value)
    case.sealed = _sealed(keys, case.id, draft.difference)
    case.status = CaseStatus.OPEN
    case.run_id = run_id
    case.changed_at = clock.now()
    return action


def _insert(
    session: Session, keys: KeyRing, run_id: str, routine: str, drafts: Sequence[_Draft]
) -> list[Event]:
    if not drafts:
        return []
    number: int = session.scalar(select(func.max(Case.number))) or 0
    moment = clock.now()
    rows = []
    for number, draft in enumerate(drafts, start=number + 1):  # noqa: B020 - goes on counting
        draft.case_id = str(uuid4())
        rows.append(
            {
                **draft.columns,
                "id": draft.case_id,
                "number": number,
                "routine": routine,
                "fingerprint": draft.fingerprint,
                "employer": draft.difference.employer.value,
                "sealed": _sealed(keys, draft.case_id, draft.difference),
                "status": CaseStatus.OPEN,
                "run_id": run_id,
                "found_at": moment,
                "changed_at": moment,
                "version": 1,
            }
        )
    session.execute(insert(Case), rows)
    return [
        Event(
            "created",
            row["id"],
            {"number": row["number"], "reason": row["reason"], "run": run_id},
        )
        for row in rows
    ]


def _sealed(keys: KeyRing, case_id: str, difference: Difference) -> bytes:
    facts = CaseFacts(
        employee_number=difference.employee_number,
        benefit=difference.benefit,
        evidence=difference.evidence,
    )
    return keys.encrypt(facts.model_dump_json().encode(), f"case:{case_id}")


def _insert_rows(
    session: Session,
    keys: KeyRing,
    drafts: Sequence[_Draft],
    facts: Mapping[RowRef, RowFacts],
) -> None:
    rows = [
        {
            "case_id": draft.case_id,
            "side": ref.side,
            "sha256": ref.sha256,
            "row": ref.row,
            "employer": draft.difference.employer.value,
            "claim_id": claim_id_of(ref, facts),
            "held": True,
            "sealed": keys.encrypt(
                facts[ref].model_dump_json(exclude_none=True).encode(), f"row:{draft.case_id}"
            )
            if ref in facts
            else None,
        }
        for draft in drafts
        for ref in draft.difference.rows
    ]
    if rows:
        session.execute(insert(CaseRowEntry), rows)
