"""Components: the rows of one person, unit and benefit whose periods hang together.

Rows of both sides, sorted by their first day; a running maximum of the last day says where a
gap is. Rows that share no day, directly or through others, share no component.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rutine.matching.arrays import Flags, Ints
from rutine.matching.coding import Coded
from rutine.matching.weekdays import weekdays

_NOTHING = np.zeros(0, dtype=np.int64)
_HIGHEST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Components:
    """Components of some rows, in the order of `rows`.

    Attributes:
        rows: the rows, rising; those of a component lie next to each other.
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

    @property
    def ends(self) -> Ints:
        """Where in `rows` each component ends, exclusive."""
        return np.append(self.starts[1:], len(self.rows))

    @property
    def sizes(self) -> Ints:
        """How many rows each has."""
        return self.ends - self.starts

    def of_first(self, values: Ints) -> Ints:
        """The value of each component's first row, e.g. its key."""
        return values[self.rows[self.starts]]

    def sums(self, values: Ints) -> Ints:
        """The sum of `values` (one of `rows` each) over each component."""
        if not self.count:
            return _NOTHING
        # A running sum is faster than np.add.reduceat where components are small, and as exact.
        upto = np.cumsum(values)[self.ends - 1]
        upto[1:] -= upto[:-1].copy()
        return upto

    def counts(self, flags: Flags) -> Ints:
        """How many rows of each component have the flag (one of `rows` each)."""
        return self.sums(flags.astype(np.int64))

    def lowest(self, values: Ints) -> Ints:
        """The lowest of `values` (one of `rows` each) in each component."""
        return np.minimum.reduceat(values, self.starts) if self.count else _NOTHING

    def holds(self, flags: Flags) -> Flags:
        """Which components hold a row with the flag (one of `rows` each)."""
        found = np.zeros(self.count, dtype=np.bool_)
        found[self.number[np.flatnonzero(flags)]] = True  # few rows have such flags
        return found

    def choose(self, chosen: Flags) -> Components:
        """Only the components with the flag."""
        kept = chosen[self.number]
        sizes = self.sizes[chosen]
        starts = np.cumsum(sizes) - sizes
        return Components(self.rows[kept], starts, np.repeat(np.arange(len(sizes)), sizes))


def find_components(coded: Coded, rows: Ints) -> Components:
    """Cut rows into components.

    Args:
        coded: all rows.
        rows: rising; placed rows with a key.
    """
    if not rows.size:
        return Components(rows, _NOTHING, _NOTHING)
    key, first, last = coded.key[rows], coded.first[rows], coded.last[rows]
    # Days are counted on a line of their own per key, so that one running maximum serves all.
    origin = first.min()
    key *= int(last.max() - origin) + 1
    key -= origin
    last += key
    first += key
    np.maximum.accumulate(last, out=last)
    begins = np.ones(len(rows), dtype=np.bool_)
    begins[1:] = first[1:] > last[:-1]
    return Components(rows, np.flatnonzero(begins), np.cumsum(begins) - 1)


def covered_weekdays(coded: Coded, found: Components, of: Flags) -> Ints:
    """How many weekdays the rows with the flag (one of `rows` each) cover in each component."""
    rows, number = found.rows[of], found.number[of]
    if not rows.size:
        return np.zeros(found.count, dtype=np.int64)
    first, last = coded.first[rows], coded.last[rows]
    origin = first.min()
    shift = number * (int(last.max() - origin) + 2) - origin
    reach = np.maximum.accumulate(last + shift)
    begin = first.copy()
    begin[1:] = np.maximum(first[1:], reach[:-1] - shift[1:] + 1)
    fresh = np.where(begin <= last, weekdays(begin, last), 0)
    return np.bincount(number, weights=fresh, minlength=found.count).astype(np.int64)


def label_open(coded: Coded, left: Components, is_open: Flags) -> Ints:
    """For every open row the lowest place of those that belong before the same eyes.

    Rows of a component do: it is the same whether the groups beside them are settled in this
    run or were settled in an earlier one. A row without any date joins the only open component
    of its key; where there are none or several, the dateless rows of the key are one set of
    their own. A row without a person is one by itself.
    """
    label = coded.place.copy()
    lowest = left.lowest(coded.place[left.rows])
    lost = coded.unplaced[is_open[coded.unplaced]]
    if lost.size:
        of_component = left.of_first(coded.key)
        components = np.bincount(of_component, minlength=coded.key_count)
        only = np.zeros(coded.key_count, dtype=np.int64)
        only[of_component] = np.arange(left.count)
        key = coded.key[lost]
        joins = components[key] == 1
        np.minimum.at(lowest, only[key[joins]], coded.place[lost[joins]])
        alone = np.full(coded.key_count, _HIGHEST)
        np.minimum.at(alone, key, coded.place[lost])
        label[lost] = alone[key]
        label[lost[joins]] = lowest[only[key[joins]]]
    label[left.rows] = lowest[left.number]
    return label
