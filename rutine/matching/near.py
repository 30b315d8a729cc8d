"""Ids that are nearly alike: a slip of the keys, or a D-number that became a national id."""

from __future__ import annotations

import numpy as np

from rutine.matching.arrays import Flags, Ints

_TEN = 10
_LENGTH = 11
_BIRTH_DATE = 10**5
_D_NUMBER = 4 * 10 ** (_LENGTH - 1)


def near_persons(one: Ints, other: Ints) -> Flags:
    """Whether two different ids of eleven digits are a slip, or a new number, apart.

    One digit differs; or two neighbouring digits are swapped; or they have the same birth date,
    one of them being a D-number (its first digit 4 higher).

    Args:
        one: ids as numbers.
        other: ids as numbers, as many.
    """
    differ = np.zeros(len(one), dtype=np.int64)
    swapped = np.zeros(len(one), dtype=np.bool_)
    left, right = one.copy(), other.copy()
    before_left = before_right = np.full(len(one), -1, dtype=np.int64)
    for _ in range(_LENGTH):
        left, digit_left = np.divmod(left, _TEN)
        right, digit_right = np.divmod(right, _TEN)
        differ += digit_left != digit_right
        swapped |= (
            (digit_left == before_right)
            & (digit_right == before_left)
            & (digit_left != digit_right)
        )
        before_left, before_right = digit_left, digit_right
    same_length = (left == 0) & (right == 0)
    born = np.abs(one // _BIRTH_DATE - other // _BIRTH_DATE) * _BIRTH_DATE
    two = 2
    near: Flags = (
        same_length
        & (one >= 0)
        & (other >= 0)
        & ((differ == 1) | (swapped & (differ == two)) | (born == _D_NUMBER))
    )
    return near
