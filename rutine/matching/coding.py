"""From frames to arrays of integers: both sides in one, sorted by person, unit, benefit and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rutine.matching.arrays import Flags, Ints
from rutine.matching.runs import scramble
from rutine.matching.words import NO_DAY, Words

_WORD_BITS: Final = 64
_MIX_BITS: Final = 8
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Coded:
    """Some rows of both sides, sorted by key and first day.

    Rows that are equal in every word lie next to each other, lines first, each by place.

    Attributes:
        words: what the rows were taken from.
        places: the rows' places there, rising.
        order: where each row stands in `places`.
        place: the rows' places, in the order of the rows.
        is_line: which rows are lines.
        key: person, unit and benefit as one dense number; -1 without a person.
        key_count: keys run from 0 to this.
        repeats: the row equals the one before it in key, both days and amount.
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
    places: Ints
    order: Ints
    place: Ints
    is_line: Flags
    key: Ints
    key_count: int
    repeats: Flags
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
    benefit: npt.NDArray[np.signedinteger]

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
        return self.words.parties.person(self._party(rows))

    def unit(self, rows: Ints) -> Ints:
        """The number of each row's unit."""
        return self.words.parties.unit(self._party(rows))

    def _party(self, rows: Ints) -> Ints:
        return self.words.parties.number.at(self.place[rows])

    def put(self, table: npt.NDArray[Any], values: npt.NDArray[Any]) -> None:
        """Write each row's value (one of all rows each) at its place in a table.

        By way of a small array, in rising order: a large table is not written here and there.
        """
        rising = np.empty(len(values), dtype=table.dtype)
        rising[self.order] = values
        table[self.places] = rising

    @property
    def carried(self) -> Flags:
        """Which rows an earlier run left open."""
        column = self.words.carried
        return np.zeros(len(self), dtype=np.bool_) if column is None else column.at(self.place)


def code(words: Words, places: Ints) -> Coded:
    """Bring the rows at these (rising) places into order."""
    party = words.parties.number.rising(places)
    amount = words.amount.rising(places)
    first = words.first.rising(places).astype(np.int64)
    last = words.last.rising(places).astype(np.int64)
    has_first, has_last = first != NO_DAY, last != NO_DAY
    if not (has_first.all() and has_last.all()):
        first = np.where(has_first, first, last)
        last = np.where(has_last, last, first)
    order, (party, first, last, amount) = _in_order(party, first, last, amount)
    has_first, has_last = has_first[order], has_last[order]
    begins = np.ones(len(order), dtype=np.bool_)
    np.not_equal(party[1:], party[:-1], out=begins[1:])
    key: Ints = np.cumsum(begins, dtype=np.int64)
    key -= 1
    key_count = int(key[-1]) + 1 if key.size else 0
    repeats = ~begins
    for values in (first, last, amount):
        repeats[1:] &= values[1:] == values[:-1]
    nobody = party < 0
    key[nobody] = -1
    turned = last < first
    in_order = ~turned
    dated = has_first & has_last & in_order
    placed = (has_first | has_last) & in_order
    place = places[order]
    return Coded(
        words=words,
        places=places,
        order=order,
        place=place,
        is_line=place < words.line_count,
        key=key,
        key_count=key_count,
        repeats=repeats,
        first=first,
        last=last,
        has_first=has_first,
        has_last=has_last,
        dated=dated,
        placed=placed,
        unplaced=np.flatnonzero(~(placed | nobody)),
        loose=np.flatnonzero((amount < 0) & ~(dated | nobody)),
        reversed=turned,
        amount=amount,
        benefit=words.benefit.rising(places)[order],
    )


def _bits(highest: int) -> int:
    return max(highest, 1).bit_length()


def _in_order(party: Ints, first: Ints, last: Ints, amount: Ints) -> tuple[Ints, list[Ints]]:
    """The rows by party (in no particular order of parties), first day, other words and place.

    One value sort of whole numbers, most of whose upper bits are a mix of the party. What the
    mixes confuse is found by comparing neighbours, and sorted again by its real words.

    Returns:
        The order, and the four columns in it.
    """
    columns = (party, first, last, amount)
    count = len(party)
    known = first != NO_DAY
    origin = int(first[known].min()) if known.any() else 0
    day = np.maximum(first - origin, 0)
    place_bits, day_bits = _bits(count - 1), _bits(int(day.max(initial=0)))
    room = _WORD_BITS - place_bits - day_bits
    mix_bits = min(_MIX_BITS, room // 4)
    if mix_bits <= 0:
        order = np.lexsort((np.arange(count), amount, last, first, party))
        return order, [values[order] for values in columns]
    packed = scramble(party.view(np.uint64)) >> np.uint64(_WORD_BITS - room + mix_bits)
    packed <<= np.uint64(day_bits)
    packed |= day.view(np.uint64)
    packed <<= np.uint64(mix_bits)
    rest = (last.view(np.uint64) * _ODD + amount.view(np.uint64)) * _ODD
    packed |= rest >> np.uint64(_WORD_BITS - mix_bits)
    packed <<= np.uint64(place_bits)
    packed |= np.arange(count, dtype=np.uint64)
    packed.sort()
    order = (packed & np.uint64((1 << place_bits) - 1)).view(np.int64)
    ordered = [values[order] for values in columns]
    for bits, compared in ((place_bits, (2, 3)), (day_bits + mix_bits, (0,))):
        packed >>= np.uint64(bits)
        confused = _confused(packed, [ordered[n] for n in compared])
        if confused.size:
            words = [values[confused] for values in ordered]
            again = np.lexsort((order[confused], *reversed(words), packed[confused]))
            order[confused] = order[confused[again]]
            for values, word in zip(ordered, words, strict=True):
                values[confused] = word[again]
    return order, ordered


def _confused(mixed: npt.NDArray[np.uint64], words: list[Ints]) -> Ints:
    """The rows of those runs of one mix in which a word differs from the row before."""
    alike = mixed[1:] == mixed[:-1]
    differs = np.zeros(len(alike), dtype=np.bool_)
    for word in words:
        differs |= word[1:] != word[:-1]
    at = np.flatnonzero(differs & alike)
    if not at.size:
        return at
    ends = np.append(np.flatnonzero(~alike), len(alike))
    run = np.unique(np.searchsorted(ends, at))
    begins = np.where(run > 0, ends[run - 1] + 1, 0)
    sizes = ends[run] + 1 - begins
    return np.repeat(begins - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
