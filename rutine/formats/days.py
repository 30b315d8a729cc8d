"""Days in a column, by a date format such as `dd.MM.yyyy`."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

from rutine.formats.cells import WORD, Cells, Mask, Words
from rutine.formats.digits import ZEROS, are_digits, number_of

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A day outside these years is a slip of the finger or a damaged file."""

_DECEMBER = 12
_ORDER = "yyyyMMdd"
_SECONDS = 86_400

# Index: months from January of the first year on; one more, so that the last has an end.
_STARTS = (
    np.arange(f"{FIRST_YEAR}-01", f"{LAST_YEAR + 1}-02", dtype="datetime64[M]")
    .astype("datetime64[D]")
    .astype(np.int64)
)
_LENGTHS = np.diff(_STARTS)


def read_days(cells: Cells, date_format: str) -> tuple[npt.NDArray[Any], Mask]:
    """The days of a column as datetime64[s], and which cells are not days.

    Every `y`, `M` and `d` of the format is a digit and every other sign stands for itself.
    """
    wrong = cells.sizes != len(date_format)
    words = [cells.word(place) for place in range(0, len(date_format), WORD)]
    for word, signs, where in _signs(date_format):
        wrong |= words[word] & np.uint64(where) != np.uint64(signs)
    values = _in_order(words, date_format) ^ ZEROS
    wrong |= ~are_digits(values)
    number = np.where(wrong, 0, number_of(values))
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    wrong |= (year < FIRST_YEAR) | (year > LAST_YEAR) | (month < 1) | (month > _DECEMBER)
    at = np.where(wrong, 0, (year - FIRST_YEAR) * _DECEMBER + month - 1)
    wrong |= (day < 1) | (day > _LENGTHS[at])
    seconds = (_STARTS[at] + np.where(wrong, 1, day) - 1) * _SECONDS
    return seconds.view("datetime64[s]"), wrong


@functools.cache
def _signs(date_format: str) -> tuple[tuple[int, int, int], ...]:
    """The format's other signs: number of the word, the signs in it, and where they stand."""
    found = []
    for place in range(0, len(date_format), WORD):
        part = date_format[place : place + WORD]
        signs = bytes(0 if sign in "yMd" else ord(sign) for sign in part)
        where = bytes(0xFF if sign else 0 for sign in signs)
        if any(signs):
            where_bits = int.from_bytes(where, "little")
            found.append((place // WORD, int.from_bytes(signs, "little"), where_bits))
    return tuple(found)


@functools.cache
def _moves(date_format: str) -> tuple[tuple[int, int, int], ...]:
    """How a format's digits come into order: word, bits in it, and how far up they go."""
    found: dict[tuple[int, int], int] = {}
    seen: dict[str, int] = {}
    for place, sign in enumerate(date_format):
        if sign in "yMd":
            target = _ORDER.index(sign) + seen.get(sign, 0)
            seen[sign] = seen.get(sign, 0) + 1
            word, byte = divmod(place, WORD)
            move = (word, 8 * (target - byte))
            found[move] = found.get(move, 0) | 0xFF << 8 * byte
    return tuple((word, bits, up) for (word, up), bits in found.items())


def _in_order(words: list[Words], date_format: str) -> Words:
    """The digits of each day as `yyyyMMdd`."""
    found = np.zeros(len(words[0]), dtype=np.uint64)
    for word, bits, up in _moves(date_format):
        part = words[word] & np.uint64(bits)
        found |= part << np.uint64(up) if up >= 0 else part >> np.uint64(-up)
    return found
