"""From frames to arrays of integers: both sides in one, sorted by person, unit, benefit and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.matching.arrays import Flags, Ints
from rutine.matching.runs import equal_runs, mix
from rutine.matching.texts import code_texts

COLUMNS: Final = ("row_id", "person", "unit", "benefit", "first", "last", "amount")
"""What a frame of either side has: int64, str, str, str, datetime64, datetime64, int64 (øre).
Person, unit and benefit may be categorical as well, or whole numbers from 0."""

CARRIED: Final = "carried"
"""An optional column (bool): an earlier run left the row open."""

_PACKED_BITS: Final = 64
_ID_LENGTH: Final = 11


def check_frame(side: str, frame: pd.DataFrame) -> None:
    """Refuse a frame of the wrong shape: that is a fault of the program, not of a file.

    Raises:
        TypeError: a column is missing or of the wrong type; the message names it.
        ValueError: row ids are not unique.
    """
    for column in COLUMNS:
        if column not in frame.columns:
            raise TypeError(f"{side}: the column {column} is missing")
        kind = frame[column].dtype
        if column in {"row_id", "amount"} and kind != np.dtype(np.int64):
            raise TypeError(f"{side}: the column {column} must be int64, not {kind}")
        if column in {"first", "last"} and not pd.api.types.is_datetime64_dtype(kind):
            raise TypeError(f"{side}: the column {column} must be datetime64, not {kind}")
    row_id = frame["row_id"].to_numpy()
    if not (row_id[1:] > row_id[:-1]).all() and frame["row_id"].duplicated().any():
        raise ValueError(f"{side}: the column row_id must be unique")


@dataclass(frozen=True, slots=True)
class Words:
    """The rows of both sides as numbers, lines before claims, each side by row id.

    A row's index here is its *place*: places order rows everywhere, so that no result depends
    on how the frames were sorted.

    Attributes:
        line_count: so many of the rows are lines.
        row_id: the caller's own numbers, unique within a side.
        person, unit: numbers for the texts; -1 where there is none.
        benefit: places in `benefit_names`.
        benefit_names: the benefits met; "" for none.
        first, last: days since 1970; `NO_DAY` where there is none.
        amount: øre.
        carried: left open by an earlier run.
        persons: the persons as they were given, of lines and of claims, by place.
    """

    line_count: int
    row_id: Ints
    person: Ints
    unit: Ints
    benefit: npt.NDArray[np.int16]
    benefit_names: tuple[str, ...]
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    amount: Ints
    carried: Flags
    persons: tuple[pd.Series, pd.Series]

    def id_at(self, place: int) -> int:
        """The person at a place as the number its eleven digits make; -1 for anything else."""
        after = place - self.line_count
        value = str(self.persons[0].iloc[place] if after < 0 else self.persons[1].iloc[after])
        return int(value) if len(value) == _ID_LENGTH and value.isdecimal() else -1


NO_DAY: Final = np.iinfo(np.int32).min


def read_words(lines: pd.DataFrame, claims: pd.DataFrame) -> Words:
    """Turn two checked frames into numbers."""
    sides = [_by_row_id(lines), _by_row_id(claims)]

    def both(column: str) -> npt.NDArray[np.generic]:
        return np.concatenate([side[column].to_numpy() for side in sides])

    def text(column: str) -> Ints:
        return np.concatenate(code_texts(sides[0][column], sides[1][column]))

    benefit, different = pd.factorize(text("benefit"))
    names = _names([side["benefit"] for side in sides], benefit, len(different))
    carried = [
        side[CARRIED].to_numpy(dtype=np.bool_) if CARRIED in side else np.zeros(len(side), np.bool_)
        for side in sides
    ]
    return Words(
        line_count=len(lines),
        row_id=both("row_id").astype(np.int64, copy=False),
        person=text("person"),
        unit=text("unit"),
        benefit=benefit.astype(np.int16),
        benefit_names=names,
        first=_days(both("first")),
        last=_days(both("last")),
        amount=both("amount").astype(np.int64, copy=False),
        carried=np.concatenate(carried),
        persons=(sides[0]["person"], sides[1]["person"]),
    )


def _names(sides: list[pd.Series], codes: Ints, count: int) -> tuple[str, ...]:
    """The text of each code, looked up where it first stands."""
    names = []
    for code_ in range(count):
        place = int(np.argmax(codes == code_))
        side = 0 if place < len(sides[0]) else 1
        value = sides[side].iloc[place - side * len(sides[0])]
        names.append("" if pd.isna(value) else str(value))
    return tuple(names)


def _by_row_id(frame: pd.DataFrame) -> pd.DataFrame:
    if frame["row_id"].is_monotonic_increasing:
        return frame
    return frame.sort_values("row_id", kind="stable")


_SECONDS: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def _days(values: npt.NDArray[np.generic]) -> npt.NDArray[np.int32]:
    unit = str(values.dtype).split("[")[1][:-1]
    number = values.view(np.int64)
    days = number // _SECONDS[unit]
    days[number == np.iinfo(np.int64).min] = NO_DAY
    return days.astype(np.int32)


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
        reversed: the last day is before the first.
        amount: øre.
        carried: an earlier run left the row open.
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
    reversed: Flags
    amount: Ints
    carried: Flags

    def __len__(self) -> int:
        return len(self.place)

    def ids(self, rows: Ints) -> Ints:
        """Each row's person as the number its eleven digits make; -1 when it is anything else."""
        return np.array([self.words.id_at(int(place)) for place in self.place[rows]], np.int64)

    def person(self, rows: Ints) -> Ints:
        """The number of each row's person."""
        return self.words.person[self.place[rows]]

    def unit(self, rows: Ints) -> Ints:
        """The number of each row's unit."""
        return self.words.unit[self.place[rows]]

    def benefit(self, rows: Ints) -> Ints:
        """The number of each row's benefit."""
        return self.words.benefit[self.place[rows]].astype(np.int64)


def code(words: Words, places: Ints) -> Coded:
    """Bring the rows at these (rising) places into order."""
    person, unit = words.person[places], words.unit[places]
    benefit = words.benefit[places].astype(np.int64)
    amount = words.amount[places]
    first, last = words.first[places].astype(np.int64), words.last[places].astype(np.int64)
    has_first, has_last = first != NO_DAY, last != NO_DAY
    key, key_count = _dense_key(person, unit, benefit)
    first = np.where(has_first, first, last)
    last = np.where(has_last, last, first)
    order = _order(key, key_count, first, last, amount)
    first, last = first[order], last[order]
    has_first, has_last = has_first[order], has_last[order]
    turned = last < first
    in_order = ~turned
    key = key[order]
    place = places[order]
    return Coded(
        words=words,
        place=place,
        is_line=place < words.line_count,
        key=np.where(key == key_count, -1, key),
        key_count=key_count,
        first=first,
        last=last,
        has_first=has_first,
        has_last=has_last,
        dated=has_first & has_last & in_order,
        placed=(has_first | has_last) & in_order,
        reversed=turned,
        amount=amount[order],
        carried=words.carried[place],
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
