"""From frames to arrays of integers: both sides in one, sorted by person, unit, benefit and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rutine.matching.arrays import Flags, Ints
from rutine.matching.runs import equal_runs, mix
from rutine.matching.words import NO_DAY, Words

_PACKED_BITS: Final = 64


@dataclass(frozen=True, slots=True)
class Coded:
    """Some rows of both sides, sorted by key, first day and place; rows without a key last.

    Rows that are equal in every word lie next to each other, lines first, each by place.

    Attributes:
        words: what the rows were taken from.
        place: the rows' places there.
        is_line: which rows are lines.
        key: person, unit and benefit as one dense number; -1 without a person.
        key_count: keys run from 0 to this.
        first, last: days since 1970; a row with one date has it in both; meaningless when not
            `placed`.
        has_first, has_last: that date is there.
        dated: both dates are there, in order.
        placed: at least one date is there, and not in the wrong order.
        unplaced: the rows (not flags) with a key that are not placed.
        loose: the rows (not flags) with a key that are negative and not dated.
        reversed: the last day is before the first.
        amount: øre.
        benefit: places in `Words.benefit_names`.
    """

    words: Words
    place: Ints
    is_line: Flags
    key: Ints
    key_count: int
    first: Ints
    last: Ints
    has_first: Flags
    has_last: Flags
    dated: Flags
    placed: Flags
    unplaced: Ints
    loose: Ints
    reversed: Flags
    amount: Ints
    benefit: npt.NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.place)

    def ids(self, rows: Ints) -> Ints:
        """Each row's person as the number its eleven digits make; -1 when it is anything else."""
        return self.words.ids(self.place[rows])

    def names(self, rows: Ints) -> list[str]:
        """What each row's person is called; "" where nobody says."""
        return self.words.names(self.place[rows])

    def person(self, rows: Ints) -> Ints:
        """The number of each row's person."""
        return self.words.person.at(self.place[rows])

    def unit(self, rows: Ints) -> Ints:
        """The number of each row's unit."""
        return self.words.unit.at(self.place[rows])

    @property
    def carried(self) -> Flags:
        """Which rows an earlier run left open."""
        column = self.words.carried
        return np.zeros(len(self), dtype=np.bool_) if column is None else column.at(self.place)


def code(words: Words, places: Ints) -> Coded:
    """Bring the rows at these (rising) places into order."""
    amount = words.amount.rising(places)
    first = words.first.rising(places).astype(np.int64)
    last = words.last.rising(places).astype(np.int64)
    has_first, has_last = first != NO_DAY, last != NO_DAY
    key, key_count = _dense_key(
        words.person.rising(places).astype(np.int64),
        words.unit.rising(places).astype(np.int64),
        words.benefit.rising(places).astype(np.int64),
    )
    first = np.where(has_first, first, last)
    last = np.where(has_last, last, first)
    order = _order(key, key_count, first, last, amount)
    first, last = first[order], last[order]
    has_first, has_last = has_first[order], has_last[order]
    turned = last < first
    in_order = ~turned
    key = key[order]
    amount = amount[order]
    place = places[order]
    dated = has_first & has_last & in_order
    placed = (has_first | has_last) & in_order
    somebody = key < key_count
    return Coded(
        words=words,
        place=place,
        is_line=place < words.line_count,
        key=np.where(somebody, key, -1),
        key_count=key_count,
        first=first,
        last=last,
        has_first=has_first,
        has_last=has_last,
        dated=dated,
        placed=placed,
        unplaced=np.flatnonzero(~placed & somebody),
        loose=np.flatnonzero((amount < 0) & ~dated & somebody),
        reversed=turned,
        amount=amount,
        benefit=words.benefit.rising(places)[order],
    )


def _dense_key(person: Ints, unit: Ints, benefit: Ints) -> tuple[Ints, int]:
    """Keys from 0; rows without a person get the number after the last."""
    nobody = person < 0
    order, starts = equal_runs((np.where(nobody, -1, person), unit, benefit))
    flags = np.zeros(len(order), dtype=np.bool_)
    flags[starts] = True
    key = np.empty(len(order), dtype=np.int64)
    key[order] = np.cumsum(flags) - 1
    key[nobody] = len(starts)
    return key, len(starts)


def _bits(highest: int) -> int:
    return max(highest, 1).bit_length()


def _order(key: Ints, key_count: int, first: Ints, last: Ints, amount: Ints) -> Ints:
    """The rows by key, first day, the other words (as a mix of them) and place."""
    count = len(key)
    if not count:
        return np.zeros(0, dtype=np.int64)
    known = first != NO_DAY
    origin = first[known].min() if known.any() else 0
    day = np.where(known, first - origin, 0)
    key_bits, day_bits, place_bits = _bits(key_count), _bits(int(day.max())), _bits(count - 1)
    mix_bits = _PACKED_BITS - key_bits - day_bits - place_bits
    if mix_bits <= 0:
        return np.lexsort((np.arange(count), amount, last, day, key))
    shift = np.uint64(place_bits)
    packed = (key << day_bits | day).astype(np.uint64) << np.uint64(mix_bits)
    packed |= mix((last, amount)) >> np.uint64(_PACKED_BITS - mix_bits)
    packed = packed << shift | np.arange(count, dtype=np.uint64)
    packed.sort()
    order = (packed & ((np.uint64(1) << shift) - np.uint64(1))).astype(np.int64)
    packed >>= shift
    alike = packed[1:] == packed[:-1]
    one, two = order[:-1][alike], order[1:][alike]
    if ((last[one] != last[two]) | (amount[one] != amount[two])).any():
        # Rows of one mix that differ: sort all runs of one mix again, by their words and place.
        run = np.cumsum(np.append(True, ~alike))
        touched = np.flatnonzero(np.append(False, alike) | np.append(alike, False))
        rows = order[touched]
        order[touched] = rows[np.lexsort((rows, amount[rows], last[rows], run[touched]))]
    return order
