"""Cases that close by themselves, because their cause is gone before anybody decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT, Actor
from rutine.cases.batches import batches
from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.cases.tables import Case, CaseRowEntry, DecisionEntry
from rutine.cases.trail.audit import Event, append_all
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr


class Cause(StrEnum):
    """Why a case closed by itself."""

    SETTLED = "settled"
    """What it was about agrees now: a later run settled it."""
    OVERTAKEN = "overtaken"
    """Its rows hang on another case, together with other rows."""
    GONE = "gone"
    """What it said is no longer so: the report came, or the control agrees."""
    GAVE_WAY = "gave_way"
    """It was about a file that was cut short, and NAV's own report has taken its place."""
    RESTORED = "restored"
    """The claim that payroll had changed is as it was settled again, or is not settled any more."""
    WITHDRAWN = "withdrawn"
    """Payroll has withdrawn its claims, or settled them itself."""
    MATCHED = "matched"
    """Its rows are settled with others, in a routine that holds two lists together."""
    RESOLVED = "resolved"
    """The lists do not say it any more: the shift is covered, the row can be read."""
    EVIDENCE = "evidence"
    """A list brought the evidence that was asked for."""
    EXEMPT = "exempt"
    """Somebody has exempted the person."""
    ENDED = "ended"
    """It applies no more: the position has ended, or the rule was changed."""
    NOT_DUE = "not_due"
    """The deadline was moved: by a new text of the rule, another event, or an absence."""
    ISSUED = "issued"
    """A document of one source, without remarks, was issued as the routine's file says."""
    CARRIED = "carried"
    """Its claims are among those that NAV may still answer in time."""


def withdraw(
    session: Session,
    run_id: str,
    routine: str,
    employer: OrgNr,
    *,
    kind: str,
    references: Collection[str] | None = None,
    reason: str | None = None,
    spared: str | None = None,
    cause: Cause = Cause.GONE,
) -> int:
    """Close undecided cases whose cause a run found to be gone; returns how many.

    For cases about whole reports and fetches: after a proven fetch, those of kind `fetch`;
    after a report passed its controls, those of kind `report` with its reference.
    `references` None means every case of the kind; `reason` None means any, but for `spared`.
    """
    query = select(Case).where(
        Case.routine == routine,
        Case.employer == employer.value,
        Case.kind == kind,
        Case.status.in_(UNDECIDED),
    )
    if references is not None:
        query = query.where(Case.reference.in_(sorted(references)))
    if reason is not None:
        query = query.where(Case.reason == reason)
    if spared is not None:
        query = query.where(Case.reason != spared)
    cases = session.scalars(query.order_by(Case.number)).all()
    close(session, run_id, cases, cause)
    return len(cases)


def close(
    session: Session,
    run_id: str,
    cases: Sequence[Case],
    cause: Cause,
    joined: Mapping[str, str] | None = None,
    *,
    actor: Actor = ROBOT,
    proofs: Mapping[str, Sequence[Mapping[str, object]]] | None = None,
) -> None:
    """Close cases, let go of their rows, and overtake what was said about them.

    `joined` is case -> the case that took over its rows; `actor` whose doing it is; `proofs` case
    -> the rows that closed it, each by the name of the run's input and its place there.
    """
    if not cases:
        return
    moment = clock.now()
    for case in cases:
        case.status = CaseStatus.AUTO_CLOSED
        case.resume_on = None
        case.changed_at = moment
        case.run_id = run_id
    session.flush()
    ids = [case.id for case in cases]
    release(session, ids)
    overtake(session, ids, (DecisionState.PROPOSED, DecisionState.EFFECTIVE))
    into, shown = joined or {}, proofs or {}
    append_all(
        session,
        actor,
        [
            Event(
                "auto_closed",
                case_id,
                {"cause": cause.value, "run": run_id}
                | ({"joined": into[case_id]} if case_id in into else {})
                | ({"proofs": [dict(row) for row in shown[case_id]]} if case_id in shown else {}),
            )
            for case_id in ids
        ],
    )


def let_go_of_settled(
    session: Session, run_id: str, rows: Collection[RowKey], employers: Collection[str]
) -> int:
    """Close the undecided cases whose rows are all settled now; returns how many.

    A case that keeps some of its rows goes on with those, and says later what is gone.

    Raises:
        InputError: `case_by_hand`: a row is of a case that only a person may settle.
    """
    entries = _held(session, rows, employers)
    cases = _by_id(session, {entry.case_id for entry in entries.values()})
    if any(case.by_hand for case in cases.values()):
        raise InputError(
            "case_by_hand",
            "A case that only a person may settle would be settled by the program.",
            "Nothing is stored: report this as a fault of the routine.",
        )
    for entry in entries.values():
        entry.held = False
    session.flush()
    done = [case for case in cases.values() if not _holds_any(session, case.id)]
    close(session, run_id, sorted(done, key=lambda case: case.number), Cause.SETTLED)
    return len(done)


def held_rows(
    session: Session, rows: Collection[RowKey], employers: Collection[str]
) -> dict[RowKey, Case]:
    """Which undecided case holds which of the rows."""
    entries = _held(session, rows, employers)
    cases = _by_id(session, {entry.case_id for entry in entries.values()})
    return {key: cases[entry.case_id] for key, entry in sorted(entries.items(), key=_first)}


def _first(item: tuple[RowKey, CaseRowEntry]) -> RowKey:
    return item[0]


def _held(
    session: Session, rows: Collection[RowKey], employers: Collection[str]
) -> dict[RowKey, CaseRowEntry]:
    wanted = set(rows)
    entries = session.scalars(
        select(CaseRowEntry).where(CaseRowEntry.held, CaseRowEntry.employer.in_(employers))
    )
    keyed = (
        (row_key(each.side, each.sha256, each.row, each.employer, each.claim_id), each)
        for each in entries
    )
    return {key: entry for key, entry in keyed if key in wanted}


def _by_id(session: Session, case_ids: Collection[str]) -> dict[str, Case]:
    return {
        case.id: case
        for batch in batches(sorted(case_ids))
        for case in session.scalars(select(Case).where(Case.id.in_(batch)))
    }


def _holds_any(session: Session, case_id: str) -> bool:
    query = select(CaseRowEntry.row).where(CaseRowEntry.case_id == case_id, CaseRowEntry.held)
    return session.scalars(query.limit(1)).first() is not None


def release(session: Session, case_ids: Sequence[str]) -> None:
    """Let go of the cases' rows: other cases may hold them."""
    for batch in batches(case_ids):
        session.execute(
            update(CaseRowEntry).where(CaseRowEntry.case_id.in_(batch)).values(held=False)
        )


def hold_again(session: Session, case_ids: Sequence[str]) -> None:
    """Let cases that are open again hold those of their rows that no other case holds.

    A row that is several of these cases' goes to the first of them.
    """
    own: dict[str, dict[RowKey, CaseRowEntry]] = {case_id: {} for case_id in case_ids}
    for batch in batches(case_ids):
        for e in session.scalars(select(CaseRowEntry).where(CaseRowEntry.case_id.in_(batch))):
            own[e.case_id][row_key(e.side, e.sha256, e.row, e.employer, e.claim_id)] = e
    keys = {key for entries in own.values() for key in entries}
    employers = {entry.employer for entries in own.values() for entry in entries.values()}
    taken = set(_held(session, keys, employers))
    for entries in own.values():
        for key, entry in entries.items():
            entry.held = key not in taken
        taken |= entries.keys()
    session.flush()


def forget_rows(session: Session, case_ids: Sequence[str]) -> None:
    """Remove the cases' rows, to be entered anew."""
    for batch in batches(case_ids):
        session.execute(delete(CaseRowEntry).where(CaseRowEntry.case_id.in_(batch)))


def overtake(
    session: Session,
    case_ids: Sequence[str],
    states: Collection[DecisionState],
    become: DecisionState = DecisionState.OVERTAKEN,
) -> None:
    """Note that decisions in these states no longer stand, and what they are instead."""
    for batch in batches(case_ids):
        session.execute(
            update(DecisionEntry)
            .where(DecisionEntry.case_id.in_(batch), DecisionEntry.state.in_(states))
            .values(state=become)
        )
