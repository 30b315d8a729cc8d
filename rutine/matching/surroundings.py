"""What surrounds the rows of a component and may speak against settling them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rutine.matching.coding import Coded, Flags, Ints
from rutine.matching.components import Components

_THURSDAY = 3  # the weekday of day 0, 1 January 1970
_FRIDAY = 4
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Facts about open rows, one value per component.

    Attributes:
        both_sides: it holds lines and claims.
        line_sum, claim_sum: øre.
        negative: it holds a negative row, of either side.
        same_ends: both sides begin on the same weekday and end on the same, as far as their
            dates are known.
        half_dated: it holds a row with one date of two.
        dateless_in_key: its person, unit and benefit has a row without a usable date.
        loose_reversal_in_key: … has a negative row whose period is not fully known.
        only_one_in_key: … has no other component.
    """

    both_sides: Flags
    line_sum: Ints
    claim_sum: Ints
    negative: Flags
    same_ends: Flags
    half_dated: Flags
    dateless_in_key: Flags
    loose_reversal_in_key: Flags
    only_one_in_key: Flags


def survey(coded: Coded, left: Components, is_open: Flags) -> Surroundings:
    """Look around each component of the open rows `left`."""
    is_line = coded.is_line
    key = coded.key[left.rows[left.starts]]

    def in_key(flags: Flags) -> Flags:
        rows = np.flatnonzero(flags & is_open & (coded.key >= 0))
        return np.bincount(coded.key[rows], minlength=coded.key_count)[key] > 0

    return Surroundings(
        both_sides=left.holds(is_line) & left.holds(~is_line),
        line_sum=left.sums(np.where(is_line, coded.amount, 0)),
        claim_sum=left.sums(np.where(is_line, 0, coded.amount)),
        negative=left.holds(coded.amount < 0),
        same_ends=_same_ends(coded, left),
        half_dated=left.holds(coded.placed & ~coded.dated),
        dateless_in_key=in_key(~coded.placed),
        loose_reversal_in_key=in_key(~coded.dated & (coded.amount < 0)),
        only_one_in_key=np.bincount(key, minlength=coded.key_count)[key] == 1,
    )


def _same_ends(coded: Coded, left: Components) -> Flags:
    first_weekday = (coded.first + _THURSDAY) % _WEEK
    first = coded.first + np.where(first_weekday > _FRIDAY, _WEEK - first_weekday, 0)
    last_weekday = (coded.last + _THURSDAY) % _WEEK
    last = coded.last - np.maximum(last_weekday - _FRIDAY, 0)
    begins = left.lowest(first, coded.is_line) == left.lowest(first, ~coded.is_line)
    ends = left.lowest(-last, coded.is_line) == left.lowest(-last, ~coded.is_line)
    same: Flags = (begins | left.holds(~coded.has_first)) & (ends | left.holds(~coded.has_last))
    return same
