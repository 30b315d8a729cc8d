"""Control digits of whole columns of national ids, organisation and account numbers.

The same rules as `rutine.core.identifiers`, a column at a time; a property test holds the two
against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.core.identifiers import RELAXED_FROM, AccountNumber, OrgNr
from rutine.formats.cells import Cells, Mask
from rutine.formats.row_error import Fault

Identities = Literal["synthetic", "real", "any"]

FNR_LENGTH = 11
LENGTHS = {"fnr": FNR_LENGTH, "orgnr": OrgNr.LENGTH, "account": AccountNumber.LENGTH}
"""Digits of each type of identifier."""

_FNR_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_FNR_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_ORGNR = (3, 2, 7, 6, 5, 4, 3, 2, 1)
_ACCOUNT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_RELAXED_REMAINDER = 3
_TENS_OF_SYNTHETIC_MONTH = 4

# Index: two digits. D-numbers have day + 40; NAV's people month + 40, Tenor's month + 80.
_DAYS = np.zeros(100, dtype=np.bool_)
_DAYS[[first + day for first in (0, 40) for day in range(1, 32)]] = True
_MONTHS = np.zeros(100, dtype=np.bool_)
_MONTHS[[first + month for first in (0, 40, 80) for month in range(1, 13)]] = True


def _remainder(cells: Cells, weights: Sequence[int]) -> npt.NDArray[np.int64]:
    total = np.zeros(len(cells), dtype=np.int64)
    for place, weight in enumerate(weights):
        total += (cells.column(place).astype(np.int64) - ord("0")) * weight
    remainder: npt.NDArray[np.int64] = total % 11
    return remainder


def fnr_valid(cells: Cells, today: date) -> Mask:
    """Which cells, all of 11 digits, are national ids: a possible date and control digits."""
    relaxed = _RELAXED_REMAINDER if today >= RELAXED_FROM else 0
    possible = _DAYS[cells.number(0, 2)] & _MONTHS[cells.number(2, 4)]
    first = _remainder(cells, _FNR_K1) <= relaxed
    valid: Mask = possible & first & (_remainder(cells, _FNR_K2) == 0)
    return valid


def orgnr_valid(cells: Cells) -> Mask:
    """Which cells, all of 9 digits, have a right control digit."""
    valid: Mask = _remainder(cells, _ORGNR) == 0
    return valid


def account_valid(cells: Cells) -> Mask:
    """Which cells, all of 11 digits, are accounts that NAV pays to."""
    kind = cells.number(4, 6)
    valid: Mask = (kind != 0) & (kind < 90) & (_remainder(cells, _ACCOUNT) == 0)  # noqa: PLR2004
    return valid


def identity_fault(cells: Cells, identities: Identities) -> tuple[Mask, Fault] | None:
    """Which valid national ids may not be here, and why; None where all may."""
    if identities == "any":
        return None
    synthetic = cells.number(2, 3) >= _TENS_OF_SYNTHETIC_MONTH
    if identities == "synthetic":
        return ~synthetic, Fault.PERSON_REAL
    return synthetic, Fault.PERSON_SYNTHETIC


def digit_texts(cells: Cells, length: int) -> npt.NDArray[np.object_]:
    """Cells of digits as strings, each distinct number one object."""
    codes, distinct = pd.factorize(cells.number(0, length))
    words = np.array([f"{number:0{length}d}" for number in distinct], dtype=np.object_)
    return words[codes] if len(words) else np.empty(0, dtype=np.object_)
