"""Differences become cases: new, updated, reopened or left alone, and never doubled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT, Sight
from rutine.cases.batches import insert_all
from rutine.cases.canonical import canonical
from rutine.cases.lifecycle.changes import changes_of, keep_changes, rows_of
from rutine.cases.lifecycle.closing import Cause, close, forget_rows, overtake
from rutine.cases.lifecycle.continuity import Draft, find_cases
from rutine.cases.lifecycle.facts import CaseFacts, Change, RowFacts
from rutine.cases.lifecycle.identity import (
    RowKey,
    claim_id_of,
    employee_lookup,
    evidence_hash,
    fingerprint,
    row_keys,
)
from rutine.cases.lifecycle.revisiting import Revisit, revisit, standing_decisions
from rutine.cases.people.register import Person, subjects_for
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling.settlements import settled_among
from rutine.cases.tables import Case, CaseRowEntry, Run
from rutine.cases.trail.audit import Event, append_all
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionState
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
        fresh: the cases that were not there before.
    """

    new: int
    updated: int
    reopened: int
    unchanged: int
    overtaken: int
    case_ids: tuple[str, ...]
    case_of: Mapping[RowRef, str]
    fresh: frozenset[str] = frozenset()


def record_differences(
    session: Session,
    keys: KeyRing,
    run_id: str,
    routine: str,
    differences: Sequence[Difference],
    *,
    facts: Mapping[RowRef, RowFacts],
    sight: Sight = Sight.ALL,
) -> RecordedCases:
    """Enter the differences of a run. The same differences again change nothing.

    `facts` says what each row holds; a claim's `claim_id` there makes it the same claim in
    next month's file, and `sight` who may see the cases. A case is found again as `continuity`
    says. What people decided stands unless the evidence changed: then the case is open again,
    says what changed, and the decision is history. An undecided case whose rows went to others
    is closed: overtaken.

    Evidence must not depend on the day it was computed, or every run would reopen cases.

    Raises:
        InputError: `claim_ids_missing`, `row_in_two_cases`, `case_twice` or
            `row_settled_already`; nothing is recorded then.
    """
    drafts = [_draft(keys, difference, facts) for difference in differences]
    _refuse_doubles(drafts)
    _refuse_settled(session, drafts)
    overtaken = find_cases(session, routine, drafts)
    close(session, run_id, overtaken.cases, Cause.OVERTAKEN, overtaken.joined)
    _complete(session, keys, drafts, sight)

    known = [draft for draft in sorted(drafts, key=_queue_order) if draft.case is not None]
    fresh = [draft for draft in sorted(drafts, key=_queue_order) if draft.case is None]
    refreshed, events = _bring_up_to_date(session, keys, run_id, known, facts)
    events += _insert(session, keys, run_id, routine, fresh)
    _insert_rows(session, keys, [*refreshed, *fresh], facts)
    append_all(session, ROBOT, events)
    reopened = sum(event.action == "reopened" for event in events)
    return RecordedCases(
        new=len(fresh),
        updated=len(refreshed) - reopened,
        reopened=reopened,
        unchanged=len(drafts) - len(fresh) - len(refreshed),
        overtaken=len(overtaken.cases),
        case_ids=tuple(draft.case_id for draft in drafts),
        case_of={ref: draft.case_id for draft in drafts for ref in draft.difference.rows},
        fresh=frozenset(draft.case_id for draft in fresh),
    )


def _draft(keys: KeyRing, difference: Difference, facts: Mapping[RowRef, RowFacts]) -> Draft:
    rows = row_keys(difference, facts)
    return Draft(
        difference,
        rows,
        fingerprint(keys, difference, rows),
        evidence_hash(keys, difference, rows),
    )


def _refuse_doubles(drafts: Sequence[Draft]) -> None:
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


def _refuse_settled(session: Session, drafts: Sequence[Draft]) -> None:
    if settled_among(session, [row for draft in drafts for row in draft.rows]):
        raise InputError(
            "row_settled_already",
            "A row of a difference is settled already.",
            "Leave settled rows out: report this as a fault of the routine.",
        )


def _queue_order(draft: Draft) -> tuple[str, ...]:
    """The order of new cases in the queue: it must not depend on the order they came in."""
    difference = draft.difference
    return (
        difference.kind,
        difference.sub_unit.value if difference.sub_unit else "",
        difference.employee_number or "",
        difference.reason,
        draft.fingerprint,
    )


def _complete(session: Session, keys: KeyRing, drafts: Sequence[Draft], sight: Sight) -> None:
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
            "fingerprint": draft.fingerprint,
            "by_hand": draft.by_hand,
            "apart": draft.apart,
            "sight": sight.value,
        }


def _bring_up_to_date(
    session: Session,
    keys: KeyRing,
    run_id: str,
    drafts: Sequence[Draft],
    facts: Mapping[RowRef, RowFacts],
) -> tuple[list[Draft], list[Event]]:
    """Update or reopen the cases that drafts belong to; returns the drafts that changed one."""
    cases = [draft.case for draft in drafts if draft.case is not None]
    standing = standing_decisions(session, [case.id for case in cases])
    before = rows_of(session, [case.id for case in cases])
    run = session.get_one(Run, run_id)
    changed: list[tuple[Draft, Revisit]] = []
    for draft in drafts:
        visit = revisit(draft, standing.get(draft.case_id), before[draft.case_id], run.started_at)
        if visit is not None:
            changed.append((draft, visit))
    # That lines and claims were parted is the decision's own doing, and no news.
    news = [
        (
            draft.case_id,
            () if visit.keeps_decision else _changes(keys, draft, before[draft.case_id], facts),
        )
        for draft, visit in changed
    ]
    change_ids = keep_changes(session, keys, run_id, news)
    events = []
    for (draft, visit), change_id in zip(changed, change_ids, strict=True):
        _refresh(keys, run_id, draft, keeps_status=visit.keeps_decision)
        data = {"run": run_id, "reason": draft.difference.reason}
        data |= {"change": change_id} if change_id else {}
        data |= {"why": visit.why.value} if visit.why else {}
        events.append(Event(visit.action, draft.case_id, data))
    session.flush()
    _move_deadlines(session, drafts)
    _show_anew(session, keys, drafts)
    undone = [draft.case_id for draft, visit in changed if not visit.keeps_decision]
    overtake(session, undone, (DecisionState.PROPOSED, DecisionState.EFFECTIVE))
    refreshed = [draft for draft, _ in changed]
    forget_rows(session, [draft.case_id for draft in refreshed])
    return refreshed, events


def _move_deadlines(session: Session, drafts: Sequence[Draft]) -> None:
    """Let each known case have the day as it stands now; nobody's form grows old by it."""
    for draft in drafts:
        due = draft.difference.due
        if draft.case is not None and draft.case.due != due:
            session.execute(update(Case).where(Case.id == draft.case_id).values(due=due))


def _show_anew(session: Session, keys: KeyRing, drafts: Sequence[Draft]) -> None:
    """Let undecided cases show the days and the nearest rows as they are now.

    They stand beside the evidence and are none: nobody's form grows old by them, and a case
    that is decided keeps what was seen.
    """
    for draft in drafts:
        if draft.case is None or draft.case.status not in UNDECIDED:
            continue
        sealed = keys.decrypt(draft.case.sealed, f"case:{draft.case_id}")
        shown = CaseFacts.model_validate_json(sealed)
        now = draft.difference
        beside = {"days": now.days, "rejected": now.rejected, "about": now.about}
        if beside != {name: getattr(shown, name) for name in beside}:
            anew = shown.model_copy(update=beside)
            values = {"sealed": _seal(keys, draft.case_id, anew)}
            session.execute(update(Case).where(Case.id == draft.case_id).values(values))


def _changes(
    keys: KeyRing, draft: Draft, before: set[RowKey], facts: Mapping[RowRef, RowFacts]
) -> tuple[Change, ...]:
    """What is new about the case of a draft."""
    case = draft.case
    assert case is not None  # noqa: S101 - only drafts with a case come here
    known = CaseFacts.model_validate_json(keys.decrypt(case.sealed, f"case:{case.id}"))
    now = dict(zip(draft.rows, draft.difference.rows, strict=True))
    return changes_of(
        case, known, draft.difference, rows_before=before, rows_after=now, facts=facts
    )


def _refresh(keys: KeyRing, run_id: str, draft: Draft, *, keeps_status: bool) -> None:
    """Let the case say what the draft says."""
    case = draft.case
    assert case is not None  # noqa: S101 - only drafts with a case come here
    for name, value in draft.columns.items():
        setattr(case, name, value)
    case.sealed = _sealed(keys, case.id, draft.difference)
    if not keeps_status:
        case.status = CaseStatus.OPEN
        case.resume_on = None
    case.run_id = run_id
    case.changed_at = clock.now()


def _insert(
    session: Session, keys: KeyRing, run_id: str, routine: str, drafts: Sequence[Draft]
) -> list[Event]:
    if not drafts:
        return []
    number: int = session.scalar(select(func.max(Case.number))) or 0
    moment = clock.now()
    rows = []
    for number, draft in enumerate(drafts, start=number + 1):  # noqa: B020 - goes on counting
        rows.append(
            {
                **draft.columns,
                "id": draft.case_id,
                "number": number,
                "routine": routine,
                "employer": draft.difference.employer.value,
                "sealed": _sealed(keys, draft.case_id, draft.difference),
                "status": CaseStatus.OPEN,
                "due": draft.difference.due,
                "restricted": False,
                "run_id": run_id,
                "found_at": moment,
                "changed_at": moment,
                "version": 1,
            }
        )
    insert_all(session, Case, rows)
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
        days=difference.days,
        rejected=difference.rejected,
        about=difference.about,
    )
    return _seal(keys, case_id, facts)


def _seal(keys: KeyRing, case_id: str, facts: CaseFacts) -> bytes:
    return keys.encrypt(facts.model_dump_json().encode(), f"case:{case_id}")


def _insert_rows(
    session: Session,
    keys: KeyRing,
    drafts: Sequence[Draft],
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
    insert_all(session, CaseRowEntry, rows)
