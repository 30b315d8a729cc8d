"""`compute`: a period's sickness refunds for everybody in an employer's columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rutine.core.periods import Period
from rutine.refunds.expected.batch.columns import NEVER, UNKNOWN, Bools, Bytes, Columns, Ints
from rutine.refunds.expected.batch.day_codes import classify, paid
from rutine.refunds.expected.batch.employer_periods import day_grid, employer_periods
from rutine.refunds.expected.batch.money import Payments, payments
from rutine.refunds.expected.batch.refusals import Situation, cap_rows, possible_cells, refuse
from rutine.refunds.expected.batch.spell_incomes import find_spells, spell_incomes
from rutine.refunds.expected.rules import SicknessRules
from rutine.refunds.expected.tables import Tables

PEOPLE_AT_A_TIME = 4096
"""Enough to keep the arrays' overhead small, few enough to stay in a core's cache."""


@dataclass(frozen=True, slots=True)
class BatchRefund:
    """The days NAV pays for in a period, of every job.

    Attributes:
        period: the days asked about.
        types: `types[j, d]`, the code (`day_codes.TYPES`) of job `j` on the period's day `d`.
        job, day: of each paid day, by job and day; `day` counts from the period's first.
        rate, to_person: øre to the employer and to the person for that day.
        cannot: jobs whose refund can't be computed because a fact is missing; no days of
            theirs are among the paid.
    """

    period: Period
    types: Bytes
    job: Ints
    day: Ints
    rate: Ints
    to_person: Ints
    cannot: Bools

    def amounts(self, job: Ints, first: Ints, last: Ints) -> Ints:
        """The sum in øre for some jobs and stretches of days within the period."""
        keys = self.job * self.period.days + self.day
        running = np.concatenate([[0], np.cumsum(self.rate)])
        low = np.searchsorted(keys, job * self.period.days + first)
        high = np.searchsorted(keys, job * self.period.days + last, side="right")
        sums: Ints = running[high] - running[low]
        return sums


def compute(columns: Columns, period: Period, tables: Tables) -> BatchRefund:
    """Compute everybody's refunds for a period, some thousand people at a time."""
    parts = [
        (int(np.searchsorted(columns.person, first)), _part(part, period, tables))
        for first, part in _parts(columns)
    ]
    return BatchRefund(
        period,
        np.concatenate([part.types for _, part in parts]),
        np.concatenate([part.job + offset for offset, part in parts]),
        np.concatenate([part.day for _, part in parts]),
        np.concatenate([part.rate for _, part in parts]),
        np.concatenate([part.to_person for _, part in parts]),
        np.concatenate([part.cannot for _, part in parts]),
    )


def _parts(columns: Columns) -> Iterator[tuple[int, Columns]]:
    for first in range(0, max(columns.people, 1), PEOPLE_AT_A_TIME):
        stop = min(first + PEOPLE_AT_A_TIME, columns.people)
        yield first, columns.part(first, stop)


def _part(columns: Columns, period: Period, tables: Tables) -> BatchRefund:
    rules = SicknessRules.at(tables, period.first)
    low, high = _span(columns, period)
    grid = day_grid(columns, low, high)
    periods = employer_periods(grid, rules)
    types = classify(columns, grid, periods, rules)
    spells = find_spells(grid, columns)
    incomes = spell_incomes(columns, grid, periods, spells)
    caps = cap_rows(spells, grid.first, tables)
    cells = possible_cells(columns, types, spells, incomes)
    situation = Situation(columns, rules, grid, spells, incomes, caps, cells)
    cannot = _cannot(situation, types, period)
    decided = refuse(situation, types)
    if incomes.untold.any():
        otherwise = refuse(situation, types, untold_paid=False)
        start = period.first.toordinal() - grid.first
        some = slice(start, start + period.days)
        cannot |= _differ(columns, decided[some], otherwise[some])
    return _within(decided, payments(situation, decided), grid.first, period, cannot)


def _span(columns: Columns, period: Period) -> tuple[int, int]:
    """Ordinals of the first and last day that can matter."""
    a, r = columns.absences, columns.reports
    firsts = np.concatenate([[period.first.toordinal()], a.first, r.absence_from])
    lasts = np.concatenate([[period.last.toordinal()], a.last, r.absence_from])
    return int(firsts.min()), int(lasts.max())


def _cannot(situation: Situation, types: Bytes, period: Period) -> Bools:
    """Jobs for which a report, its date, or G is missing in a spell that the period pays for."""
    columns, incomes, caps = situation.columns, situation.incomes, situation.caps
    cannot = np.zeros(columns.jobs, np.bool_)
    low = period.first.toordinal() - situation.grid.first
    day, job = np.nonzero(paid(types[low : low + period.days]))
    if not job.size:
        return cannot
    spell = situation.spells.of(columns.person[job], day + low)
    starts = np.searchsorted(columns.person, np.arange(columns.people))
    own = incomes.first[spell] + job - starts[columns.person[job]]
    lacking = np.add.reduceat(incomes.untold.astype(np.int64), incomes.first) > 0
    lacking |= (caps.six_g == UNKNOWN) | (caps.half_g == UNKNOWN)
    unsent = (incomes.report[own] >= 0) & (incomes.claimed[own] == NEVER)
    cannot[job[lacking[spell] | unsent]] = True
    return cannot


def _differ(columns: Columns, one: Bytes, other: Bytes) -> Bools:
    """Jobs whose pay depends on whether days in a spell without income report were paid."""
    person = (one != other).astype(np.int64)
    if columns.people < columns.jobs:
        starts = np.searchsorted(columns.person, np.arange(columns.people))
        person = np.add.reduceat(person, starts, axis=1)
    differ: Bools = ((paid(one) | paid(other)) & (person[:, columns.person] > 0)).any(axis=0)
    return differ


def _within(
    decided: Bytes, found: Payments, first: int, period: Period, cannot: Bools
) -> BatchRefund:
    """The period's days only, and only of jobs that could be computed, by job and day."""
    low = period.first.toordinal() - first
    kept = (found.day >= low) & (found.day < low + period.days) & ~cannot[found.job]
    job, day = found.job[kept], found.day[kept] - low
    order = np.lexsort((day, job))
    return BatchRefund(
        period,
        np.ascontiguousarray(decided[low : low + period.days].T),
        job[order],
        day[order],
        found.rate[kept][order],
        found.to_person[kept][order],
        cannot,
    )
