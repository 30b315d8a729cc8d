"""What the store can tell of gains, month by month: figures of nobody, over all who decide.

Time spent is never told of one person: it is summed over everybody before it leaves here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rutine.cases.figures.trend import trend
from rutine.cases.tables import (
    AppliedDecision,
    Case,
    CaseRowEntry,
    DecisionEntry,
    SettledRow,
    Settlement,
)
from rutine.cases.views import DecisionState
from rutine.core.clock import OSLO
from rutine.core.money import Ore

FEWEST: Final = 3
"""People who must have decided in a month before their time is told: it is never one person's."""

SITTING: Final = timedelta(minutes=15)
"""Two decisions further apart than this are of two sittings: somebody did other work between."""

_MONTHS: Final = 12
_NOTHING: Final = Ore(0)
_SECONDS: Final = 60
_MADE: Final = tuple(state.value for state in DecisionState if state is not DecisionState.RETRACTED)


@dataclass(frozen=True, slots=True)
class MonthActuals:
    """One calendar month.

    Attributes:
        month: `YYYY-MM`.
        lines: settlement lines of the month's runs.
        settled: those that no person touched.
        minutes: that people spent on cases; None where too few people or cases were there to tell.
        in_time: cases with a day to act by that were first decided by it.
        recovered: what NAV paid on claims that somebody had decided a case of before.
    """

    month: str
    lines: int = 0
    settled: int = 0
    minutes: float | None = None
    in_time: int = 0
    recovered: Ore = _NOTHING


def gain_actuals(session: Session, routine: str, today: date) -> tuple[MonthActuals, ...]:
    """The last twelve months, the running one last."""
    months = {month: MonthActuals(month) for month in _last_months(today)}
    first = datetime.combine(date.fromisoformat(f"{min(months)}-01"), time(), OSLO)
    for each in trend(session, routine):
        if each.month in months:
            ran = replace(months[each.month], lines=each.lines, settled=each.settled)
            months[each.month] = ran
    decided = _decisions(session, routine, first)
    for month, minutes in time_spent(decided).items():
        if month in months:
            months[month] = replace(months[month], minutes=minutes)
    for month, count in _in_time(session, routine, first).items():
        if month in months:
            months[month] = replace(months[month], in_time=count)
    for month, ore in _recovered(session, routine, first).items():
        if month in months:
            months[month] = replace(months[month], recovered=Ore(ore))
    return tuple(months.values())


def _last_months(today: date) -> list[str]:
    count = 12 * today.year + today.month - 1
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(count - _MONTHS + 1, count + 1)]


def _month(moment: datetime) -> str:
    return f"{moment.astimezone(OSLO):%Y-%m}"


def of_routine(routine: str) -> ColumnElement[bool]:
    """That a case is of the routine; written so that no index is taken for it.

    One routine may have every case there is: its index is then a walk through all of them.
    """
    return Case.routine.concat("") == routine


def was_decided() -> ColumnElement[bool]:
    """That somebody decided a case, whatever became of it: SQLite goes from there to the case.

    With 230 000 cases and few decisions, each question took 0.8 s of CPU without it.
    """
    return Case.id.in_(select(DecisionEntry.case_id))


def _decisions(session: Session, routine: str, since: datetime) -> list[tuple[str, datetime]]:
    """Who decided when: the account, and the moment."""
    rows = session.execute(
        select(DecisionEntry.by_id, DecisionEntry.at)
        .join(Case, Case.id == DecisionEntry.case_id)
        .where(
            of_routine(routine),
            was_decided(),
            DecisionEntry.at >= since,
            DecisionEntry.state.in_(_MADE),
        )
        .order_by(DecisionEntry.by_id, DecisionEntry.at)
    )
    return [(who, moment) for who, moment in rows]


def time_spent(decided: Iterable[tuple[str, datetime]]) -> dict[str, float]:
    """Month -> minutes, from the time between two decisions of one sitting.

    The first case of a sitting has nothing before it, so it counts as the median of the others
    in its month. Decisions made together (one moment) are one. A month in which fewer than
    `FEWEST` people decided is left out.
    """
    moments: dict[str, list[datetime]] = defaultdict(list)
    people: dict[str, set[str]] = defaultdict(set)
    for who, moment in decided:
        moments[who].append(moment)
        people[_month(moment)].add(who)
    gaps, firsts = defaultdict[str, list[float]](list), defaultdict[str, int](int)
    for each in moments.values():
        _sort_gaps(sorted(set(each)), gaps, firsts)
    return {
        month: (sum(found) + firsts[month] * median(found)) / _SECONDS
        for month, found in gaps.items()
        if len(people[month]) >= FEWEST
    }


def _sort_gaps(
    moments: Sequence[datetime], gaps: dict[str, list[float]], firsts: dict[str, int]
) -> None:
    firsts[_month(moments[0])] += 1
    for before, after in pairwise(moments):
        if after - before <= SITTING:
            gaps[_month(after)].append((after - before).total_seconds())
        else:
            firsts[_month(after)] += 1


def _in_time(session: Session, routine: str, since: datetime) -> dict[str, int]:
    first = func.min(DecisionEntry.at)
    rows = session.execute(
        select(Case.due, first)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(
            of_routine(routine),
            was_decided(),
            Case.due.is_not(None),
            DecisionEntry.state.in_(_MADE),
        )
        .group_by(Case.id, Case.due)
        .having(first >= since)
    )
    counted: dict[str, int] = defaultdict(int)
    for due, moment in rows:
        if due is not None and moment.astimezone(OSLO).date() <= due:
            counted[_month(moment)] += 1
    return counted


def _recovered(session: Session, routine: str, since: datetime) -> dict[str, int]:
    """What was paid on claims of decided cases, but for what the decisions settled themselves."""
    by_decision = select(AppliedDecision.settlement_id).where(
        AppliedDecision.settlement_id.is_not(None)
    )
    rows = session.execute(
        select(Settlement.settled_at, Settlement.paid)
        .join(SettledRow, SettledRow.settlement_id == Settlement.id)
        .join(
            CaseRowEntry,
            (CaseRowEntry.employer == SettledRow.employer)
            & (CaseRowEntry.claim_id == SettledRow.claim_id),
        )
        .join(Case, Case.id == CaseRowEntry.case_id)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(
            of_routine(routine),
            was_decided(),
            Settlement.settled_at >= since,
            Settlement.undone_at.is_(None),
            Settlement.id.not_in(by_decision),
            DecisionEntry.state.in_(_MADE),
            DecisionEntry.at < Settlement.settled_at,
        )
        .group_by(Settlement.id, Settlement.settled_at, Settlement.paid)
    )
    summed: dict[str, int] = defaultdict(int)
    for moment, paid in rows:
        summed[_month(moment)] += paid
    return summed
