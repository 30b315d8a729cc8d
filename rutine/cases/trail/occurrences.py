"""What happened, for those who act on it: events told from the audit trail, with ids only.

The trail is written in the transaction of what it tells of, by everybody, in one order. So it is
the outbox too: nothing can be decided without its event, and no event tells of what was rolled
back. A receiver's place in it is moved when it has taken the events: at least once. An event's
id follows from what it tells of, so that one that is told again is known for the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.figures.plain_line import INCONCLUSIVE
from rutine.cases.runs import RunState, RunSummary
from rutine.cases.tables import AuditEntry, Case, Delivery, Run
from rutine.cases.trail.audit import head
from rutine.cases.views import CaseStatus
from rutine.core import clock
from rutine.core.reasons import REASONS, DeadlineRule

_OURS: Final = uuid5(NAMESPACE_URL, "rutine")
AT_MOST: Final = 500
"""Entries of the trail that are told at a time."""


class Kind(StrEnum):
    """What an event tells."""

    RUN_STARTED = "rutine.run.started"
    RUN_FINISHED = "rutine.run.finished"
    RUN_FAILED = "rutine.run.failed"
    RUN_DECIDED = "rutine.run.decided"
    """Nothing that the run found last is left for anybody to decide or approve."""
    FETCH_INCONCLUSIVE = "rutine.fetch.inconclusive"
    REPORT_MISSING = "rutine.report.missing"
    CASE_PROPOSED = "rutine.case.proposed"
    CASE_DECIDED = "rutine.case.decided"
    CASE_RETURNED = "rutine.case.returned"
    CASE_RETRACTED = "rutine.case.retracted"


_OF_RUNS: Final = {"run_started": Kind.RUN_STARTED, "run_finished": Kind.RUN_FINISHED}
_OF_CASES: Final = {
    "proposed": Kind.CASE_PROPOSED,
    "decided": Kind.CASE_DECIDED,
    "approved": Kind.CASE_DECIDED,
    "returned": Kind.CASE_RETURNED,
    "retracted": Kind.CASE_RETRACTED,
}
_CREATED: Final = "created"
_TO_DECIDE: Final = (CaseStatus.OPEN, CaseStatus.APPROVAL)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event.

    Attributes:
        id: the same for the same thing, however often it is told.
        about: `rutine.run.<id>` or `rutine.case.<id>`.
        labels: ids, codes and organisation numbers.
    """

    id: UUID
    kind: Kind
    about: str
    at: datetime
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that were not told yet, and the entry of the trail that they go up to."""

    events: tuple[Occurrence, ...]
    after: int
    upto: int

    @property
    def is_empty(self) -> bool:
        """Whether the trail has nothing new, event or not."""
        return self.upto == self.after


def begin_telling(session: Session, receiver: str) -> None:
    """Tell a receiver from now on; one that is known goes on where it was.

    What happened before anybody listened is old, and nothing should be started by it.
    """
    if session.get(Delivery, receiver) is None:
        seq = head(session).seq
        session.add(Delivery(receiver=receiver, seq=seq, told_at=clock.now()))
        session.flush()


def untold(session: Session, receiver: str, *, at_most: int = AT_MOST) -> Batch:
    """The next events for a receiver that `begin_telling` knows."""
    after = session.get_one(Delivery, receiver).seq
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.seq > after).order_by(AuditEntry.seq).limit(at_most)
    ).all()
    if not entries:
        return Batch((), after, after)
    return Batch(tuple(_events(session, entries)), after, entries[-1].seq)


def was_told(session: Session, receiver: str, batch: Batch) -> None:
    """Note that the receiver has taken a batch; one that came later is not undone."""
    place = session.get_one(Delivery, receiver)
    place.seq = max(place.seq, batch.upto)
    place.told_at = clock.now()
    session.flush()


def _events(session: Session, entries: Sequence[AuditEntry]) -> Iterable[Occurrence]:
    cases = _cases(session, [e.case_id for e in entries if e.case_id and _concerns_a_case(e)])
    runs = _runs(session, [_run_id(e) for e in entries if e.action in _OF_RUNS])
    touched: dict[str, AuditEntry] = {}
    for entry in entries:
        if entry.action in _OF_RUNS:
            run = runs[_run_id(entry)]
            yield _event(entry, _OF_RUNS[entry.action], f"rutine.run.{run.id}", _of_run(run))
            if entry.action == "run_finished":
                yield from _ended(entry, run)
            continue
        case = cases.get(entry.case_id or "")
        if case is None:
            continue
        if entry.action == _CREATED:
            if REASONS[case.reason].deadline is DeadlineRule.MISSING_REPORT:
                yield _event(entry, Kind.REPORT_MISSING, f"rutine.case.{case.id}", _of_case(case))
            continue
        kind = _OF_CASES[entry.action]
        yield _event(entry, kind, f"rutine.case.{case.id}", _of_case(case))
        if kind is Kind.CASE_DECIDED:
            touched[case.run_id] = entry
    yield from _decided(session, touched)


def _run_id(entry: AuditEntry) -> str:
    run: str = json.loads(entry.data)["run"]
    return run


def _concerns_a_case(entry: AuditEntry) -> bool:
    return entry.action in _OF_CASES or entry.action == _CREATED


def _ended(entry: AuditEntry, run: Run) -> Iterable[Occurrence]:
    """What a run that ended has to tell beside that."""
    summary = RunSummary.model_validate_json(run.summary) if run.summary else None
    about = f"rutine.run.{run.id}"
    if run.state == RunState.FAILED:
        yield _event(entry, Kind.RUN_FAILED, about, _of_run(run))
    elif summary is not None and summary.reason == INCONCLUSIVE:
        yield _event(entry, Kind.FETCH_INCONCLUSIVE, about, _of_run(run))


def _decided(session: Session, touched: dict[str, AuditEntry]) -> Iterable[Occurrence]:
    """The runs of which nothing is left to decide, of those that something was decided of."""
    if not touched:
        return
    left = set(
        session.scalars(
            select(Case.run_id)
            .where(Case.run_id.in_(touched), Case.status.in_(_TO_DECIDE))
            .group_by(Case.run_id)
            .having(func.count() > 0)
        )
    )
    runs = _runs(session, list(touched))
    for run_id, entry in sorted(touched.items(), key=lambda each: each[1].seq):
        if run_id not in left:
            run = runs[run_id]
            yield _event(entry, Kind.RUN_DECIDED, f"rutine.run.{run_id}", _of_run(run))


def _event(entry: AuditEntry, kind: Kind, about: str, labels: dict[str, str]) -> Occurrence:
    return Occurrence(
        id=uuid5(_OURS, f"{entry.hash}:{kind.value}"),
        kind=kind,
        about=about,
        at=datetime.fromisoformat(entry.at),
        labels=labels,
    )


def _of_run(run: Run) -> dict[str, str]:
    return {
        "rutine.run": run.id,
        "rutine.number": str(run.number),
        "rutine.routine": run.routine,
        "rutine.employer": run.employer,
        "rutine.period": f"{run.first:%Y-%m}" if run.first else "",
        "rutine.state": run.state,
    }


def _of_case(case: Case) -> dict[str, str]:
    return {
        "rutine.case": case.id,
        "rutine.run": case.run_id,
        "rutine.routine": case.routine,
        "rutine.employer": case.employer,
    }


def _cases(session: Session, ids: Sequence[str]) -> dict[str, Case]:
    found: dict[str, Case] = {}
    for batch in batches(sorted(set(ids))):
        found |= {c.id: c for c in session.scalars(select(Case).where(Case.id.in_(batch)))}
    return found


def _runs(session: Session, ids: Sequence[str]) -> dict[str, Run]:
    found: dict[str, Run] = {}
    for batch in batches(sorted(set(ids))):
        found |= {r.id: r for r in session.scalars(select(Run).where(Run.id.in_(batch)))}
    return found
