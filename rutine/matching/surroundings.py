"""What surrounds the rows of a component and may speak against settling them."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from rutine.matching.arrays import Flags, Ints
from rutine.matching.coding import Coded
from rutine.matching.components import Components, covered_weekdays
from rutine.matching.weekdays import back, forward

_FAR = np.iinfo(np.int64).max


class Surroundings:
    """Facts about some open rows, one value per component, each found when it is asked for."""

    def __init__(self, coded: Coded, left: Components, is_open: Flags) -> None:
        self._coded = coded
        self._left = left
        self._is_open = is_open

    @cached_property
    def line_count(self) -> Ints:
        """So many lines."""
        return self._left.counts(self._coded.is_line[self._left.rows])

    @cached_property
    def claim_count(self) -> Ints:
        """So many claims."""
        return self._left.sizes - self.line_count

    @cached_property
    def line_sum(self) -> Ints:
        """Sum of the lines in øre."""
        rows = self._left.rows
        return self._left.sums(np.where(self._coded.is_line[rows], self._amount, 0))

    @cached_property
    def claim_sum(self) -> Ints:
        """Sum of the claims in øre."""
        return self._left.sums(self._amount) - self.line_sum

    @cached_property
    def both_sides(self) -> Flags:
        """It holds lines and claims."""
        return (self.line_count > 0) & (self.claim_count > 0)

    @cached_property
    def negative(self) -> Flags:
        """It holds a negative row, of either side."""
        return self._left.holds(self._amount < 0)

    @cached_property
    def half_dated(self) -> Flags:
        """It holds a row with one date of two."""
        return self._left.holds(~self._coded.dated[self._left.rows])

    @cached_property
    def dateless_in_key(self) -> Flags:
        """Its person, unit and benefit has a row without a usable date."""
        return self._in_key(self._coded.unplaced)

    @cached_property
    def loose_reversal_in_key(self) -> Flags:
        """Its person, unit and benefit has a negative row whose period is not fully known."""
        return self._in_key(self._coded.loose)

    @cached_property
    def only_one_in_key(self) -> Flags:
        """Its person, unit and benefit has no other component."""
        key = self._key
        only = np.ones(len(key), dtype=np.bool_)
        only[1:] = key[1:] != key[:-1]
        only[:-1] &= only[1:]
        return only

    @cached_property
    def _amount(self) -> Ints:
        return self._coded.amount[self._left.rows]

    @cached_property
    def _key(self) -> Ints:
        return self._left.of_first(self._coded.key)

    def _in_key(self, some: Ints) -> Flags:
        marked = np.zeros(self._coded.key_count, dtype=np.bool_)
        marked[self._coded.key[some[self._is_open[some]]]] = True
        found: Flags = marked[self._key]
        return found


def same_ends(coded: Coded, left: Components) -> Flags:
    """Whether both sides begin on the same weekday and end on the same.

    As far as their dates are known: an end that one row lacks is not compared. Rows of nothing
    do not count.
    """
    rows = left.rows
    counts = coded.amount[rows] != 0
    is_line, is_claim = counts & coded.is_line[rows], counts & ~coded.is_line[rows]
    first, last = forward(coded.first[rows]), -back(coded.last[rows])

    def lowest(values: Ints, of: Flags) -> Ints:
        return left.lowest(np.where(of, values, _FAR))

    begins = lowest(first, is_line) == lowest(first, is_claim)
    ends = lowest(last, is_line) == lowest(last, is_claim)
    same: Flags = (begins | left.holds(counts & ~coded.has_first[rows])) & (
        ends | left.holds(counts & ~coded.has_last[rows])
    )
    return same


def same_days(coded: Coded, left: Components) -> Flags:
    """Whether both sides cover the very same weekdays, and all their dates are known.

    Rows of nothing do not count.
    """
    is_line, counts = coded.is_line[left.rows], coded.amount[left.rows] != 0
    lines = covered_weekdays(coded, left, counts & is_line)
    claims = covered_weekdays(coded, left, counts & ~is_line)
    both = covered_weekdays(coded, left, counts)
    same: Flags = (lines == both) & (claims == both) & ~left.holds(~coded.dated[left.rows])
    return same
