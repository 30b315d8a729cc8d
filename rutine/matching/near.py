"""Persons who are nearly the same: a slip of the keys, or a D-number that became a national id.

Two ids that are a slip apart are near whatever the names say: names are misspelt as well. A
D-number and a national id have nothing in common but the birth date, which ten others share;
they are near only with equal names.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import numpy as np

from rutine.matching.arrays import Flags, Ints
from rutine.matching.coding import Coded

_TEN: Final = 10
_LENGTH: Final = 11
_FIRST_DIGIT: Final = 10**10
_BIRTH_DATE: Final = 10**5
_D_NUMBER: Final = 4 * _FIRST_DIGIT
_NAME_WIDTH: Final = 25
_NAV_SPACES: Final = re.compile('[";\r\n]+')


def near_identity(coded: Coded, lines: Ints, claims: Ints) -> Flags:
    """Which pairs of a line and a claim are nearly of the same person.

    Args:
        coded: all rows.
        lines: rows of it.
        claims: as many.
    """
    one, other = coded.ids(lines), coded.ids(claims)
    near = slips(one, other)
    maybe = np.flatnonzero(renumbered(one, other) & ~near)
    names = zip(coded.names(lines[maybe]), coded.names(claims[maybe]), strict=True)
    near[maybe] = [same_name(called, known_as) for called, known_as in names]
    return near


def slips(one: Ints, other: Ints) -> Flags:
    """Whether two different ids are a slip apart: one digit, or two neighbours swapped.

    Args:
        one: ids of eleven digits, as numbers; -1 for what is none.
        other: as many.
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
    two = 2
    slip: Flags = (one >= 0) & (other >= 0) & ((differ == 1) | (swapped & (differ == two)))
    return slip


def renumbered(one: Ints, other: Ints) -> Flags:
    """Whether one id is a D-number (40 added to its day) and they have the same birth date.

    Args:
        one: ids of eleven digits, as numbers; -1 for what is none.
        other: as many.
    """
    lower, higher = np.minimum(one, other), np.maximum(one, other)
    born_alike = lower // _BIRTH_DATE + _D_NUMBER // _BIRTH_DATE == higher // _BIRTH_DATE
    found: Flags = (lower >= 0) & (lower < _D_NUMBER) & born_alike
    return found


def same_name(one: str, other: str) -> bool:
    """Whether two names are equal, as far as NAV's report can tell; an empty one equals none."""
    as_reported = _as_reported(one)
    return bool(as_reported) and as_reported == _as_reported(other)


def _as_reported(name: str) -> str:
    """The name as NAV's report cuts and cleans it, less what people write differently.

    The report has 25 characters: `"`, `;` and line ends are spaces, and what ISO-8859-1 lacks
    is a question mark (navikt/sokos-oppgjorsrapporter, RefusjonsRapportGenerator.kt). Letters
    may be large or small, and spaces many.
    """
    composed = _NAV_SPACES.sub(" ", unicodedata.normalize("NFC", name).lstrip())
    cut = composed[:_NAME_WIDTH].encode("iso-8859-1", "replace").decode("iso-8859-1")
    return " ".join(cut.split()).casefold()
