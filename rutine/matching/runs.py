"""Rows that are equal in every word, brought together by one sort of whole numbers.

Sorting 64-bit numbers by value is several times faster than any stable argsort, so the words
of a row are mixed to the upper bits of one number that carries the row's place in its lower
bits. Mixed words may collide; the real words are compared afterwards, and the few rows of a
collision are sorted again by their words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rutine.matching.arrays import Flags, Ints

Words = npt.NDArray[np.uint64]

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MULTIPLIERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


def scramble(value: Words) -> Words:
    """SplitMix64's finaliser: every bit of a word reaches every bit of the result."""
    for shift, multiplier in zip(_SHIFTS, _MULTIPLIERS, strict=False):
        value = (value ^ (value >> shift)) * multiplier
    return value ^ (value >> _SHIFTS[-1])


def mix(words: Sequence[Ints]) -> Words:
    """One 64-bit number per row from several words. Equal rows get equal numbers."""
    mixed: Words = np.zeros(len(words[0]), dtype=np.uint64)
    for word in words:
        mixed = scramble(mixed * _ODD + word.astype(np.uint64))
    return mixed


def _starts(words: Sequence[Ints], order: Ints) -> Flags:
    """Where a row of the order differs from the one before it."""
    starts = np.zeros(len(order), dtype=np.bool_)
    starts[:1] = True
    for word in words:
        ordered = word[order]
        starts[1:] |= ordered[1:] != ordered[:-1]
    return starts


def equal_runs(words: Sequence[Ints], mixed: Words | None = None) -> tuple[Ints, Ints]:
    """Bring rows together that are equal in every word.

    Args:
        words: arrays of one length, one number per row in each.
        mixed: what `mix` makes of them; given by tests that want collisions.

    Returns:
        `order`: the rows, equal ones next to each other and by their place;
        `starts`: where in `order` each run of equal rows begins.
    """
    count = len(words[0])
    place_bits = np.uint64(max(count - 1, 1).bit_length())
    places = np.arange(count, dtype=np.uint64)
    packed = ((mix(words) if mixed is None else mixed) >> place_bits << place_bits) | places
    packed.sort()
    order = (packed & ((np.uint64(1) << place_bits) - np.uint64(1))).astype(np.int64)
    same_mix = np.zeros(count, dtype=np.bool_)
    same_mix[1:] = packed[1:] >> place_bits == packed[:-1] >> place_bits
    starts = _starts(words, order)
    collides = np.flatnonzero(same_mix & starts)
    if collides.size:
        # Rows of one mix lie together; sort those runs again, by mix, words and place.
        run = np.cumsum(~same_mix)
        touched = np.flatnonzero(np.isin(run, run[collides]))
        rows = order[touched]
        again = np.lexsort((rows, *(word[rows] for word in words), run[touched]))
        order[touched] = rows[again]
        starts = _starts(words, order)
    return order, np.flatnonzero(starts)
