"""What happened to an employer's refunds, in the order of the audit trail, as the store has it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.cases.reports import uploads
from rutine.cases.reports.giving_way import GAVE_WAY
from rutine.cases.runs import ATTENDED, DONE, RunState, RunSummary
from rutine.cases.tables import (
    AuditEntry,
    Case,
    CaseRowEntry,
    DecisionEntry,
    PickedRowEntry,
    Run,
    SettledRow,
    Settlement,
    UndoneRow,
)
from rutine.cases.views import DecisionState
from rutine.core.differences import Action
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.steps.scope import ROUTINE
from rutine.steps.simulation.arrivals import Arrived, arrivals

_ROUTINES: Final = (ROUTINE, ATTENDED, uploads.ROUTINE)
"""The runs that reports came with."""

_EVENTS: Final = (
    *("run_started", "run_finished", "decided", "proposed", "approved", "returned"),
    *("retracted", "undone", "period_closed", GAVE_WAY),
)


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run that was made.

    Attributes:
        settles: whether it read and settled; other runs only took in reports.
        month: `YYYY-MM`.
        inputs: what it read beside the reports; None when that was not noted.
        rules: file -> sha256 of what decided.
        came: the reports that came with it, as they came.
    """

    run_id: str
    number: int
    routine: str
    settles: bool
    month: str
    started: datetime
    finished: datetime | None
    state: RunState
    summary: RunSummary | None
    inputs: Mapping[str, str] | None
    rules: Mapping[str, str]
    came: Arrived


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What a person decided of a case, on which evidence.

    Attributes:
        proposed: whether another person had to agree.
        rows: those it was about: what was picked by hand, else the case's as they are now.
        picked: each row that was picked by hand -> its øre, and where it was
            (`picking.Found.place`). Empty for every other decision.
    """

    decision_id: str
    number: int
    kind: str
    reason: str
    reference: str | None
    evidence_hash: str
    action: Action
    state: DecisionState
    at: datetime
    until: date | None
    amount: Ore | None
    hold_reason: str | None
    proposed: bool
    rows: frozenset[RowKey]
    picked: Mapping[RowKey, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastSettlement:
    """A settlement with its rows; `undone_by_person` when somebody took it back."""

    settlement_id: str
    run_id: str
    pass_name: str
    reason: str
    claimed: Ore
    paid: Ore
    rows: frozenset[RowKey]
    undone: bool
    undone_by_person: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: `what` is the trail's word, `ref` the run, decision or the like."""

    at: datetime
    actor: str
    what: str
    ref: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything about one employer that is done over again, or held against it."""

    employer: OrgNr
    events: tuple[Event, ...]
    runs: Mapping[str, PastRun]
    decisions: Mapping[str, PastDecision]
    settlements: Mapping[str, PastSettlement]

    @property
    def settling(self) -> list[PastRun]:
        """The runs that settled, in their order."""
        return [run for run in self.runs.values() if run.settles]


def read_history(session: Session, employer: OrgNr, until: str | None = None) -> History:
    """Read it all, from the first run to the last of the month `until`, with what followed it.

    Args:
        session: a reading one.
        employer: whose.
        until: `YYYY-MM`; None for everything.
    """
    runs = {run.run_id: run for run in _runs(session, employer)}
    decisions = {each.decision_id: each for each in _decisions(session, employer)}
    settlements = {each.settlement_id: each for each in _settlements(session, employer)}
    known = {*runs, *decisions, *settlements}
    events = []
    for event in _events(session, employer):
        if event.ref not in known and event.what not in {"period_closed", GAVE_WAY}:
            continue
        run = runs.get(event.ref)
        if until is not None and run is not None and run.settles and run.month > until:
            break
        events.append(event)
    seen = {event.ref for event in events}
    return History(
        employer,
        tuple(events),
        {run_id: run for run_id, run in runs.items() if run_id in seen},
        decisions,
        settlements,
    )


def _events(session: Session, employer: OrgNr) -> Iterator[Event]:
    entries = session.execute(
        select(AuditEntry.at, AuditEntry.actor, AuditEntry.action, AuditEntry.data)
        .where(AuditEntry.action.in_(_EVENTS))
        .order_by(AuditEntry.seq)
    )
    for at, actor, what, text in entries:
        data = json.loads(text)
        if what == "period_closed":
            ref = data["period"] if data["employer"] == employer.value else None
        elif what.startswith("run_"):
            ref = data["run"]
        elif what == GAVE_WAY:
            ref = data["sha256"] if data["employer"] == employer.value else None
        elif what == "undone":
            ref = None if actor == ROBOT.id else data["settlement"]
        else:
            ref = data["decision"]
        if ref is not None:
            yield Event(datetime.fromisoformat(at), actor, what, ref)


def _runs(session: Session, employer: OrgNr) -> Iterator[PastRun]:
    came = arrivals(session, employer)
    for run in session.scalars(
        select(Run)
        .where(Run.employer == employer.value, Run.routine.in_(_ROUTINES))
        .order_by(Run.number)
    ):
        summary = RunSummary.model_validate_json(run.summary) if run.summary else None
        rules = json.loads(run.rules)
        ended = run.state in DONE
        assert run.first is not None  # noqa: S101 - every run of the routine has its month
        yield PastRun(
            run_id=run.id,
            number=run.number,
            routine=run.routine,
            settles=bool(rules) and ended and run.routine == ROUTINE,
            month=f"{run.first:%Y-%m}",
            started=run.started_at,
            finished=run.finished_at,
            state=RunState(run.state),
            summary=summary,
            inputs=summary.inputs if summary else None,
            rules=rules,
            came=came.get(run.id, Arrived()),
        )


def _decisions(session: Session, employer: OrgNr) -> Iterator[PastDecision]:
    decided = select(DecisionEntry.case_id)
    rows: dict[str, set[RowKey]] = defaultdict(set)
    for row in session.scalars(select(CaseRowEntry).where(CaseRowEntry.case_id.in_(decided))):
        key = row_key(row.side, row.sha256, row.row, row.employer, row.claim_id)
        rows[row.case_id].add(key)
    picked: dict[str, dict[RowKey, tuple[int, str]]] = defaultdict(dict)
    for entry in session.scalars(
        select(PickedRowEntry).where(PickedRowEntry.employer == employer.value)
    ):
        key = row_key(entry.side, entry.sha256, entry.row, entry.employer, entry.claim_id)
        picked[entry.decision_id][key] = entry.amount, entry.place
    for case, each in session.execute(
        select(Case, DecisionEntry)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(Case.employer == employer.value)
        .order_by(DecisionEntry.at, DecisionEntry.id)
    ):
        yield PastDecision(
            decision_id=each.id,
            number=case.number,
            kind=case.kind,
            reason=case.reason,
            reference=case.reference,
            evidence_hash=each.evidence_hash,
            action=Action(each.action),
            state=DecisionState(each.state),
            at=each.at,
            until=each.until,
            amount=None if each.amount is None else Ore(each.amount),
            hold_reason=each.hold_reason,
            proposed=each.second_id is not None or each.state == DecisionState.PROPOSED,
            rows=frozenset(picked[each.id] or rows[case.id]),
            picked=picked[each.id],
        )


def _settlements(session: Session, employer: OrgNr) -> Iterator[PastSettlement]:
    """Every settlement that was made, standing or not."""
    rows: dict[str, set[RowKey]] = defaultdict(set)
    for table in (SettledRow, UndoneRow):
        for settlement_id, side, sha256, row, claim_id in session.execute(
            select(table.settlement_id, table.side, table.sha256, table.row, table.claim_id).where(
                table.employer == employer.value
            )
        ):
            rows[settlement_id].add(row_key(side, sha256, row, employer.value, claim_id))
    for each in session.scalars(select(Settlement).where(Settlement.employer == employer.value)):
        yield PastSettlement(
            settlement_id=each.id,
            run_id=each.run_id,
            pass_name=each.pass_name,
            reason=each.reason,
            claimed=Ore(each.claimed),
            paid=Ore(each.paid),
            rows=frozenset(rows[each.id]),
            undone=each.undone_at is not None,
            undone_by_person=each.undone_by_id not in {None, ROBOT.id},
        )
