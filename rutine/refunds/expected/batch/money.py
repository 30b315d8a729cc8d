"""The day rates of many jobs: 64-bit integers where they are exact, the one-person rule elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from rutine.core.money import Ore
from rutine.refunds.expected.batch.columns import Bytes, Columns, Ints
from rutine.refunds.expected.batch.day_codes import paid
from rutine.refunds.expected.batch.employer_periods import DayGrid
from rutine.refunds.expected.batch.refusals import CapRows, Cells, incomes_of
from rutine.refunds.expected.batch.spell_incomes import SpellIncomes, at_rows
from rutine.refunds.expected.day_rate import Share, allocate
from rutine.refunds.expected.rules import SicknessRules

_MONTHS = 12
_PERCENT = 100
_ORE = 100


@dataclass(frozen=True, slots=True)
class Payments:
    """Days NAV pays for, by job and day; days count from the grid's first. Øre."""

    job: Ints
    day: Ints
    rate: Ints
    to_person: Ints


def payments(  # noqa: PLR0917 - one column set after the other, in the order they were made
    columns: Columns,
    grid: DayGrid,
    decided: Bytes,
    cells: Cells,
    incomes: SpellIncomes,
    caps: CapRows,
    rules: SicknessRules,
) -> Payments:
    """Compute every paid day's rate."""
    jobs = decided.shape[1]
    flat = cells.day[cells.row] * jobs + cells.job
    pays = paid(decided.reshape(-1)[flat])
    monthly = incomes_of(columns, grid, cells, incomes)
    grade = np.where(pays, grid.grades.reshape(-1)[flat].astype(np.int64), 0)
    refund = refunds_of(columns, grid, cells, incomes)
    claimed = np.minimum(refund, monthly)
    at_start = incomes.at_start[cells.part]
    basis = _MONTHS * cells.sums(np.where(at_start, monthly, 0))
    basis = np.minimum(basis, caps.six_g[cells.spell])
    alone = np.diff(np.append(cells.first, cells.row.size)) == 1
    rate = np.zeros(cells.row.size, np.int64)
    to_person = np.zeros(cells.row.size, np.int64)
    single = alone[cells.row] & pays
    yearly, cap = _MONTHS * grade * claimed, basis[cells.row] * grade
    given = np.minimum(yearly, cap)
    whole = np.minimum(_MONTHS * grade * monthly, cap)
    rate[single] = _kroner(given[single], rules)
    to_person[single] = _kroner((whole - given)[single], rules)
    shared = np.flatnonzero(~alone & (cells.sums(pays.astype(np.int64)) > 0))
    _share_out(
        shared, cells, caps, rules, (monthly, refund, grade, pays, at_start), (rate, to_person)
    )
    return Payments(cells.job[pays], cells.day[cells.row][pays], rate[pays], to_person[pays])


def refunds_of(columns: Columns, grid: DayGrid, cells: Cells, incomes: SpellIncomes) -> Ints:
    """What each cell's employer asks back a month on that day."""
    report = incomes.report[cells.part]
    day = cells.day[cells.row] + grid.first
    r = columns.reports
    refund = at_rows(r.refund, report, np.int64(0))
    changes = columns.changes
    for change in np.lexsort((changes.first,)):  # a later change decides over an earlier
        changed = (report == changes.report[change]) & (day >= changes.first[change])
        refund[changed] = changes.refund[change]
    ended = day > at_rows(r.refund_ends, report, np.int32(0))
    refund[ended | (report < 0) | (day > columns.employed_to[cells.job])] = 0
    return refund


def _kroner(yearly_percent: Ints, rules: SicknessRules) -> Ints:
    """Øre a year times percent, to whole kroner a day, in øre, rounded half up."""
    divisor = rules.days_a_year * _PERCENT * _ORE
    return (2 * yearly_percent + divisor) // (2 * divisor) * _ORE


def _share_out(
    rows: Ints,
    cells: Cells,
    caps: CapRows,
    rules: SicknessRules,
    given: tuple[Ints, Ints, Ints, Ints, Ints],
    found: tuple[Ints, Ints],
) -> None:
    """Days of people with several jobs: the exact rule, once for each different day."""
    stops = np.append(cells.first, cells.row.size)
    values = np.stack([column.astype(np.int64) for column in given])
    known: dict[bytes, tuple[list[int], list[int]]] = {}
    for row in rows:
        low, high = int(stops[row]), int(stops[row + 1])
        six_g = int(caps.six_g[cells.spell[row]])
        day = values[:, low:high]
        key = six_g.to_bytes(8, "big", signed=True) + day.tobytes()
        if key not in known:
            known[key] = _allocate(day, six_g, rules)
        found[0][low:high], found[1][low:high] = known[key]


def _allocate(day: Ints, six_g: int, rules: SicknessRules) -> tuple[list[int], list[int]]:
    shares = [
        Share(Ore(int(m)), Ore(int(r)), Fraction(int(g), _PERCENT), bool(p), bool(a))
        for m, r, g, p, a in day.T
    ]
    result = allocate(shares, Ore(six_g), rules.days_a_year)
    return [int(ore) for ore in result.employers], [int(ore) for ore in result.person]
