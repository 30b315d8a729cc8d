"""What the routine has been worth: the share settled without a person, time saved, and waiting.

Figures only, of nobody. Of one who sees some units only, the cases of those units are counted,
and no restricted one and none of a routine about health without the right: a number could tell
of a small unit's person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as choose
from sqlalchemy.orm import Session

from rutine.cases.access import Actor
from rutine.cases.figures.gain_actuals import of_routine, was_decided
from rutine.cases.figures.trend import MonthOfRuns, trend
from rutine.cases.lists.sight import seen_routines
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import UNDECIDED, DecisionState
from rutine.core.clock import OSLO
from rutine.core.money import Ore

YEAR: Final = timedelta(days=365)
_MINUTES: Final = 60


class Waited(StrEnum):
    """How long an undecided case has been there."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    LONGER = "longer"


_WITHIN: Final = ((Waited.WEEK, 7), (Waited.MONTH, 30), (Waited.QUARTER, 91))


@dataclass(frozen=True, slots=True)
class Baseline:
    """How it was before: what a line cost when a person did it.

    Attributes:
        minutes: for one line, whole or not.
        hour: what an hour costs, in øre; None when nobody has said.
        source: who measured it, and when.
    """

    minutes: float
    hour: Ore | None
    source: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What the lines that no person touched would have taken."""

    minutes: int
    amount: Ore | None


@dataclass(frozen=True, slots=True)
class WaitingCases:
    """Undecided cases of one age."""

    waited: Waited
    cases: int


@dataclass(frozen=True, slots=True)
class Gains:
    """Everything the page says.

    Attributes:
        months: the last twelve months with lines, oldest first.
        decided: cases that people decided during the last year.
        median: from when such a case was found to its first decision; None without any.
        waiting: every age in order, also those without cases.
    """

    months: tuple[MonthOfRuns, ...]
    decided: int
    median: timedelta | None
    waiting: tuple[WaitingCases, ...]

    @property
    def lines(self) -> int:
        """Lines of all the months."""
        return sum(each.lines for each in self.months)

    @property
    def settled(self) -> int:
        """Those of them that no person touched."""
        return sum(each.settled for each in self.months)

    def saved(self, baseline: Baseline) -> Saved:
        """What the settled lines would have taken; kroner only where an hour has a price."""
        minutes = round(self.settled * baseline.minutes)
        amount = None if baseline.hour is None else Ore(minutes * int(baseline.hour) // _MINUTES)
        return Saved(minutes, amount)


def gains(session: Session, routine: str, viewer: Actor, *, now: datetime, today: date) -> Gains:
    """The figures of a routine, over every employer; ages are counted to `today`."""
    seen = [of_routine(routine), *_within(viewer)]
    times = _times(session, seen, now - YEAR)
    return Gains(
        months=trend(session, routine),
        decided=len(times),
        median=timedelta(seconds=median(times)) if times else None,
        waiting=_waiting(session, seen, today),
    )


def _waiting(
    session: Session, seen: Sequence[ColumnElement[bool]], today: date
) -> tuple[WaitingCases, ...]:
    """How many undecided cases have waited how long, by the day they were found.

    Counted by the database: a municipality may have many.
    """
    undecided = [*seen, Case.status.in_([status.value for status in UNDECIDED])]
    younger = [
        func.sum(choose((Case.found_at >= _midnight(today - timedelta(days=most)), 1), else_=0))
        for _, most in _WITHIN
    ]
    *so_far, total = session.execute(select(*younger, func.count()).where(*undecided)).one()
    upto = [0, *(count or 0 for count in so_far), total]
    return tuple(
        WaitingCases(waited, upto[place + 1] - upto[place]) for place, waited in enumerate(Waited)
    )


def _midnight(day: date) -> datetime:
    """When the day began in Norway."""
    return datetime.combine(day, time(), OSLO)


def _within(viewer: Actor) -> list[ColumnElement[bool]]:
    if viewer.units is None:
        return []
    units: list[ColumnElement[bool]] = [Case.sub_unit.in_(sorted(viewer.units))]
    units += seen_routines(viewer)
    return units if viewer.sees_restricted else [*units, Case.restricted.is_(False)]


_ANSWERS: Final = tuple(
    state.value
    for state in (DecisionState.EFFECTIVE, DecisionState.OVERTAKEN, DecisionState.EXPIRED)
)
"""Decisions that took effect, whatever became of them since."""


def _times(session: Session, seen: Sequence[ColumnElement[bool]], since: datetime) -> list[float]:
    """How many seconds each case took until somebody's first decision about it took effect."""
    first = func.min(func.coalesce(DecisionEntry.second_at, DecisionEntry.at))
    rows = session.execute(
        select(Case.found_at, first)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(*seen, was_decided(), DecisionEntry.state.in_(_ANSWERS))
        .group_by(Case.id, Case.found_at)
        .having(first >= since)
    )
    return [(decided - found).total_seconds() for found, decided in rows]
