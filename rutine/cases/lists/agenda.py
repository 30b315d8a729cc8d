"""Everything with a day by which somebody must act, for one viewer: counts, never people.

Cases by their deadline and by the day they come back on, and deadlines that are no case yet
(`coming`). Restricted cases are one line of their own for those who may see them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rutine.cases.access import SEES_CASES, Actor, Sight, require
from rutine.cases.lists.coming import titles_of
from rutine.cases.lists.sight import seen_cases, unrestricted
from rutine.cases.runs import DONE
from rutine.cases.tables import Case, ComingDeadline, Run
from rutine.cases.views import UNDECIDED, CaseStatus
from rutine.core import clock
from rutine.core.reasons import PROTECTED

COUNTS_FOR: Final = timedelta(weeks=5)
"""How long a count of what is coming is taken as it stands: a routine that runs once a month, on
its first working day, may have 32 days between two runs, and some more when one was repeated late.
Of one that runs less often the count is old before it is made again, and that is said."""


class DueKind(StrEnum):
    """What a day means."""

    CASE = "case"  # somebody must act on cases by then
    BACK = "back"  # cases that wait come back
    COMING = "coming"  # people have a deadline that is no case yet


@dataclass(frozen=True, slots=True)
class Due:
    """So many of one kind, on one day and in one unit.

    Attributes:
        code: of cases the reason; of what is coming the rule of the routine's file.
        titles: of what is coming, what the rule is called: language -> words.
        counted_on: of what is coming, the day of the routine's last run where that is long ago:
            nobody has counted since. None where it is as it should be.
        sub_unit: None where there is none, and for restricted cases.
    """

    day: date
    kind: DueKind
    routine: str
    code: str
    sub_unit: str | None
    count: int
    titles: Mapping[str, str] = field(default_factory=dict)
    counted_on: date | None = None


def agenda(
    session: Session,
    viewer: Actor,
    first: date,
    last: date,
    *,
    today: date | None = None,
    leaves: bool = False,
) -> tuple[Due, ...]:
    """What is due from one day to another, both included, as far as the viewer may see it.

    Args:
        session: a reading one will do.
        viewer: whose sight counts.
        first: what is overdue is on days before today, so this decides how far back.
        last: the last day.
        today: the day that ages are counted to.
        leaves: it leaves the house, for a calendar program: then without restricted cases, and
            without routines that tell of somebody's health.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    seen = seen_cases(viewer)
    if leaves:
        seen += [unrestricted(), Case.sight == Sight.ALL.value]
    due = [Case.status.in_(UNDECIDED), Case.due.is_not(None)]
    back = [Case.status == CaseStatus.WAITING, Case.resume_on.is_not(None)]
    found = [
        *_cases(session, Case.due, DueKind.CASE, (first, last), [*seen, *due]),
        *_cases(session, Case.resume_on, DueKind.BACK, (first, last), [*seen, *back]),
        *_coming(session, viewer, (first, last), today or clock.today(), leaves=leaves),
    ]
    return tuple(
        sorted(found, key=lambda each: (each.day, each.kind, each.code, each.sub_unit or ""))
    )


def _cases(
    session: Session,
    day: InstrumentedAttribute[date | None],
    kind: DueKind,
    days: tuple[date, date],
    wanted: list[ColumnElement[bool]],
) -> Iterator[Due]:
    grouped = (day, Case.routine, Case.restricted, Case.reason, Case.sub_unit)
    query = select(*grouped, func.count()).where(*wanted, day.between(*days)).group_by(*grouped)
    hidden: dict[tuple[date, str], int] = {}
    for at, routine, restricted, reason, unit, count in session.execute(query):
        if at is None:
            continue  # `between` finds none such; the column may have them
        if restricted:
            hidden[at, routine] = hidden.get((at, routine), 0) + count
        else:
            yield Due(at, kind, routine, reason, unit, count)
    for (at, routine), count in hidden.items():
        yield Due(at, kind, routine, PROTECTED, None, count)


def _coming(
    session: Session, viewer: Actor, days: tuple[date, date], today: date, *, leaves: bool
) -> Iterator[Due]:
    """What the last run of each routine counted.

    Of a run that is long ago, days that have passed are left out: whoever met a deadline since, or
    is a case since, nobody has counted. Those ahead are told with the day they were counted.
    """
    require(viewer, SEES_CASES)
    sights = {Sight.ALL} if leaves else viewer.sights
    wanted: list[ColumnElement[bool]] = [
        ComingDeadline.day.between(*days),
        ComingDeadline.sight.in_(sorted(sight.value for sight in sights)),
    ]
    if viewer.units is not None:
        wanted.append(ComingDeadline.sub_unit.in_(sorted(viewer.units)))
    counted = _counted_on(session)
    for row in session.scalars(select(ComingDeadline).where(*wanted)):
        at = counted.get((row.routine, row.employer))
        is_old = at is not None and today - at > COUNTS_FOR
        if is_old and row.day < today:
            continue
        yield Due(
            row.day,
            DueKind.COMING,
            row.routine,
            row.rule,
            row.sub_unit or None,
            row.how_many,
            titles_of(row),
            at if is_old else None,
        )


def _counted_on(session: Session) -> dict[tuple[str, str], date]:
    """Routine and employer -> the day of the last run that counted what is coming."""
    query = (
        select(Run.routine, Run.employer, func.max(Run.started_at))
        .where(Run.state.in_(DONE))
        .where(Run.routine.in_(select(ComingDeadline.routine)))
        .group_by(Run.routine, Run.employer)
    )
    return {
        (routine, employer): at.astimezone(clock.OSLO).date()
        for routine, employer, at in session.execute(query)
    }
