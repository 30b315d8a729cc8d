"""What each day was paid and claimed: sums that agree may still be other days' money."""

from __future__ import annotations

from typing import Final

import numpy as np

from rutine.matching.arrays import Flags, Ints
from rutine.matching.coding import Coded
from rutine.matching.components import Components
from rutine.matching.gates import Tolerance
from rutine.matching.runs import equal_runs
from rutine.matching.surroundings import same_ends
from rutine.matching.weekdays import count_before, weekdays

FRACTION: Final = 1000
"""A row's amount is spread over its weekdays in thousandths of an øre, rounded down."""

ROUNDING: Final = 50 * FRACTION
"""Half a krone a day: what a day rate in whole kroner may differ by (refund rules §1.2)."""


def consistent(
    coded: Coded, left: Components, negative: Flags, tolerance: Tolerance | None = None
) -> Flags:
    """Which components, whose sums agree, do not show that the days behind them differ.

    Args:
        coded: all rows.
        left: components with rows of both sides.
        negative: which of them hold a reversal. It says that something was paid for other days
            than it seems, so that equal ends prove nothing: every day must agree.
        tolerance: what the sums may differ by.
    """
    consistent = np.zeros(left.count, dtype=np.bool_)
    consistent[~negative] = same_ends(coded, left.choose(~negative))
    consistent[negative] = same_day_by_day(coded, left.choose(negative))
    asked = consistent & ~negative
    if tolerance is None:
        # One row against several either has their one period, and then their sum, or another.
        line_count = left.counts(coded.is_line[left.rows])
        asked &= np.minimum(line_count, left.sizes - line_count) > 1
    consistent[asked] = same_period_by_period(coded, left.choose(asked), tolerance)
    return consistent


def same_day_by_day(coded: Coded, left: Components) -> Flags:
    """Which components are paid and claimed alike on every weekday, but for a rounding.

    Every row's amount is spread evenly over its weekdays, reversals as negative amounts. A row
    that lacks a date, or has an amount and no weekday, can't be spread.
    """
    rows = left.rows
    days = weekdays(coded.first[rows], coded.last[rows])
    amount = np.where(coded.is_line[rows], coded.amount[rows], -coded.amount[rows])
    spread = (coded.dated[rows] & (days > 0)) | (amount == 0)
    same = ~left.holds(~spread)
    rate = amount * FRACTION // np.maximum(days, 1)
    begin, end = count_before(coded.first[rows]), count_before(coded.last[rows] + 1)
    # The days of each component lie on a line of their own; a rate comes and goes again.
    origin = int(begin.min(initial=0))
    span = int(end.max(initial=0)) - origin + 1
    day = np.concatenate([left.number * span + begin, left.number * span + end]) - origin
    change = np.concatenate([rate, -rate])
    order = np.argsort(day, kind="stable")
    day, level = day[order], np.cumsum(change[order])
    until = np.ones(len(day), dtype=np.bool_)
    until[:-1] = day[1:] != day[:-1]
    uneven = until & (np.abs(level) > ROUNDING)
    same[day[uneven] // span] = False
    return same


def same_period_by_period(
    coded: Coded, left: Components, tolerance: Tolerance | None = None
) -> Flags:
    """Which components do not contradict themselves period by period.

    Where both sides name the very same periods, the sums of each must agree: that one is paid
    too much and another too little says that neither is right. Where the sides are cut
    differently, nothing is said. Rows of nothing are left out.
    """
    rows, number = left.rows, left.number
    amount = np.where(coded.is_line[rows], coded.amount[rows], -coded.amount[rows])
    counts = np.flatnonzero(amount)
    number, rows, amount = number[counts], rows[counts], amount[counts]
    first, last, is_line = coded.first[rows], coded.last[rows], coded.is_line[rows]
    order, starts = equal_runs((number, first, last))
    if not starts.size:
        return np.ones(left.count, dtype=np.bool_)
    gap = np.abs(np.add.reduceat(amount[order], starts))
    of_lines = np.add.reduceat(is_line[order].astype(np.int64), starts)
    sizes = np.diff(np.append(starts, len(order)))
    one_sided = (of_lines == 0) | (of_lines == sizes)
    some = order[starts]
    slack: Ints = np.zeros(len(some), dtype=np.int64)
    if tolerance is not None:
        slack += tolerance.ore + tolerance.ore_per_day * weekdays(first[some], last[some])
    cut_differently = np.zeros(left.count, dtype=np.bool_)
    cut_differently[number[some[one_sided]]] = True
    contradicts = np.zeros(left.count, dtype=np.bool_)
    contradicts[number[some[gap > slack]]] = True
    same: Flags = cut_differently | ~contradicts
    return same
