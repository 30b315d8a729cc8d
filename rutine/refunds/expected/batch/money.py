"""The day rates of many jobs: in 64-bit integers, or by the one-person rule for shared caps."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from rutine.core.money import Ore
from rutine.refunds.expected.batch.columns import Bytes, Ints
from rutine.refunds.expected.batch.day_codes import paid
from rutine.refunds.expected.batch.refusals import Situation
from rutine.refunds.expected.batch.spell_incomes import at_rows
from rutine.refunds.expected.day_rate import Share, allocate
from rutine.refunds.expected.rules import SicknessRules

_MONTHS = 12
_PERCENT = 100
_ORE = 100
_WIDE = 1 << 24  # more than any ordinal


@dataclass(frozen=True, slots=True)
class Payments:
    """Days NAV pays for, by job and day; days count from the grid's first. Øre."""

    job: Ints
    day: Ints
    rate: Ints
    to_person: Ints


def payments(situation: Situation, decided: Bytes) -> Payments:
    """Compute every paid day's rate."""
    cells, rules = situation.cells, situation.rules
    pays = paid(situation.at_cells(decided))
    monthly = situation.incomes_today()
    grade = np.where(pays, situation.at_cells(situation.grid.grades).astype(np.int64), 0)
    refund = refunds_of(situation)
    at_start = situation.incomes.at_start[cells.part]
    basis = _MONTHS * cells.sums(np.where(at_start, monthly, 0))
    basis = np.minimum(basis, situation.caps.six_g[cells.spell])
    alone = np.diff(np.append(cells.first, cells.row.size)) == 1
    rate = np.zeros(cells.row.size, np.int64)
    to_person = np.zeros(cells.row.size, np.int64)
    single = alone[cells.row] & pays
    yearly, cap = _MONTHS * grade * np.minimum(refund, monthly), basis[cells.row] * grade
    given = np.minimum(yearly, cap)
    whole = np.minimum(_MONTHS * grade * monthly, cap)
    rate[single] = _kroner(given[single], rules)
    to_person[single] = _kroner((whole - given)[single], rules)
    shared = np.flatnonzero(~alone & (cells.sums(pays.astype(np.int64)) > 0))
    values = np.stack([monthly, refund, grade, pays.astype(np.int64), at_start.astype(np.int64)])
    _share_out(situation, shared, values, (rate, to_person))
    return Payments(cells.job[pays], cells.day[cells.row][pays], rate[pays], to_person[pays])


def refunds_of(situation: Situation) -> Ints:
    """What each cell's employer asks back a month on that day."""
    columns, cells = situation.columns, situation.cells
    r, c = columns.reports, columns.changes
    report, day = situation.incomes.report[cells.part], situation.ordinals()
    refund = at_rows(r.refund, report, np.int64(0))
    if c.report.size:
        order = np.argsort(c.report * _WIDE + c.first, kind="stable")
        keys = (c.report * _WIDE + c.first)[order]
        latest = np.searchsorted(keys, report * _WIDE + day, side="right") - 1
        changed = (latest >= 0) & (keys[latest] // _WIDE == report)
        refund = np.where(changed, c.refund[order[latest]], refund)
    ended = day > at_rows(r.refund_ends, report, np.int32(0))
    refund[ended | (report < 0) | (day > columns.employed_to[cells.job])] = 0
    return refund


def _kroner(yearly_percent: Ints, rules: SicknessRules) -> Ints:
    """Øre a year times percent, to whole kroner a day, in øre, rounded half up."""
    divisor = rules.days_a_year * _PERCENT * _ORE
    return (2 * yearly_percent + divisor) // (2 * divisor) * _ORE


def _share_out(situation: Situation, rows: Ints, values: Ints, found: tuple[Ints, Ints]) -> None:
    """Days of people with several jobs: the exact rule, once for each different day."""
    cells = situation.cells
    stops = np.append(cells.first, cells.row.size)
    known: dict[bytes, tuple[list[int], list[int]]] = {}
    for row in rows:
        low, high = int(stops[row]), int(stops[row + 1])
        six_g = int(situation.caps.six_g[cells.spell[row]])
        day = values[:, low:high]
        key = six_g.to_bytes(8, "big", signed=True) + day.tobytes()
        if key not in known:
            known[key] = _allocate(day, six_g, situation.rules)
        found[0][low:high], found[1][low:high] = known[key]


def _allocate(day: Ints, six_g: int, rules: SicknessRules) -> tuple[list[int], list[int]]:
    shares = [
        Share(Ore(int(m)), Ore(int(r)), Fraction(int(g), _PERCENT), bool(p), bool(a))
        for m, r, g, p, a in day.T
    ]
    result = allocate(shares, Ore(six_g), rules.days_a_year)
    return [int(ore) for ore in result.employers], [int(ore) for ore in result.person]
