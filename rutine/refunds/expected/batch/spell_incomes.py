"""Spells of many people, and each job's income and refund in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rutine.refunds.expected.batch.columns import NEVER, UNKNOWN, Bools, Columns, Days, Ints
from rutine.refunds.expected.batch.employer_periods import DayGrid, EmployerPeriods
from rutine.refunds.expected.spells import LINKS, Link

_WIDE = 1 << 24
"""More than any ordinal, so that `owner * _WIDE + day` sorts by owner and then day."""


@dataclass(frozen=True, slots=True)
class Spells:
    """Unbroken illness, ordered by person and day; days count from the grid's first."""

    person: Ints
    qualifying: Ints
    last: Ints

    def of(self, person: Ints, day: Ints) -> Ints:
        """The spell each sick day lies in."""
        keys = self.person * _WIDE + self.qualifying
        found: Ints = np.searchsorted(keys, person * _WIDE + day, side="right") - 1
        return found


@dataclass(frozen=True, slots=True)
class SpellIncomes:
    """A row for each job of each spell: row `first[s] + k` is job `k` of the spell's person.

    Attributes:
        first: of each spell, its first row.
        job: of each row.
        income: øre a month, `UNKNOWN` when nobody knows.
        report: the income report, -1 for none.
        sick: whether the job has sick days in the spell.
        at_start: whether the job existed at the qualifying date.
        claimed: ordinal of the day the refund was first claimed, `NEVER` when not yet.
    """

    first: Ints
    job: Ints
    income: Ints
    report: Ints
    sick: Bools
    at_start: Bools
    claimed: Days

    @property
    def untold(self) -> Bools:
        """Rows of jobs that have sick days in the spell and no income report for it."""
        missing: Bools = self.sick & (self.income == UNKNOWN)
        return missing


def find_spells(grid: DayGrid, columns: Columns) -> Spells:
    """Find every person's spells over all jobs."""
    table = np.zeros(10, np.uint8)
    for kind, link in LINKS.items():
        table[kind] = link
    links = table[grid.kinds]
    if columns.people < columns.jobs:
        starts = np.searchsorted(columns.person, np.arange(columns.people))
        links = np.maximum.reduceat(links, starts, axis=1)
    sick = links == Link.SICK
    ends = (links == Link.BREAK) | (links == Link.NOTHING)
    begun = np.full(columns.people, -1, np.int64)
    latest = np.zeros(columns.people, np.int64)
    parts: list[tuple[Ints, Ints, Ints]] = []
    for day in range(links.shape[0]):
        over = np.flatnonzero(ends[day] & (begun >= 0))
        if over.size:
            parts.append((over, begun[over], latest[over]))
            begun[over] = -1
        ill = sick[day]
        latest[ill] = day
        np.copyto(begun, day, where=ill & (begun < 0))
    over = np.flatnonzero(begun >= 0)
    parts.append((over, begun[over], latest[over]))
    person, qualifying, last = (np.concatenate([part[i] for part in parts]) for i in range(3))
    order = np.lexsort((qualifying, person))
    return Spells(person[order], qualifying[order], last[order])


def spell_incomes(
    columns: Columns, grid: DayGrid, periods: EmployerPeriods, spells: Spells
) -> SpellIncomes:
    """Find the income report that each job's part in each spell follows."""
    starts = np.searchsorted(columns.person, np.arange(columns.people + 1))
    size = np.diff(starts)[spells.person]
    first = np.cumsum(size) - size
    spell = np.repeat(np.arange(spells.person.size), size)
    within = np.arange(spell.size) - first[spell]
    job = starts[spells.person[spell]] + within
    qualifying, last = spells.qualifying[spell], spells.last[spell]
    sick_from = _first_sick(grid, job, qualifying)
    sick = sick_from <= last
    report = _reports(columns, grid, periods, job, np.where(sick, sick_from, 0), last)
    report[~sick] = -1
    income = at_rows(columns.reports.income, report, UNKNOWN)
    idle = _idle_income(columns, job, qualifying + grid.first)
    income = np.where(sick, income, idle)
    at_start = columns.employed_from[job] <= qualifying + grid.first
    claimed = at_rows(_first_claims(columns), report, NEVER)
    return SpellIncomes(first, job, income, report, sick, at_start, claimed)


def at_rows(values: npt.NDArray[Any], rows: Ints, missing: np.integer[Any]) -> npt.NDArray[Any]:
    """The values at some rows, and `missing` where the row is -1."""
    if not values.size:
        return np.full(rows.size, missing, values.dtype)
    return np.where(rows >= 0, values[rows], missing).astype(values.dtype)


def _first_sick(grid: DayGrid, job: Ints, day: Ints) -> Ints:
    """The job's first sick day on or after a day; far away when there is none."""
    jobs, days = np.nonzero((grid.kinds.T == 1) | (grid.kinds.T == 2))  # noqa: PLR2004 - sick kinds
    keys = np.append(jobs * _WIDE + days, np.iinfo(np.int64).max)
    found = keys[np.searchsorted(keys, job * _WIDE + day)]
    return np.where(found // _WIDE == job, found % _WIDE, _WIDE)


def _order(columns: Columns) -> npt.NDArray[np.int64]:
    """Reports by job, absence and when they were sent; the unsent first, the earlier row last."""
    r = columns.reports
    sent = np.where(r.sent == NEVER, -1, r.sent)
    return np.lexsort((-np.arange(r.job.size), sent, r.absence_from, r.job))


def _reports(  # noqa: PLR0917 - the same four columns side by side
    columns: Columns,
    grid: DayGrid,
    periods: EmployerPeriods,
    job: Ints,
    sick_from: Ints,
    last: Ints,
) -> Ints:
    """The latest report from the employer period's start to the first sick day, or the next one."""
    r = columns.reports
    if not r.job.size:
        return np.full(job.size, -1, np.int64)
    order = _order(columns)
    keys = r.job[order] * _WIDE + r.absence_from[order]
    began = periods.start[sick_from, job].astype(np.int64)
    reach = np.where(began >= 0, began, sick_from) + grid.first
    at = sick_from + grid.first
    before = np.searchsorted(keys, job * _WIDE + at, side="right") - 1
    fits = (before >= 0) & (keys[before] >= job * _WIDE + reach)
    after = np.minimum(before + 1, keys.size - 1)
    later = (keys[after] > job * _WIDE + at) & (keys[after] <= job * _WIDE + last + grid.first)
    newest = np.searchsorted(keys, keys[after], side="right") - 1
    found = np.where(fits, before, np.where(later, newest, -1))
    return np.where(found >= 0, order[found], -1)


def _idle_income(columns: Columns, job: Ints, qualifying: Ints) -> Ints:
    """What a job without illness in the spell earned: stated, or as last reported before it."""
    r = columns.reports
    income = columns.monthly_income[job]
    if r.job.size:
        order = _order(columns)
        keys = r.job[order] * _WIDE + r.absence_from[order]
        before = np.searchsorted(keys, job * _WIDE + qualifying, side="right") - 1
        known = (before >= 0) & (keys[before] // _WIDE == job) & (income == UNKNOWN)
        income = np.where(known, r.income[order[before]], income)
    gone = columns.employed_to[job] < qualifying
    return np.where(gone, 0, income)


def _first_claims(columns: Columns) -> Days:
    """For each report, when any report for the same absence was first sent."""
    r = columns.reports
    if not r.job.size:
        return r.sent
    _, group = np.unique(r.job * _WIDE + r.absence_from, return_inverse=True)
    first = np.full(group.max() + 1, NEVER, np.int32)
    np.minimum.at(first, group, r.sent)
    claims: Days = first[group]
    return claims
