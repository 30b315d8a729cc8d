"""Control digits of whole columns of national ids, organisation and account numbers.

The same rules as `rutine.core.identifiers`, a column at a time; a property test holds the two
against each other.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.core.identifiers import RELAXED_FROM, AccountNumber, OrgNr
from rutine.formats.cells import Mask
from rutine.formats.digits import Digits
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


def fnr_valid(digits: Digits, today: date) -> Mask:
    """Which eleven digits are national ids: a possible date and control digits."""
    relaxed = _RELAXED_REMAINDER if today >= RELAXED_FROM else 0
    possible = _DAYS[_pair(digits, 0)] & _MONTHS[_pair(digits, 2)]
    first = digits.weighted(_FNR_K1) % 11 <= relaxed
    valid: Mask = possible & first & (digits.weighted(_FNR_K2) % 11 == 0)
    return valid


def _pair(digits: Digits, place: int) -> npt.NDArray[np.int64]:
    """Two digits from a place on as a number; 0 where they are not digits."""
    return np.where(digits.right, digits.digit(place) * 10 + digits.digit(place + 1), 0)


def orgnr_valid(digits: Digits) -> Mask:
    """Which nine digits have a right control digit."""
    valid: Mask = digits.weighted(_ORGNR) % 11 == 0
    return valid


def account_valid(digits: Digits) -> Mask:
    """Which eleven digits are accounts that NAV pays to."""
    kind = _pair(digits, 4)
    valid: Mask = (kind != 0) & (kind < 90) & (digits.weighted(_ACCOUNT) % 11 == 0)  # noqa: PLR2004
    return valid


def identity_fault(digits: Digits, identities: Identities) -> tuple[Mask, Fault] | None:
    """Which valid national ids may not be here, and why; None where all may."""
    if identities == "any":
        return None
    synthetic = digits.digit(2) >= _TENS_OF_SYNTHETIC_MONTH
    if identities == "synthetic":
        return ~synthetic, Fault.PERSON_REAL
    return synthetic, Fault.PERSON_SYNTHETIC


def digit_texts(numbers: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.object_]:
    """Numbers as texts of so many digits, each distinct number one object."""
    codes, distinct = pd.factorize(numbers)
    words = np.array([f"{number:0{length}d}" for number in distinct.tolist()], dtype=np.object_)
    return words[codes] if len(words) else np.empty(0, dtype=np.object_)
