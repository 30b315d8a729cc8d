"""NAV's day types as small numbers, and the types of many jobs' days before any refusal."""

from __future__ import annotations

import numpy as np

from rutine.refunds.expected.batch.columns import Bools, Bytes, Columns
from rutine.refunds.expected.batch.employer_periods import DayGrid, EmployerPeriods
from rutine.refunds.expected.day_types import PRECEDENCE, DayKind, DayType
from rutine.refunds.expected.rules import SicknessRules

TYPES: tuple[DayType, ...] = tuple(sorted(DayType, key=lambda t: (PRECEDENCE[t], t.value)))
"""Ordered so that the largest number is the type that decides over the others."""
CODE: dict[DayType, int] = {type_: code for code, type_ in enumerate(TYPES)}

UNKNOWN = CODE[DayType.UNKNOWN]
WORK = CODE[DayType.WORK]
FREE = CODE[DayType.FREE]
EMPLOYER_PERIOD = CODE[DayType.EMPLOYER_PERIOD]
EMPLOYER_PERIOD_NAV = CODE[DayType.EMPLOYER_PERIOD_NAV]
NAV = CODE[DayType.NAV]
NAV_WEEKEND = CODE[DayType.NAV_WEEKEND]
TIME_BARRED = CODE[DayType.TIME_BARRED]
REJECTED = CODE[DayType.REJECTED]

_OUTSIDE = {
    DayKind.NOTHING: UNKNOWN,
    DayKind.SICK: NAV,
    DayKind.SELF_CERTIFIED: REJECTED,
    DayKind.HOLIDAY_IN_SICK_NOTE: FREE,
    DayKind.HOLIDAY: FREE,
    DayKind.LEAVE: FREE,
    DayKind.NOT_BACK: FREE,
    DayKind.OTHER_BENEFIT: FREE,
    DayKind.WORK: WORK,
    DayKind.WEEKEND: FREE,
}


def payable(types: Bytes) -> Bools:
    """Which days NAV would pay or count, weekends too."""
    found: Bools = (types == NAV) | (types == NAV_WEEKEND) | (types == EMPLOYER_PERIOD_NAV)
    return found


def paid(types: Bytes) -> Bools:
    """Which days NAV pays money for."""
    found: Bools = (types == NAV) | (types == EMPLOYER_PERIOD_NAV)
    return found


def classify(
    columns: Columns, grid: DayGrid, periods: EmployerPeriods, rules: SicknessRules
) -> Bytes:
    """Give every day of every job its type; the table is in `classification`."""
    table = np.zeros(10, np.uint8)
    for kind, code in _OUTSIDE.items():
        table[kind] = code
    types = table[grid.kinds]
    sick = (grid.kinds == DayKind.SICK) | (grid.kinds == DayKind.SELF_CERTIFIED)
    types[sick & grid.weekend[:, None]] = NAV_WEEKEND
    other = grid.kinds == DayKind.OTHER_BENEFIT
    types[other & (periods.start >= 0)] = REJECTED
    types[periods.inside] = EMPLOYER_PERIOD
    day, job = np.nonzero(periods.inside & sick & ~grid.weekend[:, None])
    start = periods.start[day, job].astype(np.int32)
    early = start + grid.first < columns.employed_from[job] + rules.service_days
    taken_over = np.zeros(grid.kinds.shape, np.bool_)
    r = columns.reports
    place = r.absence_from - grid.first
    told = np.flatnonzero(r.nav_pays & (place >= 0) & (place < grid.kinds.shape[0]))
    begun = periods.start[place[told], r.job[told]]
    taken_over[begun[begun >= 0], r.job[told][begun >= 0]] = True
    nav = early | taken_over[start, job]
    types[day[nav], job[nav]] = EMPLOYER_PERIOD_NAV
    return types
