"""What NAV refuses, for many people at once: the rules of `rejections`, over columns.

Only days that NAV might pay are looked at: one row for each such day of a person, and under it
one cell for each of the person's jobs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from rutine.refunds.expected.batch.benefit_days import birthdays, refused_days
from rutine.refunds.expected.batch.columns import NEVER, UNKNOWN, Bools, Bytes, Columns, Days, Ints
from rutine.refunds.expected.batch.day_codes import (
    NAV,
    REJECTED,
    TIME_BARRED,
    payable,
)
from rutine.refunds.expected.batch.employer_periods import DayGrid
from rutine.refunds.expected.batch.spell_incomes import SpellIncomes, Spells, at_rows
from rutine.refunds.expected.day_counting import months_before
from rutine.refunds.expected.rules import SicknessRules
from rutine.refunds.expected.tables import GRow, Tables

_MONTHS = 12
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Cells:
    """Days that NAV might pay, and their jobs.

    Attributes:
        person, day, spell: of each row; days count from the grid's first.
        first: of each row, its first cell; the cells of a row lie together.
        row, job, part: of each cell; `part` is its row in `SpellIncomes`.
    """

    person: Ints
    day: Ints
    spell: Ints
    first: Ints
    row: Ints
    job: Ints
    part: Ints

    def sums(self, values: Ints) -> Ints:
        """The sum of the cells' values for each row."""
        return np.add.reduceat(values, self.first) if self.first.size else values[:0]


@dataclass(frozen=True, slots=True)
class CapRows:
    """Of each spell: 6G, 0.5G and 2G in øre; `UNKNOWN` where the table does not hold the day."""

    six_g: Ints
    half_g: Ints
    two_g: Ints


@dataclass(frozen=True, slots=True)
class Situation:
    """All that is known about a number of people, laid out in columns."""

    columns: Columns
    rules: SicknessRules
    grid: DayGrid
    spells: Spells
    incomes: SpellIncomes
    caps: CapRows
    cells: Cells

    def at_cells(self, days: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Each cell's value in a table with a row for each day and a column for each job."""
        flat = self.cells.day[self.cells.row] * days.shape[1] + self.cells.job
        values: npt.NDArray[Any] = days.reshape(-1)[flat]
        return values

    def ordinals(self) -> Ints:
        """Each cell's day as an ordinal."""
        found: Ints = self.cells.day[self.cells.row] + self.grid.first
        return found

    def incomes_today(self) -> Ints:
        """Each cell's monthly income that day: 0 when unknown or before the job began."""
        income = self.incomes.income[self.cells.part]
        begun = self.columns.employed_from[self.cells.job] <= self.ordinals()
        return np.where((income != UNKNOWN) & begun, income, 0)


def possible_cells(columns: Columns, types: Bytes, spells: Spells, incomes: SpellIncomes) -> Cells:
    """Every person's days on which any job might be paid."""
    wanted = payable(types)
    starts = np.searchsorted(columns.person, np.arange(columns.people + 1))
    if columns.people < columns.jobs:
        wanted = np.logical_or.reduceat(wanted, starts[:-1], axis=1)
    person, day = np.nonzero(wanted.T)
    size = np.diff(starts)[person]
    first = np.cumsum(size) - size
    row = np.repeat(np.arange(person.size), size)
    within = np.arange(row.size) - first[row]
    spell = spells.of(person, day)
    return Cells(
        person,
        day,
        spell,
        first,
        row,
        starts[person[row]] + within,
        incomes.first[spell[row]] + within,
    )


def cap_rows(spells: Spells, first: int, tables: Tables) -> CapRows:
    """Look G up for every qualifying date."""
    known, place = np.unique(spells.qualifying + first, return_inverse=True)
    money = np.full((known.size, 3), UNKNOWN, np.int64)
    for i, day in enumerate(known):
        at = date.fromordinal(int(day))
        g, least = tables.g_at(at), tables.minimum_income_g_at(at)
        if isinstance(g, GRow):
            money[i, 0] = int(g.six_g)
        if isinstance(least, GRow):
            money[i, 1:] = int(least.half_g), int(least.two_g)
    return CapRows(money[place, 0], money[place, 1], money[place, 2])


def refuse(situation: Situation, types: Bytes, *, untold_paid: bool = True) -> Bytes:
    """The types of every job's days after every refusal.

    `untold_paid` is what the days of a spell count as whose income nobody knows.
    """
    columns, cells, rules = situation.columns, situation.cells, situation.rules
    jobs = types.shape[1]
    today = situation.at_cells(types)
    ends = ends_of_rights(columns, rules)
    ended = (cells.day + situation.grid.first >= ends[cells.person])[cells.row]
    cut_off = at_rows(_cut_offs(situation.incomes.claimed, rules), cells.part, np.int32(0))
    late = payable(today) & ~ended & (situation.ordinals() < cut_off)
    today[late] = TIME_BARRED
    low = _too_little(situation, untold_paid=untold_paid)
    today[payable(today) & (ended | low[cells.row])] = REJECTED
    decided = types.copy()
    decided.reshape(-1)[cells.day[cells.row] * jobs + cells.job] = today
    merged = decided
    if columns.people < jobs:
        starts = np.searchsorted(columns.person, np.arange(columns.people))
        merged = np.maximum.reduceat(decided, starts, axis=1)
    spent = refused_days(merged, situation.grid.first, columns.birth_date, ends, rules)
    decided[(decided == NAV) & spent[:, columns.person]] = REJECTED
    return decided


def ends_of_rights(columns: Columns, rules: SicknessRules) -> Days:
    """From when each person has no right: the 70th birthday, or the day after death."""
    death = np.where(columns.death == NEVER, NEVER, columns.death + 1)
    return np.minimum(birthdays(columns.birth_date, rules.last_age), death)


def _too_little(situation: Situation, *, untold_paid: bool) -> Bools:
    """Which rows have a total grade under 20 percent, or too little income."""
    columns, cells, rules = situation.columns, situation.cells, situation.rules
    incomes, caps = situation.incomes, situation.caps
    monthly = situation.incomes_today()
    grade = situation.at_cells(situation.grid.grades).astype(np.int64)
    weighted, income = cells.sums(grade * monthly), cells.sums(monthly)
    lowest = rules.lowest_grade
    low = weighted * lowest.denominator < _PERCENT * lowest.numerator * income
    low |= income == 0
    at_start = cells.sums(np.where(incomes.at_start[cells.part], monthly, 0))
    day_67 = birthdays(columns.birth_date, rules.reduced_age)
    old = cells.day + situation.grid.first > day_67[cells.person]
    least = np.where(old, caps.two_g[cells.spell], caps.half_g[cells.spell])
    low |= (least != UNKNOWN) & (_MONTHS * at_start < least)
    untold = cells.sums(incomes.untold[cells.part].astype(np.int64)) > 0
    refused: Bools = np.where(untold, not untold_paid, low)
    return refused


def _cut_offs(claimed: Days, rules: SicknessRules) -> Days:
    """The first day that a claim made some day still covers; 0 when nothing is claimed yet."""
    known, place = np.unique(claimed, return_inverse=True)
    first = [
        0
        if day == NEVER
        else months_before(date.fromordinal(int(day)), rules.claim_months).toordinal()
        for day in known
    ]
    return np.array(first, np.int32)[place]
