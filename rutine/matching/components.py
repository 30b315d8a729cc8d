"""Components: the rows of one person, unit and benefit whose periods hang together.

Rows of both sides, sorted by their first day; a running maximum of the last day says where a
gap is. Rows that share no day, directly or through others, share no component.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rutine.matching.coding import Coded, Flags, Ints

_PACKED_BITS = 63


def _bits(values: Ints) -> int:
    return int(values.max(initial=0)).bit_length()


def by_first_day(coded: Coded) -> Ints:
    """The placed rows that have a person, sorted by key, first day and place."""
    rows = np.flatnonzero(coded.placed & (coded.key >= 0))
    key, first = coded.key[rows], coded.first[rows]
    first = first - first.min(initial=0)
    first_bits, place_bits = _bits(first), _bits(rows)
    if _bits(key) + first_bits + place_bits > _PACKED_BITS:
        return rows[np.lexsort((rows, first, key))]
    packed = (((key << first_bits) | first) << place_bits) | rows
    packed.sort()
    places: Ints = packed & ((1 << place_bits) - 1)
    return places


@dataclass(frozen=True, slots=True)
class Components:
    """Components of some rows, in the order of `rows`.

    Attributes:
        rows: places of the rows, those of a component next to each other.
        starts: where in `rows` each component begins.
        number: the component of each of `rows`, from 0.
    """

    rows: Ints
    starts: Ints
    number: Ints

    @property
    def count(self) -> int:
        """How many components there are."""
        return len(self.starts)

    def sums(self, values: Ints) -> Ints:
        """The sum of `values` (one per coded row) over each component."""
        if not self.count:
            return np.zeros(0, dtype=np.int64)
        return np.add.reduceat(values[self.rows], self.starts)

    def lowest(self, values: Ints, of: Flags) -> Ints:
        """The lowest of `values` over the component's rows with the flag `of`."""
        if not self.count:
            return np.zeros(0, dtype=np.int64)
        highest = np.iinfo(np.int64).max
        return np.minimum.reduceat(np.where(of, values, highest)[self.rows], self.starts)

    def holds(self, flags: Flags) -> Flags:
        """Which components hold a row with the flag (one per coded row)."""
        return self.sums(flags.astype(np.int64)) > 0


def find_components(coded: Coded, ordered: Ints) -> Components:
    """Cut `ordered` (see `by_first_day`, or a part of it) into components."""
    if not ordered.size:
        nothing = np.zeros(0, dtype=np.int64)
        return Components(ordered, nothing, nothing)
    key, first, last = coded.key[ordered], coded.first[ordered], coded.last[ordered]
    # Days are counted on a line of their own per key, so that one running maximum serves all.
    origin = first.min()
    span = int(last.max() - origin) + 1
    shift = key * span - origin
    reach = np.maximum.accumulate(last + shift)
    begins = np.ones(len(ordered), dtype=np.bool_)
    begins[1:] = first[1:] + shift[1:] > reach[:-1]
    return Components(ordered, np.flatnonzero(begins), np.cumsum(begins) - 1)


def number_all(coded: Coded, left: Components, group: Ints) -> Ints:
    """Number what belongs before one pair of eyes, in the order of the first rows.

    Rows of a group share a number, and so do the rows of a component of open rows: it is the
    same whether the groups beside them are settled in this run or were settled in an earlier
    one. An open row without any date joins the only open component of its key; where there
    are none or several, the dateless rows of the key are a component of their own. A row
    without a person is one by itself.

    Args:
        coded: all rows.
        left: the components of the open rows.
        group: of every row, -1 for open rows.
    """
    count = len(coded.row_id)
    label = np.where(group >= 0, group, -1)
    label[left.rows] = count + left.number
    components_of_key = np.bincount(coded.key[left.rows[left.starts]], minlength=coded.key_count)
    only = np.zeros(coded.key_count, dtype=np.int64)
    only[coded.key[left.rows]] = left.number
    lost = np.flatnonzero((group < 0) & ~coded.placed & (coded.key >= 0))
    key = coded.key[lost]
    beyond = count + left.count
    label[lost] = np.where(components_of_key[key] == 1, count + only[key], beyond + key)
    nobody = np.flatnonzero(coded.key < 0)
    label[nobody] = beyond + coded.key_count + np.arange(len(nobody))
    return pd.factorize(label)[0].astype(np.int64)
