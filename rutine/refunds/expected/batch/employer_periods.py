"""Days and employer periods of many jobs: one row a day, one column a job."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rutine.refunds.expected.batch.columns import Bools, Bytes, Columns
from rutine.refunds.expected.day_types import DayKind
from rutine.refunds.expected.rules import SicknessRules

_SATURDAY = 6  # ordinal % 7 is 0 on Sundays


@dataclass(frozen=True, slots=True)
class DayGrid:
    """Every day of every job: `kinds[d, j]`, `grades[d, j]`; day 0 is the ordinal `first`."""

    first: int
    kinds: Bytes
    grades: Bytes
    weekend: Bools


@dataclass(frozen=True, slots=True)
class EmployerPeriods:
    """`inside[d, j]`, and `start[d, j]`: the day the running period began, -1 when none runs."""

    inside: Bools
    start: npt.NDArray[np.int16]


def day_grid(columns: Columns, first: int, last: int) -> DayGrid:
    """Lay out the registered days; free days decide over sick notes."""
    days = np.arange(first, last + 1)
    weekend = (days % 7 == 0) | (days % 7 == _SATURDAY)
    kinds = np.empty((days.size, columns.jobs), np.uint8)
    kinds[:] = np.where(weekend, DayKind.WEEKEND, DayKind.WORK)[:, None]
    grades = np.zeros_like(kinds)
    kinds[days[:, None] > columns.employed_to[None, :]] = DayKind.NOTHING
    a = columns.absences
    sick = a.kind <= DayKind.SELF_CERTIFIED
    for some in (sick, ~sick):
        cells, source = _cells(columns, np.flatnonzero(some), first)
        kind = a.kind[source]
        if some is not sick:
            holiday = (kind == DayKind.HOLIDAY) & (kinds.reshape(-1)[cells] == DayKind.SICK)
            kind = np.where(holiday, DayKind.HOLIDAY_IN_SICK_NOTE, kind)
        kinds.reshape(-1)[cells] = kind
        grades.reshape(-1)[cells] = a.grade[source] if some is sick else 0
    before = days[:, None] < columns.employed_from[None, :]
    kinds[before] = DayKind.NOTHING
    grades[before] = 0
    return DayGrid(first, kinds, grades, weekend)


def _cells(
    columns: Columns, rows: npt.NDArray[np.int64], first: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Flat places of every day of some absences, and the absence each belongs to."""
    a = columns.absences
    length = (a.last[rows] - a.first[rows] + 1).astype(np.int64)
    source = np.repeat(rows, length)
    within = np.arange(source.size) - np.repeat(np.cumsum(length) - length, length)
    day = a.first[source].astype(np.int64) - first + within
    return day * columns.jobs + a.job[source], source


def employer_periods(grid: DayGrid, rules: SicknessRules) -> EmployerPeriods:
    """Count every job's employer periods, day by day; the rules are in `employer_period`."""
    kinds = grid.kinds
    days, jobs = kinds.shape
    sick_table, waits_table, work_table = (np.zeros(10, np.bool_) for _ in range(3))
    sick_table[[DayKind.SICK, DayKind.SELF_CERTIFIED]] = True
    waits_table[[DayKind.LEAVE, DayKind.NOT_BACK, DayKind.OTHER_BENEFIT, DayKind.WEEKEND]] = True
    work_table[[DayKind.WORK, DayKind.NOTHING, DayKind.HOLIDAY]] = True
    sick, waits, work = sick_table[kinds], waits_table[kinds], work_table[kinds]
    in_note = kinds == DayKind.HOLIDAY_IN_SICK_NOTE
    # A waiting day counts when the next day that is not waiting is sick.
    leads = sick | in_note
    for day in range(days - 2, -1, -1):
        np.copyto(leads[day], leads[day + 1], where=waits[day])
    inside = np.zeros((days, jobs), np.bool_)
    starts = np.full((days, jobs), -1, np.int16)
    counted = np.zeros(jobs, np.int16)
    gap = np.zeros(jobs, np.int16)
    start = np.full(jobs, -1, np.int16)
    working = np.ones(jobs, np.bool_)
    for day in range(days):
        full = counted >= rules.employer_days
        open_ = ~working & ~full
        counts = sick[day] | (open_ & (in_note[day] | waits[day]) & leads[day])
        np.copyto(start, np.int16(day), where=counts & (start < 0))
        inside[day] = counts & ~full
        starts[day] = start
        neutral = ~working & full & ~sick[day] & (kinds[day] != DayKind.WORK)
        neutral &= kinds[day] != DayKind.NOTHING
        rests = ~counts & ~neutral
        counted += inside[day]
        gap += rests
        gap[counts] = 0
        working[counts] = False
        working |= rests & work[day]
        again = rests & (gap >= rules.gap_days)
        counted[again] = 0
        start[again] = -1
    return EmployerPeriods(inside, starts)
