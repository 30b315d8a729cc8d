"""Texts as whole numbers: equal texts get equal numbers on both sides, and none is lost.

Hashing every text of a column costs ten times more than all sorting of the matching. Ids are
digits of one length and codes are short, so both are read as numbers straight from their bytes;
anything else is numbered in the order of its first appearance.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.matching.arrays import Ints

_WORD: Final = 8
_DIGITS: Final = 18  # of them fit in 63 bits
_ROOM: Final = 24  # bytes looked at; longer texts are numbered instead
_ZERO: Final = ord("0")
_TEN: Final = 10
_MISSING: Final = -1
_CHUNK: Final = 1 << 14  # texts read at a time, so that they stay in the cache


def code_texts(one: pd.Series, other: pd.Series) -> tuple[Ints, Ints]:
    """Number the texts of two columns alike; -1 for a missing or empty text.

    Args:
        one: text, categorical, or whole numbers from 0.
        other: the same of the other side.
    """
    if pd.api.types.is_integer_dtype(one.dtype) and pd.api.types.is_integer_dtype(other.dtype):
        return one.to_numpy(dtype=np.int64), other.to_numpy(dtype=np.int64)
    if isinstance(one.dtype, pd.CategoricalDtype) and isinstance(other.dtype, pd.CategoricalDtype):
        return _code_categories(one, other)
    sides = [_bytes(one), _bytes(other)]
    if sides[0] is not None and sides[1] is not None:
        width = max(_width(sides[0]), _width(sides[1]))
        for read in (_read_digits, _read_word):
            found = [read(side, width) for side in sides if side is not None]
            if found[0] is not None and found[1] is not None:
                return found[0], found[1]
    both = pd.concat([one.astype(object), other.astype(object)], ignore_index=True)
    codes, values = pd.factorize(both, use_na_sentinel=True)
    empty = np.append(np.asarray(values == "", dtype=np.bool_), True)
    found_codes = np.where(empty[codes], _MISSING, codes).astype(np.int64)
    return found_codes[: len(one)], found_codes[len(one) :]


def _code_categories(one: pd.Series, other: pd.Series) -> tuple[Ints, Ints]:
    """Code the few categories as texts, and let the rows look theirs up."""
    columns = (one, other)
    codes = code_texts(*(pd.Series(side.cat.categories, dtype="str") for side in columns))
    tables = [np.append(of_side, _MISSING) for of_side in codes]
    first, second = (
        table[side.cat.codes.to_numpy()] for table, side in zip(tables, columns, strict=True)
    )
    return first, second


def _bytes(texts: pd.Series) -> npt.NDArray[np.uint8] | None:
    """The texts as rows of bytes, padded with 0; None when they are not short plain text."""
    values = texts.to_numpy(dtype=object)
    missing = texts.isna().to_numpy()
    if missing.any():
        values = np.where(missing, "", values)
    try:
        fixed = values.astype(f"S{_ROOM}")
    except UnicodeEncodeError:
        return None
    found: npt.NDArray[np.uint8] = fixed.view(np.uint8).reshape(len(values), _ROOM)
    return None if found[:, -1].any() else found


def _width(rows: npt.NDArray[np.uint8]) -> int:
    for width in range(_ROOM, 0, -1):
        if rows[:, width - 1].any():
            return width
    return 0


def _read_digits(rows: npt.NDArray[np.uint8], width: int) -> Ints | None:
    """Texts of exactly so many digits as numbers; None when one is anything else."""
    if not 0 < width <= _DIGITS:
        return None
    code = np.empty(len(rows), dtype=np.int64)
    for start in range(0, len(rows), _CHUNK):
        found = _digits(np.ascontiguousarray(rows[start : start + _CHUNK, :width].T))
        if found is None:
            return None
        code[start : start + _CHUNK] = found
    return code


def _digits(columns: npt.NDArray[np.uint8]) -> Ints | None:
    """The numbers of some texts, given digit by digit."""
    empty = columns[0] == 0
    digits = columns - np.uint8(_ZERO)
    if not ((digits < _TEN) | empty).all():
        return None
    code = np.zeros(columns.shape[1], dtype=np.int64)
    for digit in digits:
        code *= _TEN
        code += digit
    code[empty] = _MISSING
    return code


def _read_word(rows: npt.NDArray[np.uint8], width: int) -> Ints | None:
    """Texts of at most seven bytes as one word; None when one is longer."""
    if width >= _WORD:
        return None
    word = np.ascontiguousarray(rows[:, :_WORD]).view("<i8").reshape(len(rows))
    return np.where(word == 0, _MISSING, word)
