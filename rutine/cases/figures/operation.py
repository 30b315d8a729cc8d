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

from rutine.cases.batches import batches
from rutine.cases.newest_runs import (
    NewestRun,
    Pair,
    PastRun,
    have_ended,
    newest_runs,
    past_runs,
)
from rutine.cases.reports import uploads
from rutine.cases.runs import ATTENDED, DONE, RunState
from rutine.cases.tables import Case, Run
from rutine.cases.views import UNDECIDED
from rutine.core.identifiers import OrgNr

GRACE: Final = timedelta(hours=2)
"""How long after its time a run may begin before it is said that it did not: a worker may start."""

_BY_PEOPLE: Final = (ATTENDED, uploads.ROUTINE)
"""Runs that a person starts: nobody waits for them."""


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
    run: NewestRun | None
    since: datetime | None = None
    proven: datetime | None = None


def routine_standings(
    session: Session, planned: Iterable[Planned], now: datetime, patience: Patience
) -> tuple[RoutineStanding, ...]:
    """How everything that is planned stands; what has run unplanned before comes after."""
    wanted = {(each.routine, each.employer.value): each for each in planned}
    newest = newest_runs(session)
    for routine, employer in sorted(newest):
        if routine not in _BY_PEOPLE:
            unplanned = Planned(routine, OrgNr(employer), name=employer)
            wanted.setdefault((routine, employer), unplanned)
    # Few are asked about further: what ended well last has ended, and saw everything or did not.
    runs = {key: run for key, run in newest.items() if key in wanted}
    ended = {key for key, run in runs.items() if run.state in DONE}
    unsure = [key for key in runs if key not in ended and wanted[key].empty is not None]
    ended |= have_ended(session, unsure)
    past = past_runs(session, [key for key, run in runs.items() if not run.saw_everything])
    return tuple(
        RoutineStanding(each, Standing.NO_LISTS, newest.get(key))
        if each.empty is not None and key not in ended
        else _standing(each, newest.get(key), past.get(key, ()), now, patience)
        for key, each in wanted.items()
    )


def routines_that_ran(session: Session, *, by_people: bool = False) -> tuple[str, ...]:
    """The routines that have run, in order of name; what people start themselves if asked for."""
    ran = session.scalars(select(Run.routine).distinct())
    return tuple(sorted(name for name in ran if by_people or name not in _BY_PEOPLE))


def unseen_reasons(session: Session) -> dict[Pair, str]:
    """Why the newest undecided fetch of each could not see everything: a `FetchReason`."""
    # Which, by the index alone: a case in a thousand is of a fetch.
    undecided = select(Case.number).where(Case.kind == "fetch", Case.status.in_(UNDECIDED))
    # In the order of their numbers, so that the last of each is the newest.
    newest = {
        (routine, employer): reference
        for batch in batches(sorted(session.scalars(undecided)))
        for routine, employer, reference in session.execute(
            select(Case.routine, Case.employer, Case.reference)
            .where(Case.number.in_(batch))
            .order_by(Case.number)
        )
    }
    return {key: reference.rpartition(" ")[2] for key, reference in newest.items() if reference}


def _standing(
    planned: Planned,
    newest: NewestRun | None,
    past: Sequence[PastRun],
    now: datetime,
    patience: Patience,
) -> RoutineStanding:
    if newest is None:
        return RoutineStanding(planned, Standing.NEVER, None)
    proven = next((run.started_at for run in past if run.saw_everything), None)
    standing = _of_run(newest, planned, now, patience)
    since = _first_in_a_row(past) if standing is Standing.UNSEEN else None
    if newest.saw_everything:
        proven = newest.started_at
    return RoutineStanding(planned, standing, newest, since, proven)


def _of_run(run: NewestRun, planned: Planned, now: datetime, patience: Patience) -> Standing:
    if run.state is RunState.RUNNING:
        return Standing.STUCK if now - run.started_at > patience.stuck else Standing.GOING_ON
    if _is_silent(run, planned, now, patience):
        return Standing.SILENT
    if run.state is RunState.FAILED or not run.is_told:
        return Standing.FAILED
    if not run.saw_everything:
        return Standing.UNSEEN
    if run.disagrees:
        return Standing.CONTROLS
    return Standing.WELL


def _is_silent(run: NewestRun, planned: Planned, now: datetime, patience: Patience) -> bool:
    if planned.due is None:
        return planned.next is None and now - run.started_at > patience.quiet
    return run.started_at < planned.due and now > planned.due + GRACE


def _first_in_a_row(runs: Sequence[PastRun]) -> datetime:
    """When the oldest of the newest runs began that did not see everything."""
    begun = runs[0].started_at
    for run in runs:
        if run.saw_everything:
            break
        begun = run.started_at
    return begun
