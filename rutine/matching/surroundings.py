"""What surrounds the rows of a component and may speak against settling them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rutine.matching.arrays import Flags, Ints
from rutine.matching.coding import Coded
from rutine.matching.components import Components, covered_weekdays
from rutine.matching.weekdays import back, forward

_FAR = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Facts about open rows, one value per component.

    Attributes:
        line_count, claim_count: rows of either side.
        line_sum, claim_sum: øre.
        negative: it holds a negative row, of either side.
        half_dated: it holds a row with one date of two.
        dateless_in_key: its person, unit and benefit has a row without a usable date.
        loose_reversal_in_key: … has a negative row whose period is not fully known.
        only_one_in_key: … has no other component.
    """

    line_count: Ints
    claim_count: Ints
    line_sum: Ints
    claim_sum: Ints
    negative: Flags
    half_dated: Flags
    dateless_in_key: Flags
    loose_reversal_in_key: Flags
    only_one_in_key: Flags

    @property
    def both_sides(self) -> Flags:
        """It holds lines and claims."""
        return (self.line_count > 0) & (self.claim_count > 0)


def survey(coded: Coded, left: Components, is_open: Flags) -> Surroundings:
    """Look around each component of the open rows `left`."""
    rows = left.rows
    is_line, amount = coded.is_line[rows], coded.amount[rows]
    paid = np.where(is_line, amount, 0)
    line_sum = left.sums(paid)
    line_count = left.sums(is_line.astype(np.int64))
    key = left.of_first(coded.key)

    def in_key(some: Ints) -> Flags:
        marked = np.zeros(coded.key_count, dtype=np.bool_)
        marked[coded.key[some[is_open[some]]]] = True
        return marked[key]

    only = np.ones(left.count, dtype=np.bool_)
    only[1:] = key[1:] != key[:-1]
    only[:-1] &= only[1:]
    return Surroundings(
        line_count=line_count,
        claim_count=left.sizes - line_count,
        line_sum=line_sum,
        claim_sum=left.sums(amount) - line_sum,
        negative=left.holds(amount < 0),
        half_dated=left.holds(~coded.dated[rows]),
        dateless_in_key=in_key(coded.unplaced),
        loose_reversal_in_key=in_key(coded.loose),
        only_one_in_key=only,
    )


def same_ends(coded: Coded, left: Components) -> Flags:
    """Whether both sides begin on the same weekday and end on the same.

    As far as their dates are known: an end that one row lacks is not compared.
    """
    rows = left.rows
    is_line = coded.is_line[rows]
    first, last = forward(coded.first[rows]), -back(coded.last[rows])

    def lowest(values: Ints, of: Flags) -> Ints:
        return left.lowest(np.where(of, values, _FAR))

    begins = lowest(first, is_line) == lowest(first, ~is_line)
    ends = lowest(last, is_line) == lowest(last, ~is_line)
    same: Flags = (begins | left.holds(~coded.has_first[rows])) & (
        ends | left.holds(~coded.has_last[rows])
    )
    return same


def same_days(coded: Coded, left: Components) -> Flags:
    """Whether both sides cover the very same weekdays, and all their dates are known."""
    is_line = coded.is_line[left.rows]
    lines = covered_weekdays(coded, left, is_line)
    claims = covered_weekdays(coded, left, ~is_line)
    both = covered_weekdays(coded, left, np.ones(len(left.rows), dtype=np.bool_))
    same: Flags = (lines == both) & (claims == both) & ~left.holds(~coded.dated[left.rows])
    return same
