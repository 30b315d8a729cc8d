"""The bare floor of any 1:1 pass: mix the key to 64 bits, sort, verify equal neighbours.

numpy only, on columns that are coded already. Nothing can pair equal rows of two unsorted lists
by sorting and do less; the exact pass is held against it.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

import numpy as np
import numpy.typing as npt

from benchmarks.matching_parts.made_up import MISSING, Ints, MadeUp

_ODD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_WORD = 64


def words(made: MadeUp) -> list[Ints]:
    """The key words of both sides, lines first: person, unit, benefit, first, last, amount."""
    sides = [
        (rows.person, rows.unit, rows.benefit, rows.first, rows.last, rows.amount)
        for rows in (made.lines, made.claims)
    ]
    return [np.concatenate(pair) for pair in zip(*sides, strict=True)]


def equal_neighbours(keys: list[Ints]) -> int:
    """How many rows are equal, word by word, to the row before them once sorted by key."""
    rows = len(keys[0])
    low = np.uint64(_WORD - max(1, rows.bit_length()))
    mixed = reduce(xor, (_mix(word, place) for place, word in enumerate(keys)))
    kept = np.uint64((1 << int(low)) - 1) << np.uint64(_WORD - int(low))
    packed = (mixed & kept) | np.arange(rows, dtype=np.uint64)
    packed.sort()
    row = (packed & ~kept).astype(np.int64)
    near = np.flatnonzero((packed[1:] & kept) == (packed[:-1] & kept))
    one, other = row[near], row[near + 1]
    same = np.ones(len(near), dtype=np.bool_)
    for word in keys:
        same &= word[one] == word[other]
    return int(same.sum())


def usable(made: MadeUp) -> list[Ints]:
    """The key words of the rows that an exact pass may look at: dated, with money in."""
    keys = words(made)
    keep = np.flatnonzero((keys[3] != MISSING) & (keys[5] > 0))
    return [word[keep] for word in keys]


def _mix(word: Ints, place: int) -> npt.NDArray[np.uint64]:
    mixed = word.view(np.uint64) * _ODD + np.uint64(place)
    mixed ^= mixed >> _SHIFT
    mixed *= _ODD
    return mixed
