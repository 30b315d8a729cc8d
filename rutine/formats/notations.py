"""The usual ways to write a number, such as `1 234,50`, read from sixteen characters at once.

A cell's characters are laid from the right, so that a separator always stands in the same
place: the expected signs are taken away by exclusive or, which leaves the digits' values.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rutine.formats.cells import WORD, Cells, Mask, Words
from rutine.formats.digits import are_digits, number_of

WIDEST = 2 * WORD
"""Characters that are looked at; a longer number is not usual."""

_GROUP = 3
_ALL = 0xFF

Numbers = npt.NDArray[np.int64]
_Moves = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Half:
    """One word of a notation.

    Attributes:
        expected: for each size of a cell, the signs in the word, with 0 for every digit.
        signs: where the separators stand.
        moves: bits, and how far up they go to close the gaps of the separators.
        digits: how many digits there are.
    """

    expected: Words
    signs: int
    moves: _Moves
    digits: int

    def read(self, word: Words, sizes: npt.NDArray[np.int32]) -> tuple[Numbers, Mask]:
        """The numbers in a word, and where it is written as expected."""
        values = word ^ self.expected[sizes]
        right = are_digits(values)
        if self.signs:
            right &= values & np.uint64(self.signs) == 0
        closed = np.zeros_like(values)
        for bits, up in self.moves:
            closed |= (values & np.uint64(bits)) << np.uint64(up)
        return number_of(closed), right


@dataclass(frozen=True, slots=True)
class Notation:
    """One way to write a number.

    Attributes:
        low, high: the last eight characters, and the eight before them.
        possible: which sizes, from 0 to `WIDEST`, a number of this notation can have.
    """

    low: _Half
    high: _Half
    possible: Mask

    def read(self, cells: Cells) -> tuple[Numbers, Mask]:
        """The digits of each cell as a number, decimals included, and where that is right."""
        sizes = np.minimum(cells.sizes, WIDEST)
        low, high = _from_the_right(cells, sizes)
        numbers, right = self.low.read(low, sizes)
        right &= self.possible[sizes] & (cells.sizes <= WIDEST)
        if high is not None:
            above, also = self.high.read(high, sizes)
            numbers += above * 10**self.low.digits
            right &= also
        return numbers, right


def _from_the_right(cells: Cells, sizes: npt.NDArray[np.int32]) -> tuple[Words, Words | None]:
    """The last eight characters of each cell and the eight before them, zeros in front.

    The second is None where no cell reaches so far. A shift by a whole word gives 0.
    """
    first = cells.word()
    if int(sizes.max(initial=0)) <= WORD:
        return first << (8 * (WORD - sizes)).astype(np.uint64), None
    up = (8 * np.maximum(WORD - sizes, 0)).astype(np.uint64)
    down = (8 * np.maximum(sizes - WORD, 0)).astype(np.uint64)
    beyond = (8 * (WIDEST - sizes)).astype(np.uint64)
    low = first >> down << up | cells.word(WORD) << beyond
    return low, np.where(sizes > WORD, first << beyond, 0)


@functools.cache
def notation(decimals: int, decimal: str, thousands: str) -> Notation:
    """The notation with so many decimals, and a sign (or none) between groups of thousands."""
    whole = ""
    while len(whole) < WIDEST:
        whole = "0" * _GROUP + (thousands if whole else "") + whole
    pattern = (whole + decimal + "0" * decimals if decimals else whole)[-WIDEST:]
    fewest = decimals + len(decimal) + 1 if decimals else 1
    possible = [size >= fewest and pattern[WIDEST - size] == "0" for size in range(1, WIDEST + 1)]
    return Notation(
        low=_half(pattern, WORD),
        high=_half(pattern, 0),
        possible=np.array([False, *possible], dtype=np.bool_),
    )


def _half(pattern: str, start: int) -> _Half:
    part = pattern[start : start + WORD]
    places = range(start, start + WORD)
    expected = [
        bytes(ord(s) if at >= WIDEST - size else 0 for at, s in zip(places, part, strict=True))
        for size in range(WIDEST + 1)
    ]
    moves: dict[int, int] = {}
    for byte, sign in enumerate(part):
        if sign == "0":
            up = 8 * sum(other != "0" for other in part[byte:])
            moves[up] = moves.get(up, 0) | _ALL << 8 * byte
    return _Half(
        expected=np.array([int.from_bytes(e, "little") for e in expected], dtype=np.uint64),
        signs=sum(_ALL << 8 * byte for byte, sign in enumerate(part) if sign != "0"),
        moves=tuple((bits, up) for up, bits in moves.items()),
        digits=part.count("0"),
    )
