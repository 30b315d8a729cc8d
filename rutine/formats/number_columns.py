"""Columns of kroner and whole numbers: usual notation at once, the rest once for each text.

`amounts` says what every notation means, one text at a time. What is read at once is only what
most files consist of: `1 234,50`, `-1234,50`, `1234` and `21`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from rutine.formats.amounts import (
    MAX_INTEGER,
    MAX_ORE,
    ORE_PER_KRONE,
    read_integer,
    read_kroner,
)
from rutine.formats.cells import Cells, Mask
from rutine.formats.format_model import FileField
from rutine.formats.notations import Numbers, notation
from rutine.formats.row_error import Fault, fault_number

FaultNumbers = npt.NDArray[np.uint8]

_BETWEEN = {"space": " ", "none": ""}
_DECIMALS = (2, 0)


def read_integers(cells: Cells, field: FileField) -> tuple[Numbers, FaultNumbers]:
    """Whole numbers, and the number of each one's fault, 0 where it is right."""
    faults = np.zeros(len(cells), dtype=np.uint8)
    values, right = notation(0, "", "").read(cells)
    if field.width is None:  # 007 is not a whole number; 0 is
        right &= (cells.sizes == 1) | (cells.buffer[cells.starts] != ord("0"))
    lowest = -MAX_INTEGER if field.minimum is None else field.minimum
    highest = MAX_INTEGER if field.maximum is None else field.maximum
    faults[(values < lowest) | (values > highest)] = fault_number(Fault.OUT_OF_RANGE)
    _read_distinct(cells, ~right, values, faults, lambda text: read_integer(text, field))
    return values, faults


def read_kroner_column(cells: Cells, field: FileField) -> tuple[Numbers, FaultNumbers]:
    """Øre from kroner, and the number of each one's fault, 0 where it is right."""
    negative = np.zeros(len(cells), dtype=np.bool_)
    digits = cells
    if field.sign == "leading":
        negative = (cells.buffer[cells.starts] == ord("-")) & (cells.sizes > 0)
        if negative.any():
            digits = Cells(
                cells.buffer, cells.starts + negative, cells.sizes - negative, cells.encoding
            )
    values, right = _usual_kroner(digits, field)
    values = np.where(negative, -values, values)
    faults = np.zeros(len(cells), dtype=np.uint8)
    lowest = -MAX_ORE if field.minimum is None else field.minimum * ORE_PER_KRONE
    highest = MAX_ORE if field.maximum is None else field.maximum * ORE_PER_KRONE
    faults[(values < lowest) | (values > highest)] = fault_number(Fault.OUT_OF_RANGE)
    large = np.abs(values) > MAX_ORE
    _read_distinct(cells, ~right | large, values, faults, lambda text: read_kroner(text, field))
    return values, faults


def _usual_kroner(cells: Cells, field: FileField) -> tuple[Numbers, Mask]:
    """Øre without a sign, and where they are written in one of the usual notations."""
    values = np.zeros(len(cells), dtype=np.int64)
    right = np.zeros(len(cells), dtype=np.bool_)
    between = _BETWEEN.get(field.thousands, field.thousands)
    for thousands in dict.fromkeys((between, "")):
        for decimals in _DECIMALS:
            left = np.flatnonzero(~right)
            if not len(left):
                return values, right
            part = cells if len(left) == len(cells) else cells.take(left)
            numbers, read = notation(decimals, field.decimal, thousands).read(part)
            values[left[read]] = numbers[read] * (1 if decimals else ORE_PER_KRONE)
            right[left] = read
    return values, right


def _read_distinct(
    cells: Cells,
    rows: Mask,
    values: Numbers,
    faults: FaultNumbers,
    read: Callable[[str], int | Fault],
) -> None:
    """Read the texts of some rows one at a time, each different one once."""
    if not rows.any():
        return
    codes, texts = cells.take(rows).distinct()
    found = [read(text) for text in texts]
    numbers = [0 if isinstance(each, Fault) else each for each in found]
    wrong = [fault_number(each) if isinstance(each, Fault) else 0 for each in found]
    values[rows] = np.array(numbers, dtype=np.int64)[codes]
    faults[rows] = np.array(wrong, dtype=np.uint8)[codes]
