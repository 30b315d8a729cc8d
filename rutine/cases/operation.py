"""How each routine stands: did it run when it should, and did it see everything?

"Well" is only said when it is proven: the newest run began after the latest time it was due,
ended, saw everything there was to see, and its controls agree. Anything else has a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases import uploads
from rutine.cases.plain_line import INCONCLUSIVE
from rutine.cases.runs import ATTENDED, RunState, RunView, latest_runs_of
from rutine.cases.tables import Case, Run
from rutine.cases.views import UNDECIDED
from rutine.core.identifiers import OrgNr

GRACE: Final = timedelta(hours=2)
"""How long after its time a run may begin before it is said that it did not: a worker may start."""

_BY_PEOPLE: Final = (ATTENDED, uploads.ROUTINE)
"""Runs that a person starts: nobody waits for them."""

_ENDED: Final = (RunState.CLEAN, RunState.CASES)

_LOOKED_AT: Final = 60
"""Runs looked back at to find when a fetch last saw everything: three months of working days."""


class Standing(StrEnum):
    """How a routine stands for one employer."""

    WELL = "well"
    NEVER = "never"
    """It has not run yet."""
    NO_LISTS = "no_lists"
    """It has not run yet, since no list that it could read has come."""
    GOING_ON = "going_on"
    STUCK = "stuck"
    """It began and has not ended in a time in which it should have: it was killed, most likely."""
    FAILED = "failed"
    SILENT = "silent"
    """It was due, and nothing has begun."""
    UNSEEN = "unseen"
    """It ran, and could not see whether there is anything new."""
    CONTROLS = "controls"
    """It ran, and a control does not agree."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A routine that should run for an employer.

    Attributes:
        name: the employer's, as people know it.
        due: the latest moment that it should have begun by; None where nobody has said when.
        next: when it is due next.
        empty: the folder where its lists should come and none is; None where there is one, or
            the routine reads no lists.
        for_few: whether its file says that only those with the right `follow_up` see its cases.
    """

    routine: str
    employer: OrgNr
    name: str
    due: datetime | None = None
    next: datetime | None = None
    empty: Path | None = None
    for_few: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited before something is said to be wrong."""

    stuck: timedelta = timedelta(hours=6)
    quiet: timedelta = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class RoutineStanding:
    """How one routine stands for one employer.

    Attributes:
        run: the newest run; None when there is none.
        since: of `UNSEEN`, when the first of these runs in a row began; None before the first.
        proven: when a run last saw everything.
    """

    planned: Planned
    standing: Standing
    run: RunView | None
    since: datetime | None = None
    proven: datetime | None = None


def routine_standings(
    session: Session, planned: Iterable[Planned], now: datetime, patience: Patience
) -> tuple[RoutineStanding, ...]:
    """How everything that is planned stands; what has run unplanned before comes after."""
    wanted = {(each.routine, each.employer): each for each in planned}
    seen = session.execute(
        select(Run.routine, Run.employer).where(Run.routine.not_in(_BY_PEOPLE)).distinct()
    )
    for routine, employer in sorted(seen):
        key = (routine, OrgNr(employer))
        wanted.setdefault(key, Planned(*key, name=employer))
    return tuple(_standing(session, each, now, patience) for each in wanted.values())


def routines_that_ran(session: Session) -> tuple[str, ...]:
    """The routines that have run, but for what people start themselves, in order of name."""
    query = select(Run.routine).where(Run.routine.not_in(_BY_PEOPLE)).distinct()
    return tuple(sorted(session.scalars(query)))


def has_ended(session: Session, routine: str, employer: OrgNr) -> bool:
    """Whether a run of it has ever ended well for the employer."""
    ended = select(Run.number).where(
        Run.routine == routine, Run.employer == employer.value, Run.state.in_(_ENDED)
    )
    return session.scalar(ended.limit(1)) is not None


def unseen_reason(session: Session, routine: str, employer: OrgNr) -> str | None:
    """Why the newest undecided fetch could not see everything: a `FetchReason`."""
    reference = session.scalar(
        select(Case.reference)
        .where(
            Case.routine == routine,
            Case.employer == employer.value,
            Case.kind == "fetch",
            Case.status.in_(UNDECIDED),
        )
        .order_by(Case.number.desc())
        .limit(1)
    )
    return reference.rpartition(" ")[2] if reference else None


def _standing(
    session: Session, planned: Planned, now: datetime, patience: Patience
) -> RoutineStanding:
    runs = latest_runs_of(session, planned.routine, planned.employer, limit=_LOOKED_AT)
    if planned.empty is not None and not has_ended(session, planned.routine, planned.employer):
        return RoutineStanding(planned, Standing.NO_LISTS, runs[0] if runs else None)
    if not runs:
        return RoutineStanding(planned, Standing.NEVER, None)
    newest = runs[0]
    proven = next((run.started_at for run in runs if _saw_everything(run)), None)
    standing = _of_run(newest, planned, now, patience)
    since = _first_in_a_row(runs) if standing is Standing.UNSEEN else None
    return RoutineStanding(planned, standing, newest, since, proven)


def _of_run(run: RunView, planned: Planned, now: datetime, patience: Patience) -> Standing:
    if run.state is RunState.RUNNING:
        return Standing.STUCK if now - run.started_at > patience.stuck else Standing.GOING_ON
    if _is_silent(run, planned, now, patience):
        return Standing.SILENT
    if run.state is RunState.FAILED or run.summary is None:
        return Standing.FAILED
    if not _saw_everything(run):
        return Standing.UNSEEN
    if any(control.status == "failed" for control in run.summary.controls):
        return Standing.CONTROLS
    return Standing.WELL


def _is_silent(run: RunView, planned: Planned, now: datetime, patience: Patience) -> bool:
    if planned.due is None:
        return planned.next is None and now - run.started_at > patience.quiet
    return run.started_at < planned.due and now > planned.due + GRACE


def _saw_everything(run: RunView) -> bool:
    return run.state in _ENDED and run.summary is not None and run.summary.reason != INCONCLUSIVE


def _first_in_a_row(runs: Sequence[RunView]) -> datetime:
    """When the oldest of the newest runs began that did not see everything."""
    begun = runs[0].started_at
    for run in runs:
        if _saw_everything(run):
            break
        begun = run.started_at
    return begun
