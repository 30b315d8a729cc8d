"""Runs of a routine: which rules they used and how they ended."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.batches import batches, page_within
from rutine.cases.canonical import canonical
from rutine.cases.tables import Run
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period

_HIGHEST_NUMBER: Final = 2**31

RUN_STARTED: Final = "run_started"
"""What the trail calls the beginning of a run."""

ATTENDED: Final = "attended_fetch"
"""What a run is called that only fetched, with a person who signed in."""


class RunState(StrEnum):
    """How far a run came."""

    RUNNING = "running"
    """Going on, or killed: a run that was killed never ends."""
    CLEAN = "clean"
    """Finished; nothing waits for a person because of it."""
    CASES = "cases"
    """Finished; cases wait."""
    FAILED = "failed"
    """Stopped by an error; `reason` says which."""


DONE: Final = (RunState.CLEAN, RunState.CASES)
"""The states of runs that did what they were to do."""

_AT_ONCE: Final = 30
"""No more runs of a routine than these are at work at once, on all machines together."""
_CLOCKS_APART: Final = timedelta(days=1)
"""No two machines' clocks differ by more."""

TAKEN_BACK: Final = "taken_back"
"""The status of what is told among the controls, and compares nothing."""


class Control(BaseModel):
    """One control and what it found. Never about one person.

    `status` is `ok`, `failed`, `not_possible` or `taken_back`: a file that gave way, with how many
    lines the report and the file have. `kind` says how to show `expected` and `found`: `ore`,
    `count` or `text`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str
    status: str
    expected: str | None = None
    found: str | None = None
    kind: str = "text"
    label: str | None = None


class AgedClaims(BaseModel):
    """Open claims of one age (`refunds.aged_claims.Age`); the sum in øre. Never one person."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    age: str
    claims: int
    amount: int


class ReasonDeadline(BaseModel):
    """When the cases of one reason must be acted on, as it stood on the day of the run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str
    next: date | None = Field(description="The next of them that could still be kept.")
    late: int = Field(description="How many had passed theirs.")


class RunSummary(BaseModel):
    """The result of a run: counts of rows and files, and the controls. No personal data."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    state: RunState
    files: int = 0
    refused: int = 0
    lines: int = 0
    claims: int = 0
    settled_lines: int = 0
    settled_claims: int = 0
    carried: int = 0
    reopened: int = 0
    rejected: int = 0
    cases: int = 0
    new_cases: int = 0
    reasons: dict[str, int] = Field(default_factory=dict, description="Reason code -> cases.")
    deadlines: tuple[ReasonDeadline, ...] = ()
    controls: tuple[Control, ...] = ()
    ages: tuple[AgedClaims, ...] = ()
    checked: int = Field(
        default=0, description="Obligations, windows or rows looked at; of the known shapes."
    )
    reason: str | None = None
    shorter: bool = Field(
        default=False, description="A person has said that its lists, much shorter, are right."
    )
    seen_by: str = Field(
        default="all", description="Whom its cases are for: a value of `access.Sight`."
    )
    sight_rule: str = Field(
        default="",
        description="What every case of the routine is seen by since (`cases.lists.sight`).",
    )
    inputs: dict[str, str] | None = Field(
        default=None,
        description="Name -> sha256 of the files it read beside NAV's reports; None for runs of "
        "before this was noted, and for those that read none. Bare hashes: never leave the store.",
    )


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as the app shows it; `summary` is None until it has ended."""

    run_id: str
    number: int
    routine: str
    employer: OrgNr
    period: Period | None
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    rules: Mapping[str, str]
    summary: RunSummary | None


def open_run(
    session: Session,
    routine: str,
    employer: OrgNr,
    period: Period | None,
    rules: Mapping[str, str],
) -> str:
    """Begin a run; `rules` is file name -> sha256 of every file that decides. Returns its id."""
    run = Run(
        id=str(uuid4()),
        number=(session.scalar(select(func.max(Run.number))) or 0) + 1,
        routine=routine,
        employer=employer.value,
        first=period.first if period else None,
        last=period.last if period else None,
        rules=canonical(dict(rules)),
        state=RunState.RUNNING,
        started_at=clock.now(),
    )
    session.add(run)
    session.flush()
    append(session, ROBOT, RUN_STARTED, data={"run": run.id, "rules": dict(rules)})
    return run.id


def finish_run(session: Session, run_id: str, summary: RunSummary) -> None:
    """End a run.

    Raises:
        InputError: `run_missing`, or `run_finished` when it has ended already.
    """
    run = session.get(Run, run_id)
    if run is None:
        raise InputError("run_missing", "The store has no such run.")
    if run.state != RunState.RUNNING:
        raise InputError("run_finished", f"Run {run.number} has ended already.")
    run.state = summary.state
    run.finished_at = clock.now()
    run.summary = summary.model_dump_json()
    append(session, ROBOT, "run_finished", data={"run": run_id, "state": summary.state})


def is_settled(session: Session, run_id: str) -> bool:
    """Whether the run has written what it came to: to write it again would do it twice.

    A commit whose answer was lost, since the server went away just then, was made or was not;
    only this tells.
    """
    state = session.scalar(select(Run.state).where(Run.id == run_id))
    return state in DONE


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs; None means any."""

    routine: str | None = None
    employer: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class RunPage:
    """One page of runs, newest first; pages count from 1."""

    runs: tuple[RunView, ...]
    page: int
    pages: int


def page_of_runs(session: Session, wanted: RunFilter, *, page: int = 1, size: int = 25) -> RunPage:
    """One page of the runs that are wanted. A page past the end is the last page."""
    asked = (
        (Run.routine, wanted.routine),
        (Run.employer, wanted.employer),
        (Run.number, wanted.number),
    )
    conditions = [column == value for column, value in asked if value is not None]
    total = session.scalar(select(func.count(Run.number)).where(*conditions)) or 0
    page, pages = page_within(page, total, size)
    # First which, by an index alone: what a run came to may be many pages of the store.
    # Of some of them only, SQLite is kept from walking all of them in the order of their numbers.
    newest_first = -Run.number if conditions else Run.number.desc()
    numbers = session.scalars(
        select(Run.number)
        .where(*conditions)
        .order_by(newest_first)
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    return RunPage(runs_numbered(session, numbers), page, pages)


def runs_numbered(session: Session, numbers: Sequence[int]) -> tuple[RunView, ...]:
    """The runs with these numbers, newest first."""
    found = [
        _view(run)
        for batch in batches(numbers)
        for run in session.scalars(select(Run).where(Run.number.in_(batch)))
    ]
    return tuple(sorted(found, key=lambda run: -run.number))


def latest_run(session: Session, routine: str, employer: OrgNr) -> RunView | None:
    """The newest run of the routine for the employer that has ended."""
    return _latest(session, routine, employer, Run.finished_at.is_not(None))


def latest_done(session: Session, routine: str, employer: OrgNr) -> RunView | None:
    """The newest run of the routine for the employer that did what it was to do."""
    done = Run.state.in_(DONE)
    return _latest(session, routine, employer, done)


def last_done(session: Session, routine: str) -> tuple[RunSummary, ...]:
    """What the routine's last runs came to, whoever's they were: every one that may be the last.

    Of several at once, the one that began first may end last; and when each ended is told by the
    clock of its own machine. So it is the last to end by those clocks, the last to begin, and
    those that began before it and ended within a day. A run of a past day, done over again,
    ended long ago by its clock.
    """
    # Which, by the index alone: what all of the routine's runs came to would be sorted else.
    done = select(Run.number, Run.finished_at).where(
        Run.routine == routine,
        Run.state.in_(DONE),
        Run.finished_at.is_not(None),
    )
    ended = session.execute(done.order_by(Run.finished_at.desc()).limit(1)).all()
    begun = session.execute(done.order_by(Run.number.desc()).limit(_AT_ONCE)).all()
    ends = [(number, at) for number, at in (*ended, *begun) if at]
    since = min((at for _, at in ends[:2]), default=clock.now()) - _CLOCKS_APART
    last = {number for number, at in ends if at >= since}
    found = set(session.scalars(select(Run.summary).where(Run.number.in_(last))))
    return tuple(RunSummary.model_validate_json(each) for each in found if each is not None)


def _latest(
    session: Session, routine: str, employer: OrgNr, how: ColumnElement[bool]
) -> RunView | None:
    run = session.scalars(
        select(Run)
        .where(Run.routine == routine, Run.employer == employer.value, how)
        .order_by(Run.number.desc())
        .limit(1)
    ).one_or_none()
    return None if run is None else _view(run)


def newest_run(session: Session, routine: str, employer: OrgNr | None = None) -> RunView | None:
    """The newest run of the routine, ended or not, for one employer or any."""
    newest = select(func.max(Run.number)).where(Run.routine == routine)
    if employer is not None:
        newest = newest.where(Run.employer == employer.value)
    run = session.scalars(select(Run).where(Run.number == newest.scalar_subquery())).one_or_none()
    return None if run is None else _view(run)


def latest_period(session: Session, routine: str, employer: OrgNr) -> Period | None:
    """The latest period that a run of the routine has finished for the employer."""
    run = session.scalars(
        select(Run)
        .where(
            Run.routine == routine,
            Run.employer == employer.value,
            Run.state.in_(DONE),
            Run.last.is_not(None),
        )
        .order_by(Run.last.desc())
        .limit(1)
    ).one_or_none()
    return Period(run.first, run.last) if run and run.first and run.last else None


def period_before(session: Session, routine: str, employer: OrgNr, period: Period) -> Period | None:
    """The latest period before this one that a run of the routine has finished."""
    run = session.scalars(
        select(Run)
        .where(
            Run.routine == routine,
            Run.employer == employer.value,
            Run.state.in_(DONE),
            Run.last < period.first,
        )
        .order_by(Run.last.desc())
        .limit(1)
    ).one_or_none()
    return Period(run.first, run.last) if run and run.first and run.last else None


def find_run(session: Session, run_id: str) -> RunView | None:
    """One run."""
    run = session.get(Run, run_id)
    return None if run is None else _view(run)


def find_run_number(session: Session, number: int) -> str | None:
    """The id of the run with this number."""
    if not 0 < number < _HIGHEST_NUMBER:
        return None
    return session.scalar(select(Run.id).where(Run.number == number))


def _view(run: Run) -> RunView:
    return RunView(
        run_id=run.id,
        number=run.number,
        routine=run.routine,
        employer=OrgNr(run.employer),
        period=Period(run.first, run.last) if run.first and run.last else None,
        state=RunState(run.state),
        started_at=run.started_at,
        finished_at=run.finished_at,
        rules=json.loads(run.rules),
        summary=RunSummary.model_validate_json(run.summary) if run.summary else None,
    )
